"""Slicing: a metric by a cut in words: each row drawn to one scale, and honest when small."""

from math import isfinite
from typing import NamedTuple

from revdash.api.explore_views import Slice
from revdash.metrics.breakdowns import Breakdown, Row
from revdash.metrics.scope import BLANK
from revdash.metrics.shapes import Level, Metric, Total
from revdash.metrics.shown import Shown, number, shown
from revdash.stats.intervals import Interval
from revdash.stats.shrinkage import Shrunk

# Rates of many small groups: their interval is that of the rate drawn to the average of all
# (DOMAIN.md 3.3, EB90); of other shares it is the share's own.
SHRUNK = frozenset(
    {
        *("lead_to_mql", "acceptance_rate", "junk_rate", "sal_to_sql", "demo_agree_rate"),
        *("mql_to_won", "content_engagement"),
    }
)
HEADER = (
    *("shown", "value", "hits", "sample", "low", "high", "pending", "note"),
    *("drawn", "drawn_low", "drawn_high", "beside_average"),
)
FEW = "few data"
ALIKE = "Not distinguishable: all intervals overlap, so they stand by name, not by rank"
DRAWN = "dots: drawn to the average, as far as so few cases leave it unsure"


class _Worded(NamedTuple):
    """One row with its words, and what of it may be drawn."""

    name: str
    row: Row
    words: Shown
    value: float | None  # none where the words tell no value: "3 of 4", or why there is none
    interval: Interval | None
    shrunk: Shrunk | None

    @property
    def end(self) -> float:
        """How far to the right it is drawn."""
        return max(self.value or 0.0, self.interval.high if self.interval else 0.0)


def slices_of(found: Breakdown, currency: str, chosen: tuple[str, ...]) -> tuple[Slice, ...]:
    """Word the rows, in their order, those too small to tell a value last."""
    rows = sorted((_worded(row, currency) for row in found.rows), key=lambda one: one.value is None)
    longest = max((one.end for one in rows), default=0.0) or 1.0
    total = sum(one.value or 0.0 for one in rows if adds_up(one.row.reading.metric))
    return tuple(_slice(one, longest, total, is_chosen=one.name in chosen) for one in rows)


def note_of(found: Breakdown) -> str:
    """Say what holds for all rows together."""
    rows = [_worded(row, "") for row in found.rows]
    is_alike = not found.is_ranked and sum(one.interval is not None for one in rows) > 1
    is_drawn = any(one.shrunk for one in rows)
    return "; ".join([ALIKE] * is_alike + [DRAWN] * is_drawn).capitalize()


def cells_of(found: Breakdown, currency: str) -> list[list[object]]:
    """The rows for a file: as printed, and as a program reads them."""
    return [_cells(_worded(row, currency)) for row in found.rows]


def _worded(row: Row, currency: str) -> _Worded:
    reading = row.reading
    words, value = shown(reading, currency), reading.value
    is_told = value is not None and words.value == number(value, reading.metric.unit, currency)
    shrunk = row.shrunk if is_told and reading.metric.name in SHRUNK else None
    return _Worded(
        name=BLANK if row.value is None else row.value,
        row=row,
        words=words,
        value=value if is_told else None,
        interval=(shrunk.interval if shrunk else _interval(row)) if is_told else None,
        shrunk=shrunk,
    )


def _interval(row: Row) -> Interval | None:
    low, high = row.reading.low, row.reading.high
    if low is None or high is None or not isfinite(low) or not isfinite(high):
        return None
    return Interval(low, high)


def cut_word(name: str) -> str:
    """What a cut, or a filter, is called."""
    return "New or returning" if name == "kind" else name.capitalize()


def adds_up(metric: Metric) -> bool:
    """Whether the parts of a cut make the whole: people and middles don't."""
    return isinstance(metric, Level) or (isinstance(metric, Total) and metric.distinct is None)


def _slice(one: _Worded, longest: float, total: float, *, is_chosen: bool) -> Slice:
    value, interval, shrunk = one.value, one.interval, one.shrunk
    share = f"{100 * value / total:.0f} %" if value is not None and total else ""
    told = sorted(one.words.note.split(" · "), key=lambda part: part != FEW)
    return Slice(
        value=one.name,
        shown=one.words.value,
        note=" · ".join(filter(None, (share, *told))),
        is_quiet=one.words.is_quiet,
        is_chosen=is_chosen,
        length=None if value is None else value / longest,
        low=interval.low / longest if interval else None,
        high=interval.high / longest if interval else None,
        mark=shrunk.rate / longest if shrunk else None,
        drawn=number(shrunk.rate, one.row.reading.metric.unit) if shrunk else "",
    )


def _cells(one: _Worded) -> list[object]:
    reading, group = one.row.reading, one.shrunk
    numbers = (reading.value, reading.hits, reading.sample, reading.low, reading.high)
    finite = [n if n is not None and isfinite(n) else None for n in numbers]
    drawn = [group.rate, *group.interval, group.standing.value] if group else [None] * 4
    return [one.name, one.words.value, *finite, reading.pending, one.words.note, *drawn]
