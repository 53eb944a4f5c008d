"""Waiting: handoffs nobody has tried yet, the most valuable first, with what they may be worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, select

from revdash.metrics.follow_up import UNTOUCHED_LEADS
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import AS_OF
from revdash.metrics.worktime_now import open_seconds_now, with_worktime
from revdash.store.dialects.functions import count_if, sum_if
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.sales import sales_activity
from revdash.terms import EpisodeKind

_e = lead_episode.c
ESTIMATE = (
    "Estimated value: the average won deal, times the share of this tier's leads that were won."
)


@dataclass(frozen=True, kw_only=True)
class WaitingLead:
    """One lead that waits for its first attempt; hours are business hours."""

    episode_id: str
    account: str | None
    tier: str | None
    source: str | None
    region: str | None
    owner: str | None
    handed_over_on: date
    waited_hours: float | None
    due_at: datetime | None
    is_late: bool
    value: float | None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Those who wait: the first few, how many in all, and how many of them are late."""

    leads: tuple[WaitingLead, ...]
    total: int
    late: int
    value: float | None  # of all of them; an estimate


def waiting_leads(connection: Connection, scope: Scope, *, limit: int = 10) -> Waiting:
    """List who waits for a first attempt as of the scope's moment, whatever its period."""
    worth = _worth_by_tier(connection)
    waits, values = _is_waiting(scope), {"as_of": scope.as_of}
    counted = select(_e.tier, func.count(), count_if(_e.due_at < AS_OF))
    by_tier = connection.execute(counted.where(waits).group_by(_e.tier), values).all()
    first = _listed(worth).where(waits).limit(limit)
    return Waiting(
        leads=tuple(_lead(row) for row in connection.execute(first, values).mappings()),
        total=sum(row[1] for row in by_tier),
        late=sum(row[2] or 0 for row in by_tier),
        value=sum(row[1] * worth.get(row[0], 0.0) for row in by_tier) if worth else None,
    )


def knows_attempts(connection: Connection) -> bool:
    """Say whether any sales activity is loaded: without one nobody can tell who was tried."""
    return connection.execute(select(sales_activity.c.event_key).limit(1)).first() is not None


def _is_waiting(scope: Scope) -> ColumnElement[bool]:
    """Whom UNTOUCHED_LEADS counts at the end of today."""
    is_untried = _e.is_open.is_(True) & _e.first_attempt_at.is_(None)
    is_here = (_e.mql_on <= scope.today) & scope.where(lead_episode)
    return UNTOUCHED_LEADS.rows & is_untried & is_here


def _listed(worth: Mapping[str | None, float]) -> Select[Any]:
    """The leads as they are listed: the most valuable first, then the longest waiting."""
    by_tier = [(_e.tier == tier, amount) for tier, amount in worth.items() if tier is not None]
    expected = case(*by_tier, else_=worth.get(None)) if by_tier else literal(worth.get(None))
    value = func.coalesce(_e.amount_base, expected) if worth else _e.amount_base
    waited = (open_seconds_now() + _e.clock_offset_seconds) / 3600.0
    return (
        select(
            _e.episode_id,
            _e.account_name,
            _e.tier,
            _e.source,
            _e.region,
            _e.owner,
            _e.mql_on,
            waited.label("waited_hours"),
            _e.due_at,
            (_e.due_at < AS_OF).label("is_late"),
            value.label("value"),
        )
        .select_from(with_worktime(lead_episode))
        .order_by(func.coalesce(value, 0.0).desc(), _e.mql_at, _e.episode_id)
    )


def _lead(row: Any) -> WaitingLead:
    waited = row["waited_hours"]
    return WaitingLead(
        episode_id=row["episode_id"],
        account=row["account_name"],
        tier=row["tier"],
        source=row["source"],
        region=row["region"],
        owner=row["owner"],
        handed_over_on=row["mql_on"],
        waited_hours=None if waited is None else max(0.0, float(waited)),
        due_at=row["due_at"],
        is_late=bool(row["is_late"]),
        value=row["value"],
    )


def _worth_by_tier(connection: Connection) -> dict[str | None, float]:
    """What a lead of each tier has been worth: won value over leads that have ended."""
    ended = _e.is_open.is_(False) & (_e.kind != EpisodeKind.EXPANSION.value)
    rows = connection.execute(
        select(
            _e.tier, func.count(), sum_if(_e.won_at.isnot(None), func.coalesce(_e.amount_base, 0.0))
        )
        .where(ended)
        .group_by(_e.tier)
    )
    return {tier: float(won or 0.0) / count for tier, count, won in rows if won}
