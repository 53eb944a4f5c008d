"""Telling of customers: whom goals and agendas are about, and the customer lens."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from revdash.api.teller import Row, Teller, Telling
from revdash.desk.agendas import read_agendas
from revdash.desk.goals import Goal, GoalKind, read_goals
from revdash.desk.tables.goals import goal
from revdash.desk.tables.meetings import weekly_snapshot
from revdash.metrics.catalog import CATALOG, HEADLINES
from revdash.metrics.customers import LOGO_RETENTION, NPS
from revdash.metrics.market import CUSTOMER_LENS, CUSTOMER_METRIC_SHARE, MARKET_FEEDBACK_LOOP
from revdash.metrics.missing import never_loaded
from revdash.metrics.read import read
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Metric, Reading
from revdash.metrics.shown import with_sign
from revdash.period import Period, add_months, month_of
from revdash.store.schema.joint import tagged_stay

AIM = 0.30  # of goals and metrics are to be about customers
QUARTER, HALF_YEAR, TWO_YEARS = timedelta(days=91), timedelta(days=182), timedelta(days=731)
MONTHS = 15  # of history at most, the first time
MOST, MIDDLE = 100.0, 50.0
LEAST = 2  # parts that a mean takes
_FIRST = date(1900, 1, 1)
_PARTS = (CUSTOMER_METRIC_SHARE, MARKET_FEEDBACK_LOOP, NPS, LOGO_RETENTION)


class _Score(NamedTuple):
    """One part of the lens, from 0 to 100, and what it was made of."""

    item: str
    value: float | None
    words: str


def _tags(telling: Telling) -> Iterator[Row]:
    with telling.house.desk.connect() as desk:
        goals, closed = read_goals(desk), read_agendas(desk)
    agendas = [(_FIRST, frozenset(HEADLINES)), *closed.items()]  # until one closes: headlines
    yield from map(_tagged_goal, (one for one in goals if one.metric in CATALOG))
    following = [held_on for held_on, _ in agendas[1:]]
    for (held_on, names), until in zip(agendas, [*following, None], strict=True):
        for metric in (CATALOG[name] for name in sorted(names) if name in CATALOG):
            yield {
                "event_key": f"agenda:{held_on}:{metric.name}",
                "what": "agenda",
                "metric": metric.name,
                "label": metric.label,
                "orientation": metric.orientation.value,
                "side": metric.side.value,
                "since_on": held_on,
                "until_on": until,
            }


def _tagged_goal(one: Goal) -> Row:
    of = ", ".join(str(value) for value in one.scope.values())
    label = CATALOG[one.metric].label
    return {
        "event_key": f"goal:{one.goal_id}",
        "what": "goal",
        "metric": one.metric,
        "label": f"{label} ({of})" if of else label,
        "orientation": one.orientation.value,
        "side": one.side.value,
        "team": one.team,
        "since_on": one.valid_from,
        "until_on": one.valid_to,
    }


def _lens(telling: Telling) -> Iterator[Row]:
    """The lens at the end of each month not told yet, and today."""
    name, today = CUSTOMER_LENS.name, telling.today
    this_month = month_of(today).start
    before = telling.before(name, this_month)
    yield from before
    if len(_PARTS) - len(never_loaded(telling.connection, _PARTS)) < LEAST:
        return
    last = max((row["as_on"] for row in before), default=_FIRST)
    firsts = (add_months(this_month, -back) for back in range(MONTHS, -1, -1))
    ends = [first - timedelta(days=1) for first in firsts]
    with telling.house.desk.connect() as desk:
        goals = read_goals(desk)
    for day in (*(end for end in ends if end > last), today):
        yield from _of_day(telling, day, _plan(goals, day))


def _of_day(telling: Telling, day: date, plan: float | None) -> Iterator[Row]:
    scores = _scores(telling.connection, _as_of(telling, day), plan)
    told = [score for score in scores if score.value is not None]
    if len(told) < LEAST:
        return
    values = [score.value or 0.0 for score in told]
    lacking = [score.item for score in scores if score.value is None]
    words = f"{len(told)} of {len(scores)} parts known"
    yield {
        "metric": CUSTOMER_LENS.name,
        "as_on": day,
        "value": sum(values) / len(values),
        "sample": len(told),
        "hits": float(len(scores)),
        "words": f"{words}: not {' and '.join(lacking).lower()}" if lacking else words,
    }
    for score in scores:
        yield {
            "metric": CUSTOMER_LENS.name,
            "as_on": day,
            "item": score.item,
            "value": score.value,
            "words": score.words,
        }


def _as_of(telling: Telling, day: date) -> Scope:
    """The company as it was seen on *day*."""
    moment = min(telling.as_of, telling.rules.midnight(day + timedelta(days=1)))
    return replace(telling.scope, as_of=moment, today=day)


def _scores(connection: Connection, scope: Scope, plan: float | None) -> list[_Score]:
    """Each part of the lens on the last day of the scope."""

    def over(metric: Metric, length: timedelta, back: timedelta = timedelta(0)) -> Reading:
        end = scope.tomorrow - back
        return read(connection, metric, scope.over(Period(end - length, end)))

    looked = over(CUSTOMER_METRIC_SHARE, timedelta(days=1))
    answered = over(MARKET_FEEDBACK_LOOP, QUARTER)
    liked = over(NPS, HALF_YEAR), over(NPS, HALF_YEAR, HALF_YEAR)
    kept = over(LOGO_RETENTION, TWO_YEARS)
    return [
        _of_looking(looked),
        _of_answers(answered),
        _of_liking(*liked),
        _of_keeping(kept, plan),
    ]


def _of_looking(found: Reading) -> _Score:
    item = "Looking at customers"
    if found.value is None:
        return _Score(item, None, found.missing)
    about, every = (part.value or 0.0 for part in found.of)
    words = f"{about:.0f} of {every:.0f} goals and metrics; {AIM:.0%} is aimed at"
    return _Score(item, min(MOST, MOST * found.value / AIM), words.replace("%", " %"))


def _of_answers(found: Reading) -> _Score:
    item = "Needs answered"
    if found.value is None:
        return _Score(item, None, found.missing)
    words = f"{found.hits:.0f} of {found.sample} needs due in 91 days"
    return _Score(item, MOST * found.value, words)


def _of_liking(now: Reading, before: Reading) -> _Score:
    """Whether the score rose or fell by more than chance moves it."""
    item = "Liked more than before"
    if now.value is None or before.value is None:
        return _Score(item, None, now.missing or before.missing)
    change = now.value - before.value
    reach = sum(((one.high or 0.0) - (one.low or 0.0)) ** 2 for one in (now, before)) ** 0.5 / 2
    words = f"NPS {with_sign(now.value, 0)} after {with_sign(before.value, 0)} the half-year before"
    if abs(change) <= reach:
        return _Score(item, MIDDLE, f"{words}: no more than chance")
    return _Score(item, MOST if change > 0 else 0.0, words)


def _of_keeping(found: Reading, plan: float | None) -> _Score:
    item = "Customers kept"
    if found.value is None or not plan:
        return _Score(item, None, found.missing or "no goal says how many are to stay")
    words = f"{100 * found.value:.0f} % kept for a year; {100 * plan:.0f} % is planned"
    return _Score(item, min(MOST, MOST * found.value / plan), words)


def _plan(goals: Sequence[Goal], day: date) -> float | None:
    """How many customers are to stay, as a goal of that day says."""
    return next(
        (
            one.target
            for one in goals
            if one.metric == LOGO_RETENTION.name
            and one.kind is not GoalKind.AT_MOST
            and not one.scope
            and one.valid_from <= day
            and (one.valid_to is None or day < one.valid_to)
        ),
        None,
    )


TELLERS = (
    Teller(
        name="tags",
        table=tagged_stay,
        rests_on=(goal, weekly_snapshot),
        rows=_tags,
    ),
    Teller(name="customer lens", metrics=(CUSTOMER_LENS.name,), rests_on=(goal,), rows=_lens),
)
