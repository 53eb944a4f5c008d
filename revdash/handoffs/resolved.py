"""Resolved: drops that are over, to name what caused them; how often each rule fired."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, select

from revdash.store.schema.drops import drop_shown, handoff_drop

_h = handoff_drop.c


class Stretch(NamedTuple):
    """From one instant to before another."""

    since: datetime
    until: datetime

    def holds(self, at: ColumnElement[datetime]) -> ColumnElement[bool]:
        """The condition that something happened inside."""
        return and_(at >= self.since, at < self.until)


def resolved_in(connection: Connection, stretch: Stretch) -> Sequence[Row[Any]]:
    """Read the drops resolved in a stretch that were shown at all, the gravest first."""
    was_shown = exists().where(drop_shown.c.instance_key == _h.instance_key)
    query = (
        select(handoff_drop)
        .where(stretch.holds(_h.resolved_at), _h.weight > 0, was_shown)
        .order_by(_h.weight.desc(), _h.resolved_at.desc(), _h.instance_key)
    )
    return connection.execute(query).all()


def fired_by_rule(connection: Connection, stretch: Stretch) -> dict[str, int]:
    """Count the firings that opened in a stretch, by rule."""
    counted = select(_h.rule, func.count()).where(stretch.holds(_h.opens_at)).group_by(_h.rule)
    return dict(connection.execute(counted).all())
