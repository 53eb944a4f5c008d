"""Spans: the days an answer needs, and a reading of each put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Answer, Point, Reading
from revdash.period import Period, weeks_up_to


@dataclass(frozen=True, kw_only=True)
class Span:
    """Which days one answer needs: the period, the one before, and the weeks of the series."""

    scope: Scope
    before: Period | None
    weeks: tuple[Period, ...]

    @property
    def whole(self) -> Period:
        """The shortest stretch that holds them all."""
        parts = [self.scope.period, *self.weeks, *([self.before] if self.before else [])]
        return Period(min(p.start for p in parts), max(p.end for p in parts))

    def answer(self, over: Callable[[Period], Reading]) -> Answer:
        """Read each part by *over*; a week's point is the value, or the least it can have been."""
        readings = [over(week) for week in self.weeks]
        return Answer(
            now=over(self.scope.period),
            before=over(self.before) if self.before else None,
            weeks=tuple(self.point(reading) for reading in readings),
        )

    def point(self, reading: Reading) -> Point:
        """A week of the series; it is open while some of its days are to come."""
        return Point(
            period=reading.period,
            value=reading.low if reading.value is None else reading.value,
            sample=reading.sample,
            hits=reading.hits,
            pending=reading.pending,
            is_open=reading.period.end > self.scope.tomorrow,
        )


def span_of(scope: Scope, before: Period | None, weeks: int) -> Span:
    """Span *scope*, the period *before* it, and the last *weeks* up to its end or to today."""
    last_day = min(scope.period.end, scope.tomorrow) - timedelta(days=1)
    end = scope.weeks.week_of(last_day).end
    return Span(scope=scope, before=before, weeks=weeks_up_to(end, weeks))
