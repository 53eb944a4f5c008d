"""Health weeks: what each part of Alignment Health was measured to be, as a release keeps it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.joint import health_part, told_reading


def first_handoff(connection: Connection) -> date | None:
    """The day of the first handoff: before it there is nothing to measure."""
    found: date | None = connection.execute(select(func.min(lead_episode.c.mql_on))).scalar()
    return found


def kept_parts(connection: Connection) -> tuple[Row[Any], ...]:
    """Every part of every week, the oldest week first."""
    p = health_part.c
    return tuple(connection.execute(select(health_part).order_by(p.starts_on, p.part)))


def told_rows(connection: Connection, metrics: Iterable[str]) -> tuple[Row[Any], ...]:
    """What was told of *metrics* for the whole company and by side, the oldest first."""
    t = told_reading.c
    whole = (t.item.is_(None), t.team.is_(None), t.segment.is_(None))
    asked = select(told_reading).where(t.metric.in_([*metrics]), *whole)
    return tuple(connection.execute(asked.order_by(t.as_on)))
