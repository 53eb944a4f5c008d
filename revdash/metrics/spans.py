"""Spans: the period asked for, the one it is compared with, and the weeks, read together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from sqlalchemy import ColumnElement, Date, Integer, Values, column, values

from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Answer, Combined, Point, Reach, Reading
from revdash.period import Period, weeks_up_to

Over: TypeAlias = Callable[[Period], Reading]


@dataclass(frozen=True, kw_only=True)
class Span:
    """Which days one answer needs: the period, the one before, and the weeks of the series.

    A brief one leaves out what only a metric that is opened shows: bounds that are dear, parts.
    """

    scope: Scope
    before: Period | None
    weeks: tuple[Period, ...]
    is_brief: bool = False

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every stretch that is read, each once."""
        asked = [self.scope.period, *([self.before] if self.before else []), *self.weeks]
        return tuple(dict.fromkeys(asked))

    @property
    def whole(self) -> Period:
        """The shortest stretch that holds them all."""
        parts = self.periods
        return Period(min(p.start for p in parts), max(p.end for p in parts))

    @property
    def quarters(self) -> "Span":
        """The same ends, each read from the first day of its quarter on."""
        return Span(
            scope=replace(self.scope, period=quarter_to(self.scope.period, self.scope)),
            before=quarter_to(self.before, self.scope) if self.before else None,
            weeks=tuple(quarter_to(week, self.scope) for week in self.weeks),
            is_brief=self.is_brief,
        )

    def answer(self, over: Over) -> Answer:
        """Read each part by *over*; a week's point is the value, or the least it can have been."""
        readings = [over(week) for week in self.weeks]
        return Answer(
            now=over(self.scope.period),
            before=over(self.before) if self.before else None,
            weeks=tuple(self.point(reading) for reading in readings),
        )

    def point(self, reading: Reading) -> Point:
        """A week of the series; it is open while some of its days are to come."""
        is_bounded = isinstance(reading.metric, Reach | Combined) and reading.value is None
        return Point(
            period=reading.period,
            value=reading.low if is_bounded else reading.value,
            sample=reading.sample,
            hits=reading.hits,
            pending=reading.pending,
            ready=reading.ready,
            is_open=reading.period.end > self.scope.tomorrow,
        )


def span_of(scope: Scope, before: Period | None, weeks: int) -> Span:
    """Span *scope*, the period *before* it, and the last *weeks* up to its end or to today."""
    last_day = min(scope.period.end, scope.tomorrow) - timedelta(days=1)
    end = scope.weeks.week_of(last_day).end
    return Span(scope=scope, before=before, weeks=weeks_up_to(end, weeks))


def end_of(period: Period, scope: Scope) -> date:
    """The first day after *period*, or after the data if that is earlier."""
    return min(period.end, scope.tomorrow)


def quarter_of(period: Period, scope: Scope) -> Period:
    """The fiscal quarter that *period*, or its part with data, ends in."""
    return scope.weeks.quarter_of(end_of(period, scope) - timedelta(days=1))


def quarter_to(period: Period, scope: Scope) -> Period:
    """The quarter so far that *period* ends in."""
    return Period(quarter_of(period, scope).start, end_of(period, scope))


def numbered(periods: Iterable[Period]) -> Values:
    """The periods as rows to join: their number, first day, and the day after their last."""
    columns = (column("n", Integer), column("first_on", Date), column("next_on", Date))
    rows = [(n, period.start, period.end) for n, period in enumerate(periods)]
    return values(*columns, name="periods").data(rows)


def is_in(day: ColumnElement[date], periods: Values) -> ColumnElement[bool]:
    """The condition of the join that finds the periods which a day is of."""
    return (day >= periods.c.first_on) & (day < periods.c.next_on)
