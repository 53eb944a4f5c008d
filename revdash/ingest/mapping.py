"""Mapping: how one kind of file becomes rows of our tables; declarative, read from TOML."""

import hashlib
import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Raw
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from revdash.errors import InputError, suggestion
from revdash.ingest import plain
from revdash.ingest.dates import check_zone
from revdash.ingest.targets import Target, target_of


class Ids(StrEnum):
    """Whose ids a file holds, where one thing's id is written in two ways."""

    SALESFORCE = "salesforce"
    WHOLE = "whole"  # numbers, which a spreadsheet writes as 101.0 or 1,234


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What cannot be measured by a file that has none of some columns ('A|B'), and what to do."""

    column: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """How the files of one source's object are read.

    As written it may name a column in several ways; `resolving.resolve` finds those of a file.
    """

    name: str
    source: str
    object: str
    zone: str = ""  # of times that name none; the company's when empty
    is_optional: bool = False  # a column that is not there leaves its field out
    ids: Ids | None = None
    blanks: tuple[str, ...] = ()  # cells that say nothing
    header: tuple[str, ...] = ()  # the columns a file is recognised by; 'A|B' is either
    names: tuple[str, ...] = ()  # file name patterns, which break ties
    into: tuple[Target, ...] = ()
    is_only: bool = False  # and by having no others
    not_needed: str = ""  # why a recognised file brings nothing
    without: tuple[Lack, ...] = ()  # what cannot be measured where columns are not there
    document: Raw[str, Any] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, text: str) -> "Mapping":
        """Read a mapping written in TOML; raise InputError saying what is wrong in it."""
        found = mappings_from_toml(text)
        if len(found) > 1:
            raise InputError(
                f"The mapping holds {len(found)} files: {', '.join(each.name for each in found)}. "
                "Give the one [[file]] that is meant."
            )
        return found[0]

    @classmethod
    def from_dict(cls, raw: Raw[str, Any]) -> "Mapping":
        """Read a mapping from plain values; raise InputError saying what is wrong in it."""
        plain.known(raw, _KEYS, "a mapping")
        source = plain.text(raw, "source", "the mapping")
        why_not = str(raw.get("not_needed", ""))
        thing = str(raw.get("object", "")) if why_not else plain.text(raw, "object", "the mapping")
        into = plain.tables(raw.get("into", []), "into")
        mapping = cls(
            name=str(raw.get("name") or f"{source} {thing}".strip()),
            source=source,
            object=thing,
            zone=plain.checked(raw.get("zone"), check_zone),
            is_optional=plain.flag(raw, "optional", "the mapping"),
            ids=_ids(raw.get("ids")),
            blanks=plain.texts(raw.get("blanks", []), "blanks"),
            header=plain.texts(raw.get("header", []), "header"),
            names=plain.texts(raw.get("names", []), "names"),
            is_only=plain.flag(raw, "only", "the mapping"),
            into=tuple(target_of(each, thing) for each in into),
            not_needed=why_not,
            without=tuple(map(_lack, plain.tables(raw.get("without", []), "without"))),
            document=dict(raw),
        )
        if not mapping.into and not mapping.not_needed:
            raise InputError("The mapping fills no table. Add an [[into]] with its table.")
        return mapping

    def to_dict(self) -> dict[str, Any]:
        """The plain values it was read from, to be kept and read again."""
        return dict(self.document)

    @property
    def is_nameable(self) -> bool:
        """Whether its source stands in front of its ids, and not in them already."""
        return not any(target.is_key_verbatim for target in self.into)

    def called(self, source: str) -> "Mapping":
        """The same of another source: a second portal, whose records have ids of their own."""
        name = source.strip().casefold()
        if not _NAME.fullmatch(name):
            raise InputError(
                f"'{source}' cannot name a source: it stands in front of every id. Write it with "
                "letters, digits, '-' and '_', such as hubspot-emea."
            )
        if not self.is_nameable:
            raise InputError(
                f"Files of {self.name} say in their ids which source they are of, so '{source}' "
                "cannot name it. Import them by themselves, without a source."
            )
        return replace(self, source=name, document={**self.document, "source": name})

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a file that it reads, each once."""
        return tuple(dict.fromkeys(name for target in self.into for name in target.columns))


def mappings_from_toml(text: str) -> tuple[Mapping, ...]:
    """Read a TOML of one mapping, or of one for each [[file]], which inherits what stands above."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            f"The mapping is no TOML: {error}. docs/how-to/import-a-file.md shows one."
        ) from error
    if "file" not in raw:
        return (Mapping.from_dict(raw),)
    files = plain.tables(raw.pop("file"), "file")
    if not files:
        raise InputError("The mapping names no file. Begin each with [[file]].")
    return tuple(Mapping.from_dict({**raw, **each}) for each in files)


def header_signature(header: Iterable[str]) -> str:
    """What remembers a file by its column names, whatever their order and case."""
    names = sorted({name.strip().casefold() for name in header if name.strip()})
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:16]


_NAME = re.compile(r"[A-Za-z0-9][\w-]{0,39}")
_KEYS = (
    *("name", "source", "object", "zone", "optional", "ids", "blanks", "header", "names"),
    *("only", "into", "not_needed", "without"),
)


def _lack(raw: Raw[str, Any]) -> Lack:
    plain.known(raw, ("column", "says"), "a 'without'")
    where = "a 'without'"
    return Lack(column=plain.text(raw, "column", where), says=plain.text(raw, "says", where))


def _ids(raw: Any) -> Ids | None:
    if raw is not None and raw not in tuple(Ids):
        raise InputError(f"There are no ids of '{raw}'. {suggestion(str(raw), Ids)}")
    return Ids(raw) if raw else None
