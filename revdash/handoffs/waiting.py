"""Waiting: handoffs nobody has tried yet, the most valuable first, with what they may be worth."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from revdash.handoffs.worth import MEMORY, Worth, read_worth, value_of
from revdash.metrics.follow_up import UNTOUCHED_LEADS
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import AS_OF
from revdash.metrics.worktime_now import waited_until_now, with_worktime
from revdash.store.dialects.functions import count_if
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.sales import sales_activity
from revdash.terms import LeadStage

_e = lead_episode.c


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
    lapsed: int  # nobody tried them either, and 90 silent days closed them, in the last year


def waiting_leads(
    connection: Connection, scope: Scope, worth: Worth | None = None, *, limit: int = 10
) -> Waiting:
    """List who waits for a first attempt as of the scope's moment, whatever its period."""
    worth = worth or read_worth(connection, scope)
    waits, values = _is_waiting(scope), {"as_of": scope.as_of}
    total = func.sum(func.coalesce(value_of(lead_episode, worth), 0.0))
    counted = select(func.count(), count_if(_e.due_at < AS_OF), total).where(waits)
    people, late, value = connection.execute(counted, values).one()
    first = _listed(worth).where(waits).limit(limit)
    return Waiting(
        leads=tuple(_lead(row) for row in connection.execute(first, values).mappings()),
        total=people,
        late=late or 0,
        value=float(value or 0.0) if worth.shares else None,
        lapsed=connection.execute(select(func.count()).where(_has_lapsed(scope))).scalar_one(),
    )


def knows_attempts(connection: Connection) -> bool:
    """Say whether any sales activity is loaded: without one nobody can tell who was tried."""
    return connection.execute(select(sales_activity.c.event_key).limit(1)).first() is not None


def _is_waiting(scope: Scope) -> ColumnElement[bool]:
    """Whom UNTOUCHED_LEADS counts at the end of today."""
    is_untried = _e.is_open.is_(True) & _e.first_attempt_at.is_(None)
    is_here = (_e.mql_on <= scope.today) & scope.where(lead_episode)
    return UNTOUCHED_LEADS.rows & is_untried & is_here


def _has_lapsed(scope: Scope) -> ColumnElement[bool]:
    """Whom silence took off the list: never tried, closed by nobody."""
    is_untried = (_e.stage == LeadStage.LAPSED.value) & _e.first_attempt_at.is_(None)
    recent = (_e.mql_on > scope.today - MEMORY) & (_e.mql_on <= scope.today)
    return is_untried & recent & UNTOUCHED_LEADS.rows & scope.where(lead_episode)


def _listed(worth: Worth) -> Select[Any]:
    """The leads as they are listed: the most valuable first, then the longest waiting."""
    value = value_of(lead_episode, worth)
    waited = waited_until_now() / 3600.0
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
