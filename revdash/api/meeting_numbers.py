"""Meeting numbers: the week's readings as both sides promised them, and what speaks of change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

from sqlalchemy import Connection

from revdash.agreement.promises import goal_for, target_of
from revdash.api.asking import Asked, ask
from revdash.api.charting import CHART_WEEKS
from revdash.api.house import House
from revdash.api.limiting import limits_of
from revdash.api.questions import PeriodKey, Question
from revdash.api.signals import Series, period_name, series_of
from revdash.api.tiling import tile_of
from revdash.charts.limits import NO_LIMITS
from revdash.desk.definitions import read_definitions
from revdash.desk.goals import Goal
from revdash.meetings.sheet import Lines, Told
from revdash.metrics.catalog import CATALOG, HEADLINES
from revdash.metrics.read import glance
from revdash.metrics.shapes import Answer, Metric, Reading
from revdash.metrics.verdicts import Word, noise
from revdash.period import Period
from revdash.stats.judged import Stage
from revdash.terms import Side

Filters = tuple[tuple[str, tuple[str, ...]], ...]
# What the agreement has each side deliver, whether or not a goal is set for it.
OWED: Mapping[Side, tuple[str, ...]] = {
    Side.MARKETING: ("mql_new", "acceptance_rate"),
    Side.SALES: ("sla_attainment", "cadence_completion", "feedback_completeness"),
}
DROPS = ("drop_rate_new", "drop_resolution")


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The readings of one week: each told as its tile tells it, and judged by its weeks."""

    asked: Asked
    answers: Mapping[str, Answer]
    series: Mapping[str, Series]
    told: Mapping[str, Told]

    def promised(self, side: Side) -> tuple[Told, ...]:
        """What one side promised, by goals and by the agreement; what is missed stands first."""
        found = [self.told[name] for name in promised(self.asked)[side] if name in self.told]
        return tuple(sorted(found, key=lambda one: one.is_quiet))

    def of(self, names: Iterable[str]) -> tuple[Told, ...]:
        """The readings called so."""
        return tuple(self.told[name] for name in names)

    @property
    def judged(self) -> int:
        """How many headline numbers have weeks enough to be judged."""
        said = (self.series[name].verdict for name in HEADLINES if name in self.series)
        return sum(one is not None and one.word is not Word.NOT_JUDGED for one in said)

    @property
    def speaking(self) -> tuple[Told, ...]:
        """The headline numbers of which a rule says that they changed."""
        return tuple(one for one in self.of(HEADLINES) if one.signal)

    @property
    def routine(self) -> tuple[Told, ...]:
        """The headline numbers of which no rule says so, that nobody promised."""
        owed = {name for names in promised(self.asked).values() for name in names}
        rest = (self.told[name] for name in HEADLINES if name not in owed)
        return tuple(one for one in rest if not one.signal)

    @property
    def noise(self) -> str:
        """How often one of the headline numbers speaks though nothing changed."""
        stages = [self.series[name].stage for name in HEADLINES if name in self.series]
        return noise(stages.count(Stage.LOCKED), stages.count(Stage.TRIAL))

    def lines(self, name: str) -> Lines:
        """One metric by week, with its limits and exactly what they tell."""
        return _lines(self.answers[name], self.series[name], self.told[name], self.asked)


def numbers(house: House, connection: Connection, week: Period) -> Numbers:
    """Read what the meeting looks at every week: what was promised, and the headlines."""
    asked = asked_of(house, connection, week)
    owed = (name for names in promised(asked).values() for name in names)
    metrics = [CATALOG[name] for name in dict.fromkeys([*owed, *HEADLINES, *DROPS])]
    fresh, said = asked.freshness, (repr(asked.goals), repr(asked.annotations))
    key = (week, fresh.release, fresh.loaded_at, *said)
    return house.remembered(
        "meeting numbers", key, lambda: _read(house, connection, asked, metrics)
    )


def numbers_of(
    house: House, connection: Connection, week: Period, name: str, filters: Filters
) -> Told | None:
    """One tile that was sent, as it is filtered; none where there is no such metric any more."""
    if name not in CATALOG:
        return None
    asked = asked_of(house, connection, week, filters)
    return _read(house, connection, asked, [CATALOG[name]]).told[name]


def of_parts(house: House, connection: Connection, week: Period) -> dict[Side, list[Told]]:
    """What each side promised of a part of the business: a segment, a team; of no person."""
    asked = asked_of(house, connection, week)
    parts: defaultdict[Filters, list[Goal]] = defaultdict(list)
    for goal in asked.goals:
        part: Filters = tuple((name, (value,)) for name, value in sorted(goal.part.items()))
        in_force = goal_for(asked.goals, goal.metric, asked.scope.today, part)
        if part and not goal.owner_user_id and goal is in_force and goal.metric in CATALOG:
            parts[part].append(goal)
    found: dict[Side, list[Told]] = {side: [] for side in OWED}
    versions = _versions(house, asked.scope.today)
    for filters, goals in parts.items():
        of_part = asked_of(house, connection, week, filters)
        metrics = [CATALOG[goal.metric] for goal in goals]
        read = glance(connection, metrics, of_part.scope, of_part.before)
        words = ", ".join(value for _, (value,) in filters)
        for goal in goals:
            told = _told(read[goal.metric], of_part, None, versions)
            side = goal.side if goal.side in found else _side_of(goal.metric)
            found[side].append(replace(told, label=f"{told.label}, {words}"))
    return found


def asked_of(house: House, connection: Connection, week: Period, filters: Filters = ()) -> Asked:
    """The question whose answer the meeting looks at: one week, and the one before."""
    question = Question(period=PeriodKey.CUSTOM, first=week.start, last=week.last, filters=filters)
    return ask(house, connection, question)


def promised(asked: Asked) -> Mapping[Side, tuple[str, ...]]:
    """What each side promised: what the agreement asks of it, then what it has goals for.

    A goal that both sides share stands with the side that the agreement asks it of.
    """
    found = {side: [*OWED[side]] for side in OWED}
    told = {name for names in OWED.values() for name in names}
    for goal in asked.goals:
        side = goal.side if goal.side in found else _side_of(goal.metric)
        in_force = goal_for(asked.goals, goal.metric, asked.counting.today)
        if in_force is goal and goal.metric in CATALOG and goal.metric not in told:
            found[side].append(goal.metric)
            told.add(goal.metric)
    return {side: tuple(name for name in names if name in CATALOG) for side, names in found.items()}


def _side_of(metric: str) -> Side:
    side = CATALOG[metric].side if metric in CATALOG else Side.SHARED
    return side if side in OWED else Side.SALES


def _read(house: House, connection: Connection, asked: Asked, metrics: Sequence[Metric]) -> Numbers:
    found = glance(connection, metrics, asked.scope, asked.before)
    series = series_of(house, connection, metrics, asked)
    versions = _versions(house, asked.scope.today)
    return Numbers(
        asked=asked,
        answers=found,
        series=series,
        told={name: _told(one, asked, series.get(name), versions) for name, one in found.items()},
    )


def _versions(house: House, today: date) -> Mapping[str, int]:
    """Which version of each metric's definition is in force."""
    with house.desk.connect() as desk:
        begun = (one for one in read_definitions(desk) if one.valid_from <= today)
        return {one.metric: one.version_no for one in sorted(begun, key=lambda d: d.version_no)}


def _told(answer: Answer, asked: Asked, series: Series | None, versions: Mapping[str, int]) -> Told:
    """One reading as its tile tells it."""
    now, metric = answer.now, answer.now.metric
    tile = tile_of(answer, asked, series)
    return Told(
        metric=metric.name,
        label=metric.label,
        meaning=metric.meaning,
        side=metric.side,
        shown=tile.value,
        unit=metric.unit.value,
        value=now.value,
        sample=now.sample,
        hits=now.hits,
        low=_finite(now.low),
        high=_finite(now.high),
        first=asked.scope.period.start,
        last=asked.scope.period.last,
        filters=asked.scope.filters,
        definition_version=versions.get(metric.name, 1),
        note=tile.note,
        change=tile.change,
        compared=tile.compared,
        goal=tile.goal,
        verdict=tile.verdict,
        is_missed=tile.is_missed,
        signal=tile.signal,
        signal_text=tile.signal_text,
        is_signal_bad=tile.is_signal_bad,
    )


def _finite(bound: float | None) -> float | None:
    """A bound that JSON can keep: an interval that is open at its end has none there."""
    return bound if bound is not None and isfinite(bound) else None


def _lines(answer: Answer, series: Series, told: Told, asked: Asked) -> Lines:
    points = series.points[-CHART_WEEKS:]
    limits = limits_of(series, len(points)) if points else NO_LIMITS
    metric = answer.now.metric
    goals = (_goal(answer.now, point.period, asked) for point in points[-1:])
    return Lines(
        title=f"{told.label}: {told.shown} {_span(series)}".rstrip(),
        subtitle=told.signal_text,
        unit=metric.unit.value,
        side=metric.side,
        weeks=tuple(point.period.start for point in points),
        values=tuple(point.value for point in points),
        low=_newest(limits.low),
        high=_newest(limits.high),
        middle=_newest(limits.center),
        goal=next(goals, None),
        signals=tuple(sorted(limits.signals)),
        marks=tuple((points[at].period.start, words) for at, words in limits.remarks.items()),
    )


def _span(series: Series) -> str:
    """The newest week or month that is over."""
    whole = [point for point in series.points if not point.is_open]
    if not whole:
        return ""
    is_month = whole[-1].period.days > 7  # noqa: PLR2004
    return f"in {'' if is_month else 'the week of '}{period_name(whole[-1].period)}"


def _newest(values: Sequence[float | None]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def _goal(reading: Reading, period: Period, asked: Asked) -> float | None:
    goal = asked.goal(reading.metric.name)
    return target_of(goal, reading, period, asked.counting) if goal else None
