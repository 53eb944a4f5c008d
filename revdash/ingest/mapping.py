"""Mapping: how one kind of file becomes rows of our tables; declarative, read from TOML."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Raw
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from revdash.errors import InputError, suggestion
from revdash.ingest.dates import check_format, check_zone
from revdash.ingest.parsing import Kind
from revdash.ingest.tables import fields_of, kind_of, vocabulary
from revdash.ingest.templates import columns_of
from revdash.store.schema import FACTS

Constant = str | int | float | bool | date


@dataclass(frozen=True, kw_only=True)
class Field:
    """Where one column of a table comes from: a column, an id, a text, or a constant."""

    target: str
    kind: Kind
    column: str = ""
    id: str = ""  # a template; takes the source's name in front
    text: str = ""  # a template
    constant: Constant | None = None
    date_format: str = ""
    zone: str = ""
    decimal: str = ""
    factor: float = 1
    values: Raw[str, Constant] = field(default_factory=dict)
    default: Constant | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that it reads."""
        return (self.column,) if self.column else columns_of(self.id or self.text)


@dataclass(frozen=True, kw_only=True)
class When:
    """A condition on a row: a column is filled in, or holds one of some values."""

    column: str
    equals: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Target:
    """The rows of one table that a file's rows become."""

    table: str
    object: str
    keys: tuple[str, ...]  # templates, tried in order; a row that fills none gets a made key
    is_key_verbatim: bool = False  # else 'source:object:' stands in front
    when: tuple[When, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that it reads."""
        keys = (name for key in self.keys for name in columns_of(key))
        read = (name for each in self.fields for name in each.columns)
        return tuple(dict.fromkeys((*keys, *read, *(when.column for when in self.when))))


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """How the files of one source's object are read."""

    name: str
    source: str
    object: str
    zone: str = ""  # of times that name none; the company's when empty
    header: tuple[str, ...] = ()  # the columns a file is recognised by
    into: tuple[Target, ...] = ()
    not_needed: str = ""  # why a recognised file brings nothing
    document: Raw[str, Any] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, text: str) -> "Mapping":
        """Read a mapping written in TOML; raise InputError saying what is wrong in it."""
        try:
            return cls.from_dict(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise InputError(
                f"The mapping is no TOML: {error}. docs/how-to/import-a-file.md shows one."
            ) from error

    @classmethod
    def from_dict(cls, raw: Raw[str, Any]) -> "Mapping":
        """Read a mapping from plain values; raise InputError saying what is wrong in it."""
        _known(raw, _MAPPING_KEYS, "a mapping")
        source, thing = _text(raw, "source", "the mapping"), _text(raw, "object", "the mapping")
        into = raw.get("into", [])
        if not isinstance(into, list) or not all(isinstance(each, dict) for each in into):
            raise InputError("'into' must be tables. Begin each with [[into]].")
        mapping = cls(
            name=str(raw.get("name") or f"{source} {thing}"),
            source=source,
            object=thing,
            zone=_checked(raw.get("zone"), check_zone),
            header=_texts(raw.get("header", []), "header"),
            into=tuple(_target(each, thing) for each in into),
            not_needed=str(raw.get("not_needed", "")),
            document=dict(raw),
        )
        if not mapping.into and not mapping.not_needed:
            raise InputError("The mapping fills no table. Add an [[into]] with its table.")
        return mapping

    def to_dict(self) -> dict[str, Any]:
        """The plain values it was read from, to be kept and read again."""
        return dict(self.document)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a file that it reads, each once."""
        return tuple(dict.fromkeys(name for target in self.into for name in target.columns))


def header_signature(header: Iterable[str]) -> str:
    """What remembers a file by its column names, whatever their order and case."""
    names = sorted({name.strip().casefold() for name in header if name.strip()})
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:16]


_MAPPING_KEYS = ("name", "source", "object", "zone", "header", "into", "not_needed")
_TARGET_KEYS = ("table", "object", "key", "when", "fields")
_FIELD_KEYS = (
    *("column", "id", "text", "constant", "kind", "date_format", "zone", "decimal", "factor"),
    *("values", "default"),
)
_WAYS = ("column", "id", "text", "constant")


def _target(raw: Raw[str, Any], thing: str) -> Target:
    _known(raw, _TARGET_KEYS, "an [[into]]")
    table = _text(raw, "table", "an [[into]]")
    if table not in FACTS:
        raise InputError(f"There is no table '{table}'. {suggestion(table, FACTS)}")
    fields = raw.get("fields", {})
    if not isinstance(fields, dict):
        raise InputError(f"'fields' of '{table}' must be a table. Write [into.fields].")
    keys = raw.get("key", [])
    templates = _texts([keys] if isinstance(keys, str) else keys, f"key of '{table}'")
    for template in templates:
        columns_of(template)
    when = raw.get("when", [])
    return Target(
        table=table,
        object=str(raw.get("object") or thing),
        keys=templates,
        when=tuple(_when(each) for each in ([when] if isinstance(when, dict) else when)),
        fields=tuple(_field(table, name, value) for name, value in fields.items()),
    )


def _when(raw: Any) -> When:
    if not isinstance(raw, dict):
        raise InputError("'when' must name a column, such as when = { column = \"won_date\" }.")
    _known(raw, ("column", "equals"), "'when'")
    equals = raw.get("equals", [])
    return When(
        column=_text(raw, "column", "'when'"),
        equals=_texts([equals] if isinstance(equals, str) else equals, "equals"),
    )


def _field(table: str, name: str, raw: Any) -> Field:
    if name not in fields_of(table):
        raise InputError(
            f"Table '{table}' has no column '{name}'. {suggestion(name, fields_of(table))}"
        )
    given: dict[str, Any] = {"column": raw} if isinstance(raw, str) else raw
    where = f"'{table}.{name}'"
    if not isinstance(given, dict):
        raise InputError(f'{where} must be a column name or a table such as {{ column = "x" }}.')
    _known(given, _FIELD_KEYS, where)
    if sum(way in given for way in _WAYS) != 1:
        raise InputError(f"{where} needs exactly one of: {', '.join(_WAYS)}.")
    for template in (given.get("id"), given.get("text")):
        columns_of(template or "")
    made = Field(
        target=name,
        kind=_kind(given, where) or kind_of(FACTS[table], name),
        column=str(given.get("column", "")),
        id=str(given.get("id", "")),
        text=str(given.get("text", "")),
        constant=given.get("constant"),
        date_format=_checked(given.get("date_format"), check_format),
        zone=_checked(given.get("zone"), check_zone),
        decimal=_decimal(given, where),
        factor=_factor(given, where),
        values=_values(given, where),
        default=given.get("default"),
    )
    _check_words(table, made)
    return made


def _check_words(table: str, made: Field) -> None:
    """Refuse a constant or a meaning that is none of the words the column may hold."""
    known = vocabulary(table, made.target)
    given = (made.constant, made.default, *made.values.values())
    for value in (value for value in given if value is not None):
        if known and value not in known:
            raise InputError(
                f"'{table}.{made.target}' cannot be '{value}'. {suggestion(str(value), known)}"
            )


def _kind(given: Raw[str, Any], where: str) -> Kind | None:
    kind = given.get("kind")
    if kind is not None and kind not in tuple(Kind):
        raise InputError(f"{where} has no kind '{kind}'. {suggestion(str(kind), Kind)}")
    return Kind(kind) if kind else None


def _decimal(given: Raw[str, Any], where: str) -> str:
    decimal = given.get("decimal", "")
    if decimal not in ("", ".", ","):
        raise InputError(f'{where} has the decimal sign \'{decimal}\'. Give "." or ",".')
    return str(decimal)


def _factor(given: Raw[str, Any], where: str) -> float:
    factor = given.get("factor", 1)
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not factor:
        raise InputError(f"{where} has the factor '{factor}'. Give a number such as 1000.")
    return factor


def _values(given: Raw[str, Any], where: str) -> dict[str, Constant]:
    values = given.get("values", {})
    if not isinstance(values, dict):
        raise InputError(f'{where} needs values as {{ "Closed Won" = "won" }}.')
    return {str(value).strip(): meaning for value, meaning in values.items()}


def _known(raw: Raw[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in raw:
        if key not in keys:
            raise InputError(f"'{key}' means nothing in {where}. {suggestion(key, keys)}")


def _text(raw: Raw[str, Any], key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where[0].upper()}{where[1:]} lacks '{key}'. Give it as a text.")
    return value


def _texts(raw: Any, where: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        raise InputError(f"'{where}' must be a list of texts.")
    return tuple(raw)


def _checked(value: Any, check: Callable[[str], str]) -> str:
    return check(str(value)) if value else ""
