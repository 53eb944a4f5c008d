"""Targets: which rows of one table a file's rows become, as a mapping says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from revdash.errors import InputError, suggestion
from revdash.ingest import plain
from revdash.ingest.fields import Field, field_of
from revdash.ingest.templates import Slot, Template, template_of
from revdash.store.schema import FACTS

EACH = "each"  # the matched column; {each.stage} is what the expression captured as 'stage'


@dataclass(frozen=True, kw_only=True)
class When:
    """A condition on a row: a column is filled in or blank, or holds one of some values or none."""

    columns: tuple[str, ...]
    equals: tuple[str, ...] = ()
    is_not: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    is_blank: bool = False
    same: tuple[str, ...] = ()  # a column that holds the same text
    differs: tuple[str, ...] = ()  # a column that holds another

    @property
    def holds_for_blank(self) -> bool:
        """Whether a blank cell fulfils it."""
        return self.is_blank or bool(self.is_not)


@dataclass(frozen=True, kw_only=True)
class Split:
    """A column whose cell holds several values: the row counts once for each."""

    columns: tuple[str, ...]
    by: str
    strip: str = ""  # signs around the cell that are no part of it


@dataclass(frozen=True, kw_only=True)
class Target:
    """The rows of one table that a file's rows become."""

    table: str
    object: str
    keys: tuple[Template, ...]  # tried in order; a row that fills none gets a made key
    is_key_verbatim: bool = False  # else 'source:object:' stands in front
    when: tuple[When, ...] = ()
    each: str = ""  # a regular expression: one target for each column whose name matches
    is_filtered: bool = False  # rows that lack what the table needs are none of its rows
    newest: tuple[str, ...] = ()  # of several rows of one key, only the latest by this column
    split: Split | None = None
    fields: tuple[Field, ...] = ()
    group: int = 0  # targets of one group are staged as one frame
    is_resolved: bool = False  # to the columns of one file

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that it reads, each once."""
        keys = (name for key in self.keys for name in key.columns)
        read = (name for each in self.fields for name in each.columns)
        asked = (n for when in self.when for n in (*when.columns, *when.same, *when.differs))
        parted = self.split.columns if self.split else ()
        return tuple(dict.fromkeys((*keys, *read, *asked, *self.newest, *parted)))

    @property
    def record(self) -> Template | None:
        """What stands in a key before the part of a split cell: the file's own record."""
        if self.split is None or len(self.keys) != 1:
            return None
        match self.keys[0].parts:
            case (*record, ":", Slot(columns=columns)) if record and columns == self.split.columns:
                return Template(self.keys[0].written, tuple(record))
        return None

    def way(self, source: str) -> str:
        """What its keys begin with; empty where they say their source themselves."""
        return "" if self.is_key_verbatim else f"{source}:{self.object}:"


_KEYS = ("table", "object", "key", "when", "newest", "split", "each", "fields")
_WHEN_KEYS = ("column", "equals", "prefix", "blank", "is_not", "same", "differs")


def target_of(raw: Mapping[str, Any], thing: str) -> Target:
    """Read one [[into]]; raise InputError saying what is wrong in it."""
    plain.known(raw, _KEYS, "an [[into]]")
    table = plain.text(raw, "table", "an [[into]]")
    if table not in FACTS:
        raise InputError(f"There is no table '{table}'. {suggestion(table, FACTS)}")
    fields = raw.get("fields", {})
    if not isinstance(fields, dict):
        raise InputError(f"'fields' of '{table}' must be a table. Write [into.fields].")
    when = raw.get("when", [])
    newest = raw.get("newest")
    made = Target(
        table=table,
        object=str(raw.get("object") or thing),
        keys=tuple(template_of(t) for t in plain.texts(raw.get("key", []), f"key of '{table}'")),
        when=tuple(_when(each) for each in ([when] if not isinstance(when, list) else when)),
        each=_expression(raw.get("each", ""), table),
        is_filtered=bool(when or raw.get("each")),
        newest=() if newest is None else plain.columns(newest, f"newest of '{table}'"),
        split=_split(raw.get("split"), table),
        fields=tuple(field_of(table, name, value) for name, value in fields.items()),
    )
    _check_captures(made)
    return made


def _when(raw: Any) -> When:
    if not isinstance(raw, dict):
        raise InputError("'when' must name a column, such as when = { column = \"won_date\" }.")
    plain.known(raw, _WHEN_KEYS, "'when'")
    if len(raw) > 2:  # noqa: PLR2004  the column, and what is asked of it
        raise InputError(
            "'when' asks several things of one column. Give a condition for each, such as "
            'when = [ { column = "A" }, { column = "A", is_not = ["x"] } ].'
        )
    if "column" not in raw:
        raise InputError("'when' lacks 'column'. Give it as a text.")
    return When(
        columns=plain.columns(raw["column"], "column of 'when'"),
        equals=plain.texts(raw.get("equals", []), "equals"),
        is_not=plain.texts(raw.get("is_not", []), "is_not"),
        prefix=plain.texts(raw.get("prefix", []), "prefix"),
        is_blank=plain.flag(raw, "blank", "'when'"),
        same=plain.columns(raw["same"], "same") if "same" in raw else (),
        differs=plain.columns(raw["differs"], "differs") if "differs" in raw else (),
    )


def _split(raw: Any, table: str) -> Split | None:
    if raw is None:
        return None
    where = f"split of '{table}'"
    if not isinstance(raw, dict) or "column" not in raw:
        raise InputError(f'The {where} must name a column: {{ column = "Contact IDs", by = ";" }}.')
    plain.known(raw, ("column", "by", "strip"), f"the {where}")
    return Split(
        columns=plain.columns(raw["column"], where),
        by=plain.text(raw, "by", f"the {where}"),
        strip=str(raw.get("strip", "")),
    )


def _expression(raw: Any, table: str) -> str:
    try:
        re.compile(str(raw))
    except re.error as error:
        raise InputError(
            f"'each' of '{table}' is no regular expression: {error}. "
            "Write one that matches the names of the columns."
        ) from error
    return str(raw)


def _check_captures(made: Target) -> None:
    """Refuse a name that the target's expression does not capture."""
    captured = re.compile(made.each).groupindex
    named = [each.each for each in made.fields if each.each]
    if made.each:
        prefix = f"{EACH}."
        named += [n.removeprefix(prefix) for n in made.columns if n.startswith(prefix)]
    for name in named:
        if name not in captured:
            raise InputError(
                f"'each' of '{made.table}' captures no '{name}'. {suggestion(name, captured)} "
                f"Write (?P<{name}>...) in it."
            )
