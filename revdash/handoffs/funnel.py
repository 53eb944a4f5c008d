"""Funnel: what has become so far of the leads handed over in a period."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from revdash.metrics.scope import Scope, within
from revdash.store.dialects.functions import count_if
from revdash.store.schema.episodes import lead_episode
from revdash.terms import EpisodeKind, Side

_e = lead_episode.c


class Step(NamedTuple):
    """How many of the same leads got this far, and the metric that tells more."""

    label: str
    people: int
    side: Side
    metric: str


def handed_over(connection: Connection, scope: Scope) -> tuple[Step, ...]:
    """Follow the leads handed over in the period: one group, so the shares compare."""
    statement = select(
        func.count(),
        count_if(_e.first_attempt_at.isnot(None)),
        count_if(_e.sal_at.isnot(None)),
        count_if(_e.sql_at.isnot(None)),
        count_if(_e.opp_at.isnot(None)),
        count_if(_e.won_at.isnot(None)),
    ).where(
        within(_e.mql_on, scope.period),
        scope.where(lead_episode),
        _e.kind != EpisodeKind.EXPANSION.value,
    )
    counts = [int(n or 0) for n in connection.execute(statement).one()]
    return tuple(
        Step(label, people, side, metric)
        for (label, side, metric), people in zip(_STEPS, counts, strict=True)
    )


_STEPS = (
    ("MQL", Side.MARKETING, "mql_new"),
    ("Tried", Side.SHARED, "follow_up_time"),
    ("Accepted", Side.SHARED, "acceptance_rate"),
    ("SQL", Side.SALES, ""),
    ("Opportunity", Side.SALES, ""),
    ("Won", Side.SALES, "won_count"),
)
