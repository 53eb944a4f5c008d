"""Limiting: what is usual for the newest points of a series, as a chart draws it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from revdash.api.signals import Series
from revdash.charts.limits import NO_LIMITS, Limits
from revdash.metrics.shapes import Point
from revdash.stats.judged import Judged, Mark, State
from revdash.stats.rules import Rule
from revdash.terms import Direction

_FULL_WEEK = 5.0
_HOLLOW = frozenset({State.SHORT, State.OPEN, State.FEW, State.EXCLUDED})
_WORDS = {
    Rule.OUTSIDE: "outside what is usual",
    Rule.RUN: "eight in a row on one side of the middle",
    Rule.EARLY: "two of three unusually far from the middle",
}


class _Usual(NamedTuple):
    center: float | None = None
    low: float | None = None
    high: float | None = None


def limits_of(series: Series, newest: int, *, of_gaps: bool = False) -> Limits:
    """What is usual for the *newest* points, or gaps; nothing for points judged by their gaps."""
    found, all_points = series.judged, series.gaps if of_gaps else series.points
    remarks = {} if of_gaps else series.remarks
    if found is None or bool(series.gaps) is not of_gaps:
        return replace(NO_LIMITS, remarks=_remarks(all_points[-newest:], remarks))
    first = len(all_points) - newest
    marks, points = found.marks[first:], all_points[first:]
    usual = [_usual(found, mark, point) for mark, point in zip(marks, points, strict=True)]
    signals = {at - first: rule for at, rule in _told(found) if at >= first}
    return Limits(
        center=[one.center for one in usual],
        low=[one.low for one in usual],
        high=[one.high for one in usual],
        hollow=frozenset(at for at, mark in enumerate(marks) if mark.state in _HOLLOW),
        signals={at: _WORDS[rule] for at, rule in signals.items()},
        bad=frozenset(at for at in signals if _is_bad(series, marks[at], of_gaps=of_gaps)),
        remarks=_remarks(points, remarks),
    )


def _remarks(points: Sequence[Point], words: Mapping[date, str]) -> dict[int, str]:
    return {
        at: words[point.period.start]
        for at, point in enumerate(points)
        if point.period.start in words
    }


def _usual(found: Judged, mark: Mark, point: Point) -> _Usual:
    """The limits of a point; of a flow, for as many working days as its week had."""
    if mark.limits is None or mark.center is None:
        return _Usual()
    part = point.open_days / _FULL_WEEK if found.asked.is_flow else 1.0
    low, high = mark.limits
    is_bounded = high != float("inf")
    return _Usual(mark.center * part, low * part, high * part if is_bounded else None)


def _told(found: Judged) -> Iterator[tuple[int, Rule]]:
    """The points that stand out: where a signal was first told of, and all outside the limits."""
    for card in found.cards:
        yield card.first, card.rules[0]
    for at, mark in enumerate(found.marks):
        if any(signal.rule is Rule.OUTSIDE for signal in mark.signals):
            yield at, Rule.OUTSIDE


def _is_bad(series: Series, mark: Mark, *, of_gaps: bool) -> bool:
    """Whether it is for the worse; long gaps between what is good are."""
    better = series.metric.direction
    if better not in (Direction.UP, Direction.DOWN) or not mark.signals:
        return False
    is_good = mark.signals[0].is_high is (better is Direction.UP)
    return is_good is of_gaps
