"""Telling of goals: what was reached of each, at which pace, and how likely it is to be reached."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from revdash.agreement import aims
from revdash.agreement.pacing import (
    MEMORY,
    MOST_QUARTERS,
    Profile,
    Quarters,
    profile_of,
    quarters_before,
)
from revdash.agreement.promises import Counting, is_counted, term_of, whole_of
from revdash.api.asking import calendar_of, goals_by_name
from revdash.api.goal_words import goal_title
from revdash.api.teller import Row, Teller, Telling
from revdash.desk.goals import Goal, read_goals
from revdash.desk.tables.goals import goal as goal_table
from revdash.metrics.catalog import CATALOG
from revdash.metrics.missing import not_begun
from revdash.metrics.read import series
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Metric, Reading, Total, Unit
from revdash.metrics.sums import by_day
from revdash.period import Period, add_months, month_of, weeks_up_to
from revdash.terms import Side
from revdash.worktime.calendar import Calendar

ATTAINMENT, PACE, PROBABILITY = METRICS = ("goal_attainment", "goal_pace", "goal_probability")
WEEKS, ANEW = 26, 6  # told at first; told anew with each release: what is older stays as it was
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class _Told:
    """One number of one goal on one day."""

    metric: str
    on: date
    goal: Goal
    told: aims.Told


def _rows(telling: Telling) -> Iterator[Row]:
    with telling.house.desk.connect() as desk:
        goals = goals_by_name(telling.connection, read_goals(desk))
    known = [goal for goal in goals if goal.metric in CATALOG]
    days = _days(telling, known)
    yield from (row for name in METRICS for row in telling.before(name, days[0]))
    by_part = sorted(known, key=lambda goal: sorted(goal.part.items()))
    told = [
        one
        for part, mine in groupby(by_part, key=lambda goal: sorted(goal.part.items()))
        for one in _Part(telling, part, tuple(mine), days).told()
    ]
    told.sort(key=lambda one: (one.metric, one.on))
    for (metric, on), some in groupby(told, key=lambda one: (one.metric, one.on)):
        yield from _of_day(metric, on, [*some])


def _days(telling: Telling, goals: Sequence[Goal]) -> tuple[date, ...]:
    """The last days of the last weeks, of months and goals in them; today, the last with data."""
    today, end = telling.today, telling.rules.weeks.week_of(telling.today).end
    is_known = bool(telling.before(PACE, weeks_up_to(end, ANEW)[0].last))
    weeks = weeks_up_to(end, ANEW if is_known else WEEKS)
    ends = {min(week.last, today) for week in weeks}
    ends |= {month_of(day).last for day in ends if month_of(day).last <= today}
    goals_over = (goal.valid_to - _DAY for goal in goals if goal.valid_to and not goal.is_followed)
    first = weeks[0].start
    return tuple(sorted(ends | {day for day in goals_over if first <= day <= today}))


def _of_day(metric: str, on: date, told: Sequence[_Told]) -> Iterator[Row]:
    """All goals' number, each side's, each team's and segment's, and that of each goal."""
    yield _row(metric, on, told)
    for side in (Side.MARKETING, Side.SALES):
        mine = [one for one in told if one.goal.side is side]
        if mine:
            yield {**_row(metric, on, mine), "side": side.value}
    for cut in ("team", "segment"):
        named = [one for one in told if [*one.goal.part] == [cut]]
        for value in dict.fromkeys(one.goal.part[cut] for one in named):
            theirs = [one for one in named if one.goal.part[cut] == value]
            yield {**_row(metric, on, theirs), cut: value}
    for one in told:
        item = f"{goal_title(one.goal)} ({one.goal.side.value})"
        yield {**_row(metric, on, [one]), "item": item}


def _row(metric: str, on: date, some: Sequence[_Told]) -> dict[str, object]:
    one = aims.middle([each.told for each in some])
    kept = sum(each.told.value >= 1 for each in some)
    words = "" if metric == PROBABILITY or len(some) == 1 else f"{kept} of {len(some)} as agreed"
    return {
        "metric": metric,
        "as_on": on,
        "value": one and one.value,
        "low": one and one.low,
        "high": one and one.high,
        "confidence": one and one.confidence,
        "sample": len(some),
        "hits": float(kept),
        "words": words or None,
    }


class _Part:
    """The goals of one part of the business, read over every day that is told of."""

    def __init__(
        self,
        telling: Telling,
        part: Sequence[tuple[str, str]],
        goals: tuple[Goal, ...],
        days: tuple[date, ...],
    ) -> None:
        self._telling, self._goals, self._days = telling, goals, days
        filters = tuple((name, (value,)) for name, value in part)
        self._scope: Scope = replace(telling.scope, filters=filters)
        self._calendar: Calendar = calendar_of(telling.rules)
        self._metrics = {goal.metric: CATALOG[goal.metric] for goal in goals}
        self._amounts = self._by_day()
        self._profiles: dict[tuple[str, date], Profile] = {}
        self._quarters: dict[tuple[str, date], Quarters | None] = {}

    def told(self) -> Iterator[_Told]:
        """Every number of every goal on every day."""
        readings = self._readings()
        for goal, on in self._asked():
            running = self._running(goal, on)
            so_far = Period(running.start, on + _DAY)
            over = self._last_whole(goal, on)
            now, last = (readings[goal.metric].get(one) for one in (so_far, over))
            counting = self._counting(goal.metric, running, on)
            found: dict[str, aims.Told | None] = {}
            if last and _is_in_force(goal, over.last):
                found[ATTAINMENT] = aims.attained(goal, last, counting)
            if now and _is_in_force(goal, on):
                found[PACE] = aims.paced(goal, now, running, counting)
                if now.period != running:
                    found[PROBABILITY] = aims.probable(goal, now, running, counting)
            for metric, told in found.items():
                if told is not None:
                    yield _Told(metric=metric, on=on, goal=goal, told=told)

    def _asked(self) -> Iterator[tuple[Goal, date]]:
        """Each goal on each day on which it was in force, or when its last whole period ended."""
        for goal in self._goals:
            for on in self._days:
                if any(_is_in_force(goal, one) for one in (on, self._last_whole(goal, on).last)):
                    yield goal, on

    def _running(self, goal: Goal, on: date) -> Period:
        """The period of the goal that holds the day, up to its own end."""
        return term_of(goal, whole_of(goal.cadence, on, self._scope.weeks))

    def _last_whole(self, goal: Goal, on: date) -> Period:
        """The last period of the goal that was over by the end of the day."""
        running = self._running(goal, on)
        if running.last <= on:
            return running
        return whole_of(goal.cadence, running.start - _DAY, self._scope.weeks)

    def _readings(self) -> Mapping[str, Mapping[Period, Reading]]:
        """Each metric over every period it is asked for."""
        wanted: dict[str, set[Period]] = {name: set() for name in self._metrics}
        for goal, on in self._asked():
            running = self._running(goal, on)
            so_far = Period(running.start, on + _DAY)
            wanted[goal.metric] |= {so_far, self._last_whole(goal, on)}
        alike: defaultdict[frozenset[Period], list[Metric]] = defaultdict(list)
        for name, periods in wanted.items():
            alike[frozenset(periods)].append(self._metrics[name])
        return {
            name: found
            for periods, metrics in alike.items()
            for name, found in self._read(periods, metrics)
        }

    def _read(
        self, periods: frozenset[Period], metrics: Sequence[Metric]
    ) -> Iterator[tuple[str, Mapping[Period, Reading]]]:
        """Those asked for over the same periods together."""
        connection = self._telling.connection
        found = series(connection, metrics, self._scope, sorted(periods)) if periods else {}
        unknown = {one: not_begun(connection, metrics, one) for one in periods}
        for metric in metrics:
            yield (
                metric.name,
                {
                    point.period: Reading(
                        metric=metric,
                        period=point.period,
                        as_of=self._telling.as_of,
                        value=point.value,
                        sample=point.sample,
                    )
                    for point in found.get(metric.name, ())
                    if metric.name not in unknown[point.period]
                },
            )

    def _by_day(self) -> Mapping[str, Mapping[date, float]]:
        """What came of everything that adds up, day by day, as far back as pacing looks."""
        summed = [
            metric
            for metric in self._metrics.values()
            if isinstance(metric, Total) and metric.distinct is None
        ]
        first = self._scope.weeks.year_of(self._days[0]).start
        memory = Period(add_months(first, -3 * (MOST_QUARTERS + 1)), self._days[-1] + _DAY)
        return by_day(self._telling.connection, summed, replace(self._scope, period=memory))

    def _counting(self, name: str, running: Period, on: date) -> Counting:
        """How working days are weighed for a metric, going by what was before the period."""
        counting = Counting(weeks=self._scope.weeks, calendar=self._calendar, today=on)
        metric, amounts = self._metrics[name], self._amounts.get(name)
        if amounts is None:
            return counting
        if is_counted(metric):
            return replace(counting, profiles={name: self._profile(name, running, amounts)})
        past = self._past(name, on, amounts) if metric.unit is Unit.MONEY else None
        return replace(counting, quarters={name: past}) if past else counting

    def _profile(self, name: str, running: Period, amounts: Mapping[date, float]) -> Profile:
        key = name, running.start
        if key not in self._profiles:
            since = running.start - MEMORY
            mine = {day: n for day, n in amounts.items() if since <= day < running.start}
            self._profiles[key] = profile_of(mine, self._calendar, running.start)
        return self._profiles[key]

    def _past(self, name: str, on: date, amounts: Mapping[date, float]) -> Quarters | None:
        weeks = self._scope.weeks
        key = name, weeks.quarter_of(on).start
        if key not in self._quarters:
            self._quarters[key] = quarters_before(amounts, self._calendar, weeks, on)
        return self._quarters[key]


def _is_in_force(goal: Goal, day: date) -> bool:
    """Whether it was this goal that held on a day."""
    return goal.valid_from <= day and (goal.valid_to is None or day < goal.valid_to)


TELLERS = (Teller(name="goals", metrics=METRICS, rests_on=(goal_table,), rows=_rows),)
