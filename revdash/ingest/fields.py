"""Fields: where one column of a table comes from, as a mapping says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from revdash.errors import InputError, suggestion
from revdash.ingest import plain
from revdash.ingest.dates import check_format, check_zone
from revdash.ingest.parsing import Kind
from revdash.ingest.tables import fields_of, kind_of, vocabulary
from revdash.ingest.templates import Template, template_of
from revdash.store.schema import FACTS

Constant = str | int | float | bool | date


class Unknown(StrEnum):
    """What becomes of a value whose meaning nobody has said."""

    REFUSE = "refuse"  # its row is refused
    SKIP = "skip"  # the target has no such row, and people are asked what it means
    KEEP = "keep"  # it stays as it is
    BLANK = "blank"  # the field stays blank, and people are asked
    ASK = "ask"  # the default counts, and people are asked


@dataclass(frozen=True, kw_only=True)
class Field:
    """Where one column of a table comes from; exactly one of the first five says it."""

    target: str
    kind: Kind
    alternatives: tuple[str, ...] = ()  # columns of the file: the first that is filled in
    id: Template | None = None  # takes the source's name in front
    text: Template | None = None
    constant: Constant | None = None
    each: str = ""  # what the target's expression captured in a column's name
    date_format: str = ""
    zone: str = ""
    decimal: str = ""
    factor: float = 1
    first_of: str = ""
    add_days: int = 0
    values: Mapping[str, Constant] = field(default_factory=dict)
    default: Constant | None = None
    unknown: Unknown = Unknown.REFUSE
    is_absent: bool = False  # the file has no such column: its constant is only a default

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that it reads."""
        template = self.id or self.text
        return template.columns if template else self.alternatives


_WAYS = ("column", "id", "text", "constant", "each")
_KEYS = (
    *(*_WAYS, "kind", "date_format", "zone", "decimal", "factor", "first_of", "add_days"),
    *("values", "default", "unknown"),
)
_ALLOWED = {"id": ("id", "first_of"), "constant": ("constant",)}


def field_of(table: str, name: str, raw: Any) -> Field:
    """Read one field of an [[into]]; raise InputError saying what is wrong in it."""
    if name not in fields_of(table):
        raise InputError(
            f"Table '{table}' has no column '{name}'. {suggestion(name, fields_of(table))}"
        )
    given: dict[str, Any] = {"column": raw} if isinstance(raw, str | list) else raw
    where = f"'{table}.{name}'"
    if not isinstance(given, dict):
        raise InputError(f'{where} must be a column name or a table such as {{ column = "x" }}.')
    way = _way(given, where)
    made = Field(
        target=name,
        kind=_kind(given, where) or kind_of(FACTS[table], name),
        alternatives=plain.columns(given["column"], where) if way == "column" else (),
        id=template_of(plain.text(given, "id", where)) if way == "id" else None,
        text=template_of(plain.text(given, "text", where)) if way == "text" else None,
        constant=given.get("constant"),
        each=plain.text(given, "each", where) if way == "each" else "",
        date_format=plain.checked(given.get("date_format"), check_format),
        zone=plain.checked(given.get("zone"), check_zone),
        decimal=_decimal(given, where),
        factor=_factor(given, where),
        first_of=plain.text(given, "first_of", where) if "first_of" in given else "",
        add_days=_add_days(given, where),
        values=_values(given, where),
        default=given.get("default"),
        unknown=_unknown(given, where),
    )
    _check_words(table, made)
    _check_kind(made, where)
    return made


def _way(given: Mapping[str, Any], where: str) -> str:
    """Which of the ways says where the values come from."""
    plain.known(given, _KEYS, where)
    ways = [way for way in _WAYS if way in given]
    if len(ways) != 1:
        raise InputError(f"{where} needs exactly one of: {', '.join(_WAYS)}.")
    (way,) = ways
    for key in given:
        if key not in _ALLOWED.get(way, _KEYS):
            raise InputError(
                f"{where} has '{key}' beside '{way}', where it means nothing. Leave it out."
            )
    return way


def _check_words(table: str, made: Field) -> None:
    """Refuse a constant or a meaning that is none of the words the column may hold."""
    words = vocabulary(table, made.target)
    given = (made.constant, made.default, *made.values.values())
    for value in (value for value in given if value is not None):
        if words and value not in words:
            raise InputError(
                f"'{table}.{made.target}' cannot be '{value}'. {suggestion(str(value), words)}"
            )
    if words and made.unknown is Unknown.KEEP:
        raise InputError(
            f"'{table}.{made.target}' holds fixed words, so an unknown one cannot be kept. "
            'Say unknown = "skip" or "refuse".'
        )


def _check_kind(made: Field, where: str) -> None:
    """Refuse what means nothing for values of this kind."""
    if made.unknown is Unknown.ASK and made.default is None:
        raise InputError(
            f"{where} asks what a value means, and has no default until then. Give one, or say "
            'unknown = "blank".'
        )
    if made.add_days and made.kind not in (Kind.DAY, Kind.INSTANT):
        raise InputError(f"{where} is no day, so 'add_days' means nothing. Leave it out.")
    if made.unknown is Unknown.KEEP and made.kind is not Kind.TEXT:
        raise InputError(
            f"{where} is no text, so an unknown value cannot be kept as it is. "
            'Say unknown = "blank" or "refuse".'
        )


def _kind(given: Mapping[str, Any], where: str) -> Kind | None:
    kind = given.get("kind")
    if kind is not None and kind not in tuple(Kind):
        raise InputError(f"{where} has no kind '{kind}'. {suggestion(str(kind), Kind)}")
    return Kind(kind) if kind else None


def _unknown(given: Mapping[str, Any], where: str) -> Unknown:
    unknown = given.get("unknown", Unknown.REFUSE)
    if unknown not in tuple(Unknown):
        raise InputError(
            f"{where} cannot do '{unknown}' with unknown values. "
            f"{suggestion(str(unknown), Unknown)}"
        )
    return Unknown(unknown)


def _decimal(given: Mapping[str, Any], where: str) -> str:
    decimal = given.get("decimal", "")
    if decimal not in ("", ".", ","):
        raise InputError(f'{where} has the decimal sign \'{decimal}\'. Give "." or ",".')
    return str(decimal)


def _factor(given: Mapping[str, Any], where: str) -> float:
    factor = given.get("factor", 1)
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not factor:
        raise InputError(f"{where} has the factor '{factor}'. Give a number such as 1000.")
    return factor


def _add_days(given: Mapping[str, Any], where: str) -> int:
    days = given.get("add_days", 0)
    if isinstance(days, bool) or not isinstance(days, int):
        raise InputError(f"{where} adds '{days}' days. Give a whole number such as 1.")
    return days


def _values(given: Mapping[str, Any], where: str) -> dict[str, Constant]:
    values = given.get("values", {})
    if not isinstance(values, dict):
        raise InputError(f'{where} needs values as {{ "Closed Won" = "won" }}.')
    return {str(value).strip(): meaning for value, meaning in values.items()}
