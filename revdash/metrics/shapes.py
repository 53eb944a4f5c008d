"""Shapes: the few kinds of metric there are, each a frozen record, and what a reading carries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, DateTime, Table, bindparam

from revdash.metrics.described import Described
from revdash.metrics.described import Unit as Unit  # noqa: PLC0414  part of a record's words
from revdash.metrics.reckoned import Told as Told  # noqa: PLC0414  one of the shapes
from revdash.period import Period
from revdash.stats.intervals import Interval
from revdash.stats.shrinkage import Standing
from revdash.stats.survival import Curve

# The moment a statement is read as of: what is due or still waiting depends on it.
AS_OF = bindparam("as_of", type_=DateTime)
HOUR, DAY = 3_600.0, 86_400.0


@dataclass(frozen=True, kw_only=True)
class Total(Described):
    """How many, or how much, happened in the period."""

    table: Table
    value: ColumnElement[Any]  # what each row adds
    rows: ColumnElement[bool]
    unknown: ColumnElement[bool] | None = None  # rows that would add what nobody knows (yet)
    distinct: ColumnElement[Any] | None = None  # count its different values, whatever rows add
    is_resampled: bool = False  # bounded by drawing rows again; otherwise counts by Poisson
    dated_by: ColumnElement[date]


@dataclass(frozen=True, kw_only=True)
class Rate(Described):
    """Of the tries in the period, the share that were hits."""

    table: Table
    hits: ColumnElement[bool]
    tries: ColumnElement[bool]
    pending: ColumnElement[bool] | None = None  # in the period, and not due or too young yet
    dated_by: ColumnElement[date]
    hit: str  # what a hit is called, beside its record
    miss: str
    wait: str = "not due yet"  # what those pending are called


@dataclass(frozen=True, kw_only=True)
class Level(Described):
    """How many stood there when the period ended; with *value*, what they add up to.

    With *due* only those count for which that day lies in the quarter the period ends in. The
    *parts* are told of the period alone, as of its end: a row that has waited so long by then.
    """

    table: Table
    rows: ColumnElement[bool]
    since: ColumnElement[date]
    until: ColumnElement[date]
    value: ColumnElement[Any] | None = None
    due: ColumnElement[date] | None = None
    hit: str = "waiting"  # what a row is called, beside its record
    parts: tuple[tuple[str, ColumnElement[bool]], ...] = ()  # a row is of the first it fits


@dataclass(frozen=True, kw_only=True)
class Wait(Described):
    """How long until the middle case was served, counting those still waiting.

    With *within* and the unit SHARE it reads as the share served by then, everyone else
    staying at risk. With *within* and a unit of time it is the time by which half of those
    who are served by then had been. *is_projected* lets all cohorts together tell what the
    younger are still to bring; it needs *age*, and so does "n of m have had the time".
    """

    table: Table
    rows: ColumnElement[bool]
    served: ColumnElement[bool]
    pending: ColumnElement[bool]  # not served, and may still be
    seconds: ColumnElement[float]  # until served, or so far
    age: ColumnElement[float] | None = None  # seconds since it began, served or not
    dated_by: ColumnElement[date]
    within: float | None = None  # seconds
    is_projected: bool = False
    marks: tuple[tuple[str, float], ...] = ()  # times by which the share served is told too
    is_worktime: bool = True  # `seconds` asks for the calendars' open time until now
    hit: str  # what a case served is called, beside its record
    wait: str
    miss: str
    is_kept: bool = False  # it reads as the share not served by then

    @property
    def step(self) -> float:
        """The seconds of one unit of its curve: an hour of working time, else a day."""
        return HOUR if self.unit is Unit.HOURS else DAY

    @property
    def is_share(self) -> bool:
        """Whether it reads as a share served in time rather than as a time."""
        return self.unit is Unit.SHARE


@dataclass(frozen=True, kw_only=True)
class Ratio(Described):
    """One total for each of another, both of the period; *times* so much (1,000 for "per 1,000").

    As a SHARE of counts it is bounded as a rate is.
    """

    of: Total
    per: Total
    times: float = 1.0
    counts: str = ""  # what the lower side's rows are called, if not by its label: "deals"
    is_resampled: bool = False
    least: int = 0  # of fewer rows it tells nothing

    @property
    def table(self) -> Table:
        """The rows it is an average over."""
        return self.per.table


@dataclass(frozen=True, kw_only=True)
class Reach(Described):
    """How many different people: exact where measured, else between two bounds.

    With *of* it reads as that total for each person, so many *times*, where people were counted.
    """

    table: Table
    of: Total | None = None
    times: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Mix(Described):
    """Which part of the rows, or their *weight*, each category has: *focus*, else the largest."""

    table: Table
    rows: ColumnElement[bool]
    category: ColumnElement[Any]
    weight: ColumnElement[Any] | None = None
    focus: str | None = None
    dated_by: ColumnElement[date]


@dataclass(frozen=True, kw_only=True)
class Spread(Described):
    """The middle of what rows say; rows of one *each* (a deal, say) are added up before."""

    table: Table
    rows: ColumnElement[bool]
    value: ColumnElement[Any]
    each: ColumnElement[Any] | None = None
    counts: str = ""  # what it is the middle of: "deals"
    dated_by: ColumnElement[date]


@dataclass(frozen=True, kw_only=True)
class Index(Described):
    """A rate of each group of a cut as a hundredth of the average, small groups drawn to 100."""

    of: Rate
    by: str

    @property
    def table(self) -> Table:
        """The rows of the rate."""
        return self.of.table


class Combination(NamedTuple):
    """What became of other readings; without a value it lies between the bounds, or says why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    missing: str = ""


class Stretch(StrEnum):
    """Over which days the parts of a combined metric are read."""

    PERIOD = "the period"
    QUARTER = "the quarter so far"  # that the period ends in


class Drawn(NamedTuple):
    """Tries to draw again, and what the sums of their *columns* make of the other readings."""

    of: Rate | Level
    columns: tuple[ColumnElement[Any], ...]
    combine: Callable[[Sequence["Reading"], NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, kw_only=True)
class Combined(Described):
    """Other metrics' readings made into one number, once all they take is known."""

    parts: tuple["Metric", ...]
    combine: Callable[[Sequence["Reading"], Sequence[float]], Combination]  # parts, targets
    given: tuple["Metric", ...] = ()  # metrics whose goal for the quarter it takes
    stretch: Stretch = Stretch.PERIOD
    drawn: Drawn | None = None  # how it is bounded

    @property
    def table(self) -> Table:
        """The rows of its first part."""
        return self.parts[0].table


Metric: TypeAlias = (
    Total | Rate | Level | Wait | Ratio | Reach | Mix | Spread | Index | Combined | Told
)


def parts_of(metric: Metric) -> tuple[Metric, ...]:
    """The metrics whose rows are those behind *metric*: both sides of a ratio, else itself."""
    if isinstance(metric, Ratio):
        return (metric.of, metric.per)
    if isinstance(metric, Index):
        return (metric.of,)
    if isinstance(metric, Combined):
        found = {leaf.name: leaf for part in metric.parts for leaf in parts_of(part)}
        return tuple(found.values())
    return (metric,)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One category of a mix, one group of an index, one part of a level, one item told."""

    name: str | None  # None: the source left it empty
    value: float  # its share of a mix or a level; an index: 100 is the average
    sample: int  # its rows
    hits: float  # a mix: its rows or their weight; an index: its hits; a level: its rows
    low: float | None = None
    high: float | None = None
    standing: Standing | None = None  # of an index, beside the average


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
    confidence: float = 0.95  # of low and high
    pending: int = 0
    missing: str = ""
    ignored: tuple[str, ...] = ()  # filters that this metric's facts know nothing of
    curve: Curve | None = None  # of a wait, in the metric's steps
    ready: int | None = None  # "n of m have had the time"
    maturity: float | None = None  # of a projected share: how much of it there was time for
    parts: tuple[Part, ...] = ()  # of a mix, of an index, of a level, of what is told
    told: str = ""  # what was told beside it
    of: tuple["Reading", ...] = ()  # what it was combined from

    def between(self, bounds: Interval | None, confidence: float = 0.95) -> "Reading":
        """The same with its bounds, if it has any."""
        if bounds is None:
            return self
        return replace(self, low=bounds.low, high=bounds.high, confidence=confidence)


@dataclass(frozen=True, kw_only=True)
class Point:
    """One week of a series; ``is_open`` while the week is not over."""

    period: Period
    value: float | None
    sample: int
    is_open: bool
    hits: float = 0.0
    pending: int = 0
    ready: int | None = None
    open_days: float = 5.0  # working days of it; what flows is judged per five of them


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A metric over the period asked for, over the one it is compared with, and by week."""

    now: Reading
    before: Reading | None
    weeks: tuple[Point, ...]
