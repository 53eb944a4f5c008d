"""Functions: the few that engines spell differently, written once and compiled for each.

None of them puts a bound value into the SQL for its own needs, so that an expression built
twice (in SELECT and in GROUP BY) is the same text both times.
"""

import re
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Double,
    Text,
    case,
    cast,
    func,
    literal_column,
    tuple_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeEngine

from revdash.errors import InputError

T = TypeVar("T")

_ZERO = literal_column("0", BigInteger())
_ONE = literal_column("1", BigInteger())
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+/-]+")


class _Spelling(NamedTuple):
    """How each engine writes one function; {0} and {1} are its arguments."""

    duckdb: str
    postgresql: str
    spark: str


_SPELLINGS = {
    "week_start": _Spelling(
        duckdb="CAST(date_trunc('week', {0}) AS DATE)",
        postgresql="CAST(date_trunc('week', {0}) AS DATE)",
        spark="CAST(date_trunc('WEEK', {0}) AS DATE)",
    ),
    "month_start": _Spelling(
        duckdb="CAST(date_trunc('month', {0}) AS DATE)",
        postgresql="CAST(date_trunc('month', {0}) AS DATE)",
        spark="CAST(date_trunc('MONTH', {0}) AS DATE)",
    ),
    "weekday_of": _Spelling(
        duckdb="(isodow({0}) - 1)",
        postgresql="(CAST(date_part('isodow', {0}) AS BIGINT) - 1)",
        spark="weekday({0})",
    ),
    "seconds_of_day": _Spelling(
        duckdb="date_part('epoch', {0} - date_trunc('day', {0}))",
        postgresql="date_part('epoch', {0} - date_trunc('day', {0}))",
        spark="((unix_micros({0}) - unix_micros(date_trunc('DAY', {0}))) / 1e6)",
    ),
    "seconds_between": _Spelling(
        duckdb="((epoch_us({1}) - epoch_us({0})) / 1e6)",
        postgresql="date_part('epoch', {1} - {0})",
        spark="((unix_micros({1}) - unix_micros({0})) / 1e6)",
    ),
    "add_seconds": _Spelling(
        duckdb="date_add({0}, to_microseconds(CAST(round({1} * 1e6) AS BIGINT)))",
        postgresql="({0} + make_interval(secs => {1}))",
        spark="timestamp_micros(unix_micros({0}) + CAST(round({1} * 1e6) AS BIGINT))",
    ),
    "quantile": _Spelling(
        duckdb="quantile_cont({0}, {1})",
        postgresql="percentile_cont({1}) WITHIN GROUP (ORDER BY {0})",
        spark="percentile({0}, {1})",
    ),
    "sha256_hex": _Spelling(
        duckdb="sha256({0})",
        postgresql="encode(sha256(convert_to({0}, 'UTF8')), 'hex')",
        spark="sha2({0}, 256)",
    ),
    "row_hash": _Spelling(
        duckdb="hash({0})",
        postgresql="hashtextextended(CAST({0} AS TEXT), 0)",
        spark="xxhash64({0})",
    ),
    "local_time": _Spelling(
        duckdb="timezone({1}, timezone('UTC', {0}))",
        postgresql="timezone({1}, timezone('UTC', {0}))",
        spark="from_utc_timestamp({0}, {1})",
    ),
    # A word is letters, digits and their marks; what parts words is anything else.
    "words_of": _Spelling(
        duckdb="unnest(string_split(trim(regexp_replace("
        "translate(lower(strip_accents({0})), 'øłđ', 'old'), "
        r"'[^\pL\pN\pM]+', ' ', 'g')), ' '))",
        postgresql="unnest(string_to_array(trim(regexp_replace(lower(unaccent({0})), "
        "'[^[:alnum:]]+', ' ', 'g')), ' '))",
        spark="explode(split(trim(regexp_replace(lower(translate({0}, "
        "'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ', "
        "'aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUY')), "
        r"'[^\\p{{L}}\\p{{N}}\\p{{M}}]+', ' ')), ' '))",
    ),
    "likeness": _Spelling(
        duckdb="jaro_winkler_similarity({0}, {1})",
        postgresql="similarity({0}, {1})",
        spark="(1.0 - levenshtein({0}, {1}) / greatest(length({0}), length({1})))",
    ),
}


class _Portable(FunctionElement[T]):
    """A function of our own, by the name it has in the table above."""

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012  SQLAlchemy's own form
        *FunctionElement._traverse_internals,  # noqa: SLF001  the name is part of the cache key
        ("name", InternalTraversal.dp_string),
    ]

    def __init__(self, name: str, type_: TypeEngine[T], *arguments: ColumnElement[Any]) -> None:
        self.name = name
        self.type = type_
        super().__init__(*arguments)


@compiles(_Portable)
def _spell(element: _Portable[Any], compiler: SQLCompiler, **options: Any) -> str:
    spelling = _SPELLINGS[element.name]
    spelled = {
        "postgresql": spelling.postgresql,
        "databricks": spelling.spark,
        "hive": spelling.spark,
    }.get(compiler.dialect.name, spelling.duckdb)
    # Grouped as a factor would be, so that an argument such as a + b gets its brackets.
    arguments = (argument.self_group(against=operators.mul) for argument in element.clauses)
    return spelled.format(*(compiler.process(argument, **options) for argument in arguments))


def week_start(moment: ColumnElement[Any]) -> ColumnElement[date]:
    """Return the Monday of the week that a timestamp or date lies in."""
    return _Portable("week_start", Date(), moment)


def month_start(moment: ColumnElement[Any]) -> ColumnElement[date]:
    """Return the first day of the month that a timestamp or date lies in."""
    return _Portable("month_start", Date(), moment)


def weekday_of(day: ColumnElement[Any]) -> ColumnElement[int]:
    """Return 0 for a Monday to 6 for a Sunday."""
    return _Portable("weekday_of", BigInteger(), day)


def day_of(moment: ColumnElement[Any]) -> ColumnElement[date]:
    """Return the day of a timestamp, in the zone it is written in (ours: UTC)."""
    return cast(moment, Date())


def seconds_of_day(moment: ColumnElement[datetime]) -> ColumnElement[float]:
    """Return the seconds since midnight of the timestamp's day, with fractions."""
    return _Portable("seconds_of_day", Double(), moment)


def seconds_between(
    start: ColumnElement[datetime], end: ColumnElement[datetime]
) -> ColumnElement[float]:
    """Return the seconds from *start* to *end*, with fractions."""
    return _Portable("seconds_between", Double(), start, end)


def add_seconds(
    moment: ColumnElement[datetime], seconds: ColumnElement[Any]
) -> ColumnElement[datetime]:
    """Return the timestamp that is *seconds* (fractions count) after *moment*."""
    return _Portable("add_seconds", DateTime(), moment, seconds)


def quantile(value: ColumnElement[Any], q: float) -> ColumnElement[float]:
    """Return the *q* quantile of the values in the group, interpolated between neighbours."""
    if not 0 <= q <= 1:
        raise ValueError(f"a quantile must lie in 0..1, got {q}")
    return _Portable("quantile", Double(), value, literal_column(repr(float(q)), Double()))


def local_time(
    moment: ColumnElement[datetime], zone: str | ColumnElement[str]
) -> ColumnElement[datetime]:
    """Return the wall time in *zone* (a name, or a column of names) of a naive UTC timestamp."""
    return _Portable("local_time", DateTime(), moment, _zone(zone))


def sha256_hex(value: ColumnElement[str]) -> ColumnElement[str]:
    """Return the SHA-256 of a text's UTF-8 bytes, in small hexadecimal digits."""
    return _Portable("sha256_hex", Text(), value)


def row_hash(*values: ColumnElement[Any]) -> ColumnElement[int]:
    """Return a number that alike rows share; another engine, or a later one, may give another."""
    return _Portable("row_hash", BigInteger(), tuple_(*values))


def words_of(value: ColumnElement[str]) -> ColumnElement[str]:
    """Return a row for each word of a text: in small letters, without accents."""
    return _Portable("words_of", Text(), value)


def likeness(one: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[float]:
    """Return how alike two words are, from 0 to 1; each engine has its own measure."""
    return _Portable("likeness", Double(), one, other)


def greatest(first: ColumnElement[T], *others: ColumnElement[Any]) -> ColumnElement[T]:
    """Return the greatest of the arguments; engines differ when one is NULL, so don't rely."""
    return func.greatest(first, *others, type_=first.type)


def least(first: ColumnElement[T], *others: ColumnElement[Any]) -> ColumnElement[T]:
    """Return the least of the arguments; engines differ when one is NULL, so don't rely."""
    return func.least(first, *others, type_=first.type)


def count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows of the group for which *condition* holds; NULL when it has no rows."""
    return func.sum(case((condition, _ONE), else_=_ZERO))


def sum_if(condition: ColumnElement[bool], value: ColumnElement[T]) -> ColumnElement[T]:
    """Add up *value* over the rows of the group for which *condition* holds."""
    return func.sum(case((condition, value), else_=_ZERO), type_=value.type)


def _zone(zone: str | ColumnElement[str]) -> ColumnElement[str]:
    """Write a zone's name into the SQL; only names that need no escaping are let in."""
    if not isinstance(zone, str):
        return zone
    if not _ZONE_NAME.fullmatch(zone):
        raise InputError(
            f"'{zone}' is not a time zone. Use a name such as 'Europe/London'; "
            "set it on Settings › Company."
        )
    return literal_column(f"'{zone}'")
