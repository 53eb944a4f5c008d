"""Meeting trials: experiments written down before their start, measured, decided by their rule."""

from dataclasses import replace

from sqlalchemy import Connection

from revdash.api.acting import stamp
from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked, ask, day_text
from revdash.api.house import House
from revdash.api.meeting_desk import Gathered
from revdash.api.meeting_running import moment_of
from revdash.api.meeting_says import Deciding, Registering, Trying
from revdash.api.meeting_views import ExperimentView
from revdash.api.meeting_words import experiment_view
from revdash.api.publishing import publish_soon
from revdash.api.questions import Question
from revdash.desk import experiments
from revdash.desk.experiments import Experiment, Filters, Outcome, Ruling
from revdash.errors import InputError
from revdash.metrics.catalog import CATALOG, find
from revdash.metrics.read import answers
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Reading, Unit
from revdash.metrics.shown import rounded, shown, with_sign
from revdash.period import Period
from revdash.stats.differences import Bounded, difference


def register(house: House, actor: Actor, said: Registering) -> str:
    """Write an experiment down before its start, or change one; returns a sentence."""
    actor.assert_may(Right.ACT)
    if bool(said.metric) != bool(said.arms):
        raise InputError(
            "A result is counted from a metric and two things to compare. "
            "Give all of them, or none and enter the result."
        )
    now = moment_of(house)
    wanted = Experiment(
        experiment_id=said.key,
        version=said.version,
        channel=said.channel,
        hypothesis=said.hypothesis,
        decision_rule=said.decision_rule,
        starts_on=said.starts_on,
        ends_on=said.decides_on,
        spend=said.spend,
        metric=find(said.metric).name if said.metric else "",
        arms={arm.name: dict(arm.filters) for arm in said.arms} or None,
    )
    by = stamp(actor, said.click_id)
    with house.desk.writing() as desk:
        if said.key:
            experiments.reword_experiment(desk, wanted, now.at, now.today, by)
        else:
            experiments.register(desk, wanted, now.at, now.today, by)
    told = f"Written down before its start on {day_text(said.starts_on)}."
    return f"{told} {publish_soon(house, actor.name)}"


def enter_result(house: House, actor: Actor, said: Trying) -> str:
    """Enter the result of an experiment that is measured elsewhere; returns a sentence."""
    actor.assert_may(Right.ACT)
    found = Outcome(
        value=said.value, low=said.low, high=said.high, sample=said.sample, words=said.words
    )
    by = stamp(actor, said.click_id)
    with house.desk.writing() as desk:
        experiments.enter_outcome(desk, said.key, found, said.version, by)
    return "The result is entered."


def decide(house: House, actor: Actor, said: Deciding) -> str:
    """Decide an experiment by its rule; returns a sentence."""
    actor.assert_may(Right.ACT)
    now = moment_of(house)
    with house.desk.connect() as desk:
        tried = experiments.read_experiment(desk, said.key)
    with house.facts() as connection:
        found = counted(connection, ask(house, connection, Question()), tried)
    ruling = Ruling(
        experiment_id=said.key,
        words=said.words,
        on=now.today,
        version=said.version,
        dissent=said.dissent,
        outcome=found,
    )
    with house.desk.writing() as desk:
        experiments.decide(desk, ruling, stamp(actor, said.click_id))
    return f"Decided. {publish_soon(house, actor.name)}"


def withdraw_experiment(house: House, actor: Actor, key: str, version: int) -> str:
    """Take an experiment back that has not begun; returns a sentence."""
    actor.assert_may(Right.ACT)
    today = moment_of(house).today
    with house.desk.writing() as desk:
        experiments.withdraw_experiment(desk, key, today, version, stamp(actor, ""))
    return f"The experiment is taken back. {publish_soon(house, actor.name)}"


def counted_views(
    connection: Connection, asked: Asked, known: Gathered, *, may: bool
) -> tuple[ExperimentView, ...]:
    """The experiments as they are shown, each with what the records say of it so far."""
    return tuple(
        experiment_view(one, _so_far(connection, asked, one), known, may=may)
        for one in known.experiments
    )


def _so_far(connection: Connection, asked: Asked, one: Experiment) -> Outcome | None:
    """What is counted of one that is not decided: once it is, its result stays as it was."""
    return counted(connection, asked, one) if one.decided_on is None else None


def counted(connection: Connection, asked: Asked, tried: Experiment) -> Outcome | None:
    """What the records say of an experiment that compares a metric between two arms, so far.

    None before it starts, and where one of the arms has nothing or no interval.
    """
    if tried.metric not in CATALOG or not tried.arms or asked.scope.today < tried.starts_on:
        return None
    period = Period(tried.starts_on, min(tried.ends_on, asked.scope.tomorrow))
    found = {
        name: _read(connection, tried.metric, _arm(asked.scope, period, filters))
        for name, filters in tried.arms.items()
    }
    one, other = found.values()
    sides = [bounded_of(one), bounded_of(other)]
    if sides[0] is None or sides[1] is None:
        return None
    apart = difference(sides[0], sides[1])
    texts = [f"{name} {shown(r, asked.currency).value}" for name, r in found.items()]
    return Outcome(
        value=apart.value,
        low=apart.low,
        high=apart.high,
        sample=one.sample + other.sample,
        words=f"{' against '.join(texts)}: {apart_text(apart, one, asked.currency)}",
    )


def _arm(scope: Scope, period: Period, filters: Filters) -> Scope:
    chosen = tuple((name, tuple(values)) for name, values in filters.items())
    return replace(scope, period=period, filters=chosen, targets=())


def _read(connection: Connection, metric: str, scope: Scope) -> Reading:
    return answers(connection, [CATALOG[metric]], scope, before=None, weeks=0)[metric].now


def bounded_of(reading: Reading) -> Bounded | None:
    """A reading within its interval; none where it has no value or no bounds."""
    if reading.value is None or reading.low is None or reading.high is None:
        return None
    return Bounded(reading.value, reading.low, reading.high)


def apart_text(found: Bounded, reading: Reading, currency: str) -> str:
    """How far apart, within which bounds, and whether chance alone may do that."""
    unit = reading.metric.unit
    if unit is Unit.SHARE:
        value, low, high = (with_sign(100 * number) for number in found)
        text = f"{value} points ({low} to {high})"
    else:
        value, low, high = (rounded(number, unit, currency) for number in found)
        text = f"{value} apart ({low} to {high})"
    return f"{text}, which chance alone may do" if found.low <= 0 <= found.high else text
