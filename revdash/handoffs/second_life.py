"""Second life: of the leads given back for later, who was cared for, came back, became an SQL."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from revdash.handoffs.outcomes import is_here
from revdash.metrics.nurture import (
    NURTURE_RETURN,
    RECYCLE_RATE,
    RECYCLE_RESPONSE,
    SECOND_LIFE_RATIO,
)
from revdash.metrics.read import glance
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Reading
from revdash.store.schema.episodes import lead_episode
from revdash.terms import LeadStage

_e = lead_episode.c
_next = lead_episode.alias("next")


@dataclass(frozen=True, kw_only=True)
class SecondLife:
    """The same people step by step, each counted once; and what the metrics say of the period."""

    handed_over: int
    recycled: int
    enrolled: int
    returned: int
    unprompted: int  # of those who returned, without a programme
    became_sql: int
    readings: tuple[Reading, ...]  # recycled, taken back in time, returned
    second: Reading | None  # how often those handed over again become an SQL ...
    first: Reading | None  # ... and those handed over for the first time
    missing: str = ""  # why the two cannot be held against each other

    @property
    def is_apart(self) -> bool:
        """Whether the two differ by more than their intervals leave open."""
        if self.first is None or self.second is None:
            return False
        ends = (self.first.low, self.first.high, self.second.low, self.second.high)
        if any(end is None for end in ends):
            return False
        low, high, other_low, other_high = (end or 0.0 for end in ends)
        return high < other_low or other_high < low


def second_life(connection: Connection, scope: Scope) -> SecondLife:
    """Follow the leads handed over in the period that sales gave back for later."""
    counts = [int(n or 0) for n in connection.execute(_followed(scope)).one()]
    metrics = (RECYCLE_RATE, RECYCLE_RESPONSE, NURTURE_RETURN, SECOND_LIFE_RATIO)
    found = glance(connection, metrics, scope)
    beside = found[SECOND_LIFE_RATIO.name].now
    first, second = beside.of or (None, None)
    handed_over, recycled, enrolled, returned, unprompted, became_sql = counts
    return SecondLife(
        handed_over=handed_over,
        recycled=recycled,
        enrolled=enrolled,
        returned=returned,
        unprompted=unprompted,
        became_sql=became_sql,
        readings=tuple(found[metric.name].now for metric in metrics[:3]),
        first=first,
        second=second,
        missing=beside.missing,
    )


def _followed(scope: Scope) -> Select[Any]:
    """The people of each step; one who came back is followed to what they became then."""
    is_recycled = _e.closed_as == LeadStage.RECYCLED.value
    has_returned = and_(is_recycled, _e.returned_at.isnot(None))
    is_same = (_next.c.person_id == _e.person_id) & (_next.c.mql_at == _e.returned_at)
    steps: list[ColumnElement[Any]] = [
        func.count(_e.person_id.distinct()),
        _people(is_recycled),
        _people(and_(is_recycled, _e.nurtured_at.isnot(None))),
        _people(has_returned),
        _people(and_(has_returned, _e.nurtured_at.is_(None))),
        _people(and_(has_returned, _next.c.sql_at.isnot(None))),
    ]
    return select(*steps).outerjoin_from(lead_episode, _next, is_same).where(is_here(scope))


def _people(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Count everybody once for whom *condition* ever holds."""
    return func.count(case((condition, _e.person_id)).distinct())
