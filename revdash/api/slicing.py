"""Slicing: a metric by a cut in words: each row drawn to one scale, and honest when small."""

from collections.abc import Collection
from dataclasses import replace
from math import isfinite
from typing import NamedTuple

from revdash.api.explore_views import Slice
from revdash.metrics.breakdowns import Breakdown, Row
from revdash.metrics.scope import BLANK
from revdash.metrics.shapes import Index, Level, Metric, Mix, Part, Reading, Total
from revdash.metrics.shown import Shown, number, shown
from revdash.stats.intervals import Interval, ShareDisplay, share_display
from revdash.stats.shrinkage import Shrunk
from revdash.terms import in_words

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
DRAWN = "A dot is the rate drawn to the average, as far as so few cases leave it unsure"


class Drawing(NamedTuple):
    """The rows of a breakdown on one scale, and where all together lie on it."""

    slices: tuple[Slice, ...]
    whole: float | None
    note: str


class _Worded(NamedTuple):
    """One row with its words, and what of it may be drawn."""

    name: str
    reading: Reading
    words: Shown
    value: float | None  # none where the words tell no value: "3 of 4", or why there is none
    interval: Interval | None
    shrunk: Shrunk | None

    @property
    def end(self) -> float:
        """How far to the right it is drawn."""
        return max(self.value or 0.0, self.interval.high if self.interval else 0.0)


def draw(found: Breakdown, whole: Reading, currency: str, chosen: Collection[str]) -> Drawing:
    """Word the rows, in their order, those too small to tell a value last, without idle ones."""
    rows = [_worded(row, currency) for row in found.rows]
    rows = [one for one in rows if one.name in chosen or not _is_idle(one.reading)]
    rows.sort(key=lambda one: one.value is None)
    line = _line(whole)
    longest = max([one.end for one in rows] + [line or 0.0]) or 1.0
    total = sum(one.value or 0.0 for one in rows) if adds_up(whole.metric) else 0.0
    return Drawing(
        slices=tuple(_slice(one, longest, total, is_chosen=one.name in chosen) for one in rows),
        whole=None if line is None else line / longest,
        note=_note(found, rows, "" if line is None else shown(whole, currency).value),
    )


def own_parts(reading: Reading) -> Breakdown:
    """The categories of a mix, or the groups of an index, as rows."""
    rows = tuple(Row(value=part.name, reading=_of_part(reading, part)) for part in reading.parts)
    return Breakdown(by="", rows=rows, is_ranked=True)


def cells_of(found: Breakdown, currency: str) -> list[list[object]]:
    """The rows for a file: as printed, and as a program reads them."""
    return [_cells(_worded(row, currency)) for row in found.rows]


def adds_up(metric: Metric) -> bool:
    """Whether the parts of a cut make the whole: people and middles don't."""
    return isinstance(metric, Level) or (isinstance(metric, Total) and metric.distinct is None)


def _of_part(reading: Reading, part: Part) -> Reading:
    """A part as a reading; a mix's parts are of the same rows."""
    sample = part.sample if isinstance(reading.metric, Index) else reading.sample
    told = replace(reading, value=part.value, hits=part.hits, sample=sample, parts=())
    return replace(told, low=part.low, high=part.high)


def _is_idle(reading: Reading) -> bool:
    """Nothing was counted, or stood there."""
    return not reading.sample and not reading.value and not reading.pending and not reading.high


def _line(whole: Reading) -> float | None:
    """Where all together lie: parts of a whole, and of a mix, have nothing to lie beside."""
    if adds_up(whole.metric) or isinstance(whole.metric, Mix):
        return None
    return whole.value


def _note(found: Breakdown, rows: list[_Worded], whole: str) -> str:
    is_alike = not found.is_ranked and sum(one.interval is not None for one in rows) > 1
    told = [ALIKE] if is_alike else []
    told += [f"Line: all together, {whole}"] if whole and len(rows) > 1 else []
    told += [DRAWN] if any(one.shrunk for one in rows) else []
    return ". ".join(told)


def _worded(row: Row, currency: str) -> _Worded:
    reading = row.reading
    words, value = _words(reading, currency), reading.value
    is_told = value is not None and words.value == number(value, reading.metric.unit, currency)
    shrunk = row.shrunk if is_told and reading.metric.name in SHRUNK else None
    return _Worded(
        name=BLANK if row.value is None else row.value,
        reading=reading,
        words=words,
        value=value if is_told else None,
        interval=(shrunk.interval if shrunk else _interval(reading)) if is_told else None,
        shrunk=shrunk,
    )


def _words(reading: Reading, currency: str) -> Shown:
    """A reading in words; a part of a mix or an index tells what it alone rests on."""
    metric = reading.metric
    is_part = isinstance(metric, Mix | Index) and not reading.parts and reading.value is not None
    if not is_part:
        return shown(reading, currency)
    is_weighed = isinstance(metric, Mix) and metric.weight is not None
    of = "" if is_weighed else f"{reading.hits:,.0f} of {reading.sample:,}"
    display = share_display(reading.sample)
    if display is ShareDisplay.HIDE:
        return Shown(value=of or "–", note="too few", is_quiet=True)
    few = FEW if display is ShareDisplay.FEW else ""
    note = " · ".join(filter(None, (few, of)))
    return Shown(value=number(reading.value or 0.0, metric.unit), note=note, is_quiet=bool(few))


def _interval(reading: Reading) -> Interval | None:
    low, high = reading.low, reading.high
    if low is None or high is None or not isfinite(low) or not isfinite(high):
        return None
    return Interval(low, high)


def _slice(one: _Worded, longest: float, total: float, *, is_chosen: bool) -> Slice:
    value, interval, shrunk = one.value, one.interval, one.shrunk
    share = f"{100 * value / total:.0f} %" if value is not None and total else ""
    told = sorted(one.words.note.split(" · "), key=lambda part: part != FEW)
    return Slice(
        value=one.name,
        name=in_words(one.name),
        shown=one.words.value,
        note=" · ".join(filter(None, (share, *told))),
        is_quiet=one.words.is_quiet,
        is_chosen=is_chosen,
        length=None if value is None else value / longest,
        low=interval.low / longest if interval else None,
        high=interval.high / longest if interval else None,
        mark=shrunk.rate / longest if shrunk else None,
        drawn=number(shrunk.rate, one.reading.metric.unit) if shrunk else "",
    )


def _cells(one: _Worded) -> list[object]:
    reading, group = one.reading, one.shrunk
    numbers = (reading.value, reading.hits, reading.sample, reading.low, reading.high)
    finite = [n if n is not None and isfinite(n) else None for n in numbers]
    drawn = [group.rate, *group.interval, group.standing.value] if group else [None] * 4
    return [one.name, one.words.value, *finite, reading.pending, one.words.note, *drawn]
