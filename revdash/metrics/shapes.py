"""Shapes: the few kinds of metric there are, each a frozen record, and what a reading carries."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, DateTime, Table, bindparam

from revdash.period import Period
from revdash.stats.survival import Curve
from revdash.terms import Direction, Side

# The moment a statement is read as of: what is due or still waiting depends on it.
AS_OF = bindparam("as_of", type_=DateTime)


class Unit(StrEnum):
    """What a value is counted in."""

    COUNT = "count"
    PEOPLE = "people"
    SHARE = "share"
    MONEY = "money"
    HOURS = "business hours"


@dataclass(frozen=True, kw_only=True)
class Described:
    """What every metric says of itself; the words are for reading aloud."""

    name: str
    label: str
    meaning: str
    unit: Unit
    side: Side
    direction: Direction
    family: str
    clock: str  # which day a case counts under
    open_items: str  # what becomes of what is not decided yet
    formula: str
    pitfalls: str = ""
    needs: tuple[Table, ...] = ()  # facts without which there is nothing to measure
    needs_some: tuple[tuple[ColumnElement[bool], str], ...] = ()  # rows it is nothing without


@dataclass(frozen=True, kw_only=True)
class Total(Described):
    """How many, or how much, happened in the period."""

    table: Table
    value: ColumnElement[Any]  # what each row adds
    rows: ColumnElement[bool]
    unknown: ColumnElement[bool] | None = None  # rows that would add what nobody knows
    dated_by: ColumnElement[date]


@dataclass(frozen=True, kw_only=True)
class Rate(Described):
    """Of the tries in the period, the share that were hits."""

    table: Table
    hits: ColumnElement[bool]
    tries: ColumnElement[bool]
    pending: ColumnElement[bool] | None = None  # in the period, and not due yet
    dated_by: ColumnElement[date]
    hit: str  # what a hit is called, beside its record
    miss: str


@dataclass(frozen=True, kw_only=True)
class Level(Described):
    """How many stood waiting when the period ended."""

    table: Table
    rows: ColumnElement[bool]
    since: ColumnElement[date]
    until: ColumnElement[date]


@dataclass(frozen=True, kw_only=True)
class Wait(Described):
    """How long until the middle case was served, counting those still waiting.

    With *within* it reads as the share served by then, everyone else staying at risk.
    """

    table: Table
    rows: ColumnElement[bool]
    served: ColumnElement[bool]
    pending: ColumnElement[bool]  # not served, and may still be
    seconds: ColumnElement[float]  # until served, or so far
    dated_by: ColumnElement[date]
    within: float | None = None  # seconds
    is_worktime: bool = True  # `seconds` asks for the calendars' open time until now
    hit: str  # what a case served is called, beside its record
    wait: str
    miss: str


@dataclass(frozen=True, kw_only=True)
class Ratio(Described):
    """One total for each of another, both of the period."""

    of: Total
    per: Total

    @property
    def table(self) -> Table:
        """The rows it is an average over."""
        return self.per.table


@dataclass(frozen=True, kw_only=True)
class Reach(Described):
    """How many different people: exact where measured, else between two bounds."""

    table: Table


Metric: TypeAlias = Total | Rate | Level | Wait | Ratio | Reach


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One metric read over one period: the value with everything needed to believe it.

    ``value`` is None when there is nothing to read; ``missing`` then says why.
    """

    metric: Metric
    period: Period
    as_of: datetime
    value: float | None
    sample: int = 0
    hits: float = 0.0
    low: float | None = None
    high: float | None = None
    pending: int = 0
    missing: str = ""
    ignored: tuple[str, ...] = ()  # filters that this metric's facts know nothing of
    curve: Curve | None = None


@dataclass(frozen=True, kw_only=True)
class Point:
    """One week of a series; ``is_open`` while the week is not over."""

    period: Period
    value: float | None
    sample: int
    is_open: bool
    hits: float = 0.0
    pending: int = 0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A metric over the period asked for, over the one it is compared with, and by week."""

    now: Reading
    before: Reading | None
    weeks: tuple[Point, ...]
