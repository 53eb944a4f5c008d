"""Defining: every metric as it is defined, for reading aloud, with its statement as run."""

from revdash.api.actors import Actor, Right
from revdash.api.asking import ask
from revdash.api.house import House
from revdash.api.questions import Question
from revdash.api.views import Definition
from revdash.clock import utc_now
from revdash.metrics.catalog import CATALOG, FAMILIES
from revdash.metrics.read import statement_of
from revdash.metrics.scope import Scope
from revdash.metrics.sql import spelled
from revdash.period import DEFAULT_PERIOD, Weeks, named_period


def definitions(house: House, actor: Actor) -> tuple[Definition, ...]:
    """Every metric of the catalogue, for reading aloud, with its statement as run."""
    actor.assert_may(Right.READ)
    scope = _usual_scope(house)
    return tuple(
        Definition(
            name=metric.name,
            label=metric.label,
            side=metric.side,
            family=FAMILIES[metric.family],
            meaning=metric.meaning,
            clock=metric.clock,
            open_items=metric.open_items,
            formula=metric.formula,
            pitfalls=metric.pitfalls,
            sql=spelled(statement_of(metric, scope), scope),
            is_measured=True,
        )
        for metric in CATALOG.values()
    )


def _usual_scope(house: House) -> Scope:
    """The days a page opens with; without a store, those that end today."""
    if house.releases.current() is None:
        now = utc_now()
        period = named_period(DEFAULT_PERIOD, now.date(), Weeks())
        return Scope(period=period, as_of=now, today=now.date())
    with house.facts() as connection:
        return ask(house, connection, Question()).scope
