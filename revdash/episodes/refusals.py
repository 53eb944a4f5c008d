"""Refusals: which of them may still be disputed, and the facts that verdicts rest on."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, select, union_all

from revdash.store.schema.followers import verdict_now
from revdash.store.schema.lifecycle import disposition, lifecycle_event
from revdash.store.versions import in_force
from revdash.terms import Verdict

_v = verdict_now.c


class Underlying(NamedTuple):
    """The fact that a verdict is made of."""

    event_key: str
    person_id: str
    event_at: datetime


def underlying(connection: Connection, verdict_ids: Collection[str]) -> dict[str, Underlying]:
    """Read the facts in force that these verdicts are made of; one taken back is not there."""
    facts = (lifecycle_event, disposition)
    told = (
        select(fact.c.event_key, fact.c.person_id, fact.c.event_at).where(
            in_force(fact), fact.c.event_key.in_(sorted(verdict_ids))
        )
        for fact in facts
    )
    rows = connection.execute(union_all(*told)) if verdict_ids else ()
    return {row.event_key: Underlying(*row) for row in rows}


def verdicts_by_id(connection: Connection, verdict_ids: Collection[str]) -> dict[str, Row[Any]]:
    """Read verdicts as they stand."""
    query = select(verdict_now).where(_v.verdict_id.in_(sorted(verdict_ids)))
    return {row.verdict_id: row for row in connection.execute(query)} if verdict_ids else {}


def disputable(connection: Connection, moment: datetime, most: int) -> list[Row[Any]]:
    """Read the refusals that marketing may dispute at *moment*, the last to decide first."""
    query: Select[Any] = (
        select(verdict_now)
        .where(
            _v.verdict == Verdict.REFUSED.value,
            _v.decided_at <= moment,
            _v.dispute_due_at >= moment,
            _v.disputed_at.is_(None),
        )
        .order_by(_v.dispute_due_at, _v.verdict_id)
        .limit(most)
    )
    return list(connection.execute(query))
