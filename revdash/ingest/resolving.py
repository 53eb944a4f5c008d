"""Resolving: a mapping as written to the columns that one file has."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import PurePosixPath

from revdash.errors import InputError, suggestion
from revdash.ingest.fields import Field
from revdash.ingest.mapping import Mapping
from revdash.ingest.tables import NEEDED
from revdash.ingest.targets import EACH, Target, When
from revdash.ingest.templates import ROW, Slot, Template
from revdash.store.schema.marketing import channel_day

_SCOPE = ("campaign_id", "day")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‘’‚‛′", "'"))


def fold(name: str) -> str:
    """A column's name without case, spaces and signs."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


class Header:
    """The column names of a file, found exactly or else folded."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._exact = frozenset(self.names)
        self._folded: dict[str, str] = {}
        for name in self.names:
            self._folded.setdefault(fold(name), name)

    def find(self, name: str) -> str | None:
        """The file's own spelling of *name*; None when it has no such column."""
        if name in self._exact:
            return name
        if name == ROW:
            return ROW
        folded = fold(name)
        return self._folded.get(folded) if folded else None

    def holds(self, entry: str) -> bool:
        """Whether one of the columns that *entry* names ('A|B') is there."""
        return any(self.find(name.strip()) for name in entry.split("|") if name.strip() != ROW)

    def spells(self, entry: str) -> bool:
        """Whether one of the columns that *entry* names is there letter by letter."""
        return any(name.strip() in self._exact for name in entry.split("|"))


def likeness(mapping: Mapping, file: str, header: Header) -> tuple[bool, bool, int] | None:
    """How well a file fits: by its name, in its spelling, by how many columns; None: not at all."""
    if not mapping.header or not all(header.holds(entry) for entry in mapping.header):
        return None
    if mapping.is_only and len(header.names) > len(mapping.header):
        return None
    name = PurePosixPath(file).name.casefold()
    is_named = any(fnmatch(name, each.casefold()) for each in mapping.names)
    return is_named, all(map(header.spells, mapping.header)), len(mapping.header)


def lacking(mapping: Mapping, header: Sequence[str]) -> tuple[str, ...]:
    """What cannot be measured by a file with these columns, in the mapping's own words."""
    found = Header(header)
    return tuple(lack.says for lack in mapping.without if not found.holds(lack.column))


def resolve(mapping: Mapping, header: Sequence[str], *, file: str = "") -> Mapping:
    """Find the columns that *mapping* names in *header*.

    Shape:   of each column's names those that are there, as the file spells them; one target
             for each column that an ``each`` matches. Resolving again changes nothing.
    Empty:   what an optional mapping does not find leaves its field out, and a target that
             lacks its key or what its table needs.
    Raises:  InputError naming the first column that a mapping needs and the file lacks.
    """
    resolver = _Resolver(mapping, Header(header), f"'{file}'" if file else "The file")
    into = tuple(resolver.targets())
    if mapping.into and not into:
        raise InputError(
            f"{resolver.file} has none of the columns by which '{mapping.name}' fills a table. "
            "Export it again with its ids and dates, or give another mapping."
        )
    return replace(mapping, into=into)


@dataclass(frozen=True)
class _Match:
    """A column that an ``each`` matches, and what was captured of its name."""

    column: str
    captured: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Resolver:
    mapping: Mapping
    header: Header
    file: str

    def targets(self) -> Iterator[Target]:
        groups: dict[tuple[int, int], int] = {}
        for number, target in enumerate(self.mapping.into):
            alike: Counter[tuple[Template, ...]] = Counter()
            for match in self._matches(target):
                made = _Resolution(self, match).target(target)
                if made is None:
                    continue
                # rows of one key from two columns correct each other: they stay apart
                place = (target.group or number, alike[made.keys])
                alike[made.keys] += 1
                yield replace(made, group=groups.setdefault(place, len(groups) + 1))

    def _matches(self, target: Target) -> Iterator[_Match | None]:
        if not target.each:
            yield None
            return
        expression = re.compile(target.each.translate(_QUOTES), re.IGNORECASE)
        for name in self.header.names:
            if match := expression.fullmatch(name.translate(_QUOTES)):
                captured = {key: (text or "").strip() for key, text in match.groupdict().items()}
                yield _Match(name, captured)


@dataclass(frozen=True)
class _Resolution:
    """The resolving of one target, for one matched column if it is for each."""

    resolver: _Resolver
    match: _Match | None

    def target(self, target: Target) -> Target | None:
        keys = tuple(key for key in map(self.template, target.keys) if key)
        fields = tuple(made for made in map(self.field, target.fields) if made)
        when = self._when(target.when)
        if when is None or (target.keys and not keys):
            return None
        if self.match:
            when = (*when, When(columns=(self.match.column,)))
        if self.resolver.mapping.is_optional:
            filled = {made.target for made in fields}
            if not filled.issuperset(NEEDED.get(target.table, ())):
                return None
        split = target.split
        if split:
            parted = self.columns(split.columns)
            if not parted:
                return None
            split = replace(split, columns=parted)
        made = replace(
            target, keys=keys, fields=fields, when=when, split=split, each="", is_resolved=True
        )
        return replace(made, newest=self.columns(target.newest), object=self._object(target))

    def _object(self, target: Target) -> str:
        """What the rows are about: of days of campaigns also by what finer parts they are told.

        The same day told by campaign and by ad group is one day told in two ways.
        """
        if target.table != channel_day.name or target.is_key_verbatim or target.is_resolved:
            return target.object
        scope = {n for each in target.fields if each.target in _SCOPE for n in each.columns}
        slots = [part for key in target.keys[:1] for part in key.parts if isinstance(part, Slot)]
        finer = [
            slot.columns[0].replace(":", " ")
            for slot in slots
            if slot.is_blank_allowed and self.columns(slot.columns) and not scope & {*slot.columns}
        ]
        return f"{target.object} by {', '.join(finer)}" if finer else target.object

    def field(self, each: Field) -> Field | None:
        if each.each and self.match:
            said = self.match.captured[each.each]
            made = replace(each, text=Template(self.match.column, (said,)), each="")
            return made if said else self._absent(each)
        if each.alternatives:
            found = self.columns(each.alternatives)
            return replace(each, alternatives=found) if found else self._absent(each)
        template = each.id or each.text
        if template is None:
            return each
        found_template = self.template(template)
        if found_template is None:
            return self._absent(each)
        if each.id:
            return replace(each, id=found_template)
        return replace(each, text=found_template)

    def template(self, template: Template) -> Template | None:
        """The template with the file's columns; None when a place has none."""
        parts: list[str | Slot] = []
        for part in template.parts:
            made = part if isinstance(part, str) else self._slot(part)
            if made is None:
                return None
            parts.append(made)
        return replace(template, parts=tuple(parts))

    def columns(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Those of *wanted* that are there; when none is, none or an error."""
        found = tuple(dict.fromkeys(name for name in map(self._find, wanted) if name))
        if wanted and not found and not self.resolver.mapping.is_optional:
            known = self.resolver.header.names
            raise InputError(
                f"{self.resolver.file} has no column '{wanted[0]}', which the mapping "
                f"'{self.resolver.mapping.name}' reads. {suggestion(wanted[0], known)} "
                "Export it with that column, or name in the mapping the one that stands for it."
            )
        return found

    def _find(self, name: str) -> str | None:
        if self.match and name == EACH:
            return self.match.column
        return self.resolver.header.find(name)

    def _slot(self, slot: Slot) -> str | Slot | None:
        if self.match:
            for name in slot.columns:
                said = self.match.captured.get(name.removeprefix(f"{EACH}."), "")
                if said and name.startswith(f"{EACH}."):
                    return said
        found = self.columns(slot.columns)
        return replace(slot, columns=found) if found or slot.is_blank_allowed else None

    def _when(self, conditions: Iterable[When]) -> tuple[When, ...] | None:
        """The conditions that a row can fail; None when one can never hold."""
        made: list[When] = []
        for when in conditions:
            found = self.columns(when.columns)
            same, differs = self.columns(when.same), self.columns(when.differs)
            if (when.same and not same) or (not found and when.holds_for_blank):
                continue
            if not found or (when.differs and not differs):
                return None
            made.append(replace(when, columns=found, same=same, differs=differs))
        return tuple(made)

    @staticmethod
    def _absent(each: Field) -> Field | None:
        """A column that is not there is blank in every row: only its default is left."""
        if each.default is None:
            return None
        return Field(target=each.target, kind=each.kind, constant=each.default, is_absent=True)
