"""Defining: every metric as it is defined, family by family, with what the teams changed of it."""

from collections import defaultdict

from revdash.api.actors import Actor, Right
from revdash.api.asking import ask, day_text
from revdash.api.describing import defined, promised
from revdash.api.house import House
from revdash.api.questions import Question
from revdash.api.views import Definition
from revdash.clock import utc_now
from revdash.desk.definitions import read_definitions
from revdash.metrics.catalog import CATALOG
from revdash.metrics.planned import PLANNED, Planned
from revdash.metrics.scope import Scope
from revdash.period import DEFAULT_PERIOD, Weeks, named_period


def definitions(house: House, actor: Actor) -> tuple[Definition, ...]:
    """Every metric, family by family, those last that are not measured yet."""
    actor.assert_may(Right.READ)
    scope = _usual_scope(house)
    agreed = _agreed(house)
    found = sorted([*CATALOG.values(), *PLANNED], key=lambda metric: metric.family)
    return tuple(
        promised(metric)
        if isinstance(metric, Planned)
        else defined(metric, scope, agreed.get(metric.name, ()))
        for metric in found
    )


def _agreed(house: House) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the teams wrote down of each definition, the newest first."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    with house.desk.connect() as desk:
        for one in read_definitions(desk):
            told = f"{one.change_note or 'Agreed'}: {one.meaning}"
            found[one.metric].append((day_text(one.valid_from), told))
    return {metric: tuple(versions) for metric, versions in found.items()}


def _usual_scope(house: House) -> Scope:
    """The days a page opens with; without a store, those that end today."""
    if house.releases.current() is None:
        now = utc_now()
        period = named_period(DEFAULT_PERIOD, now.date(), Weeks())
        return Scope(period=period, as_of=now, today=now.date())
    with house.facts() as connection:
        return ask(house, connection, Question()).scope
