"""Standing: of all that was ever dropped what is late as of a moment, or still ahead of it.

The worklist reads this and nothing older, so what it costs does not grow with the years.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Select, Subquery, and_, delete, or_, select

from revdash.store.frames import insert_found
from revdash.store.schema.drops import drop_now, drop_shown, handoff_drop

_d, _s = handoff_drop.c, drop_shown.c
_OWN = [column.name for column in drop_now.columns if column.name in _d]


def take_stock(connection: Connection, as_of: datetime) -> None:
    """Say anew what is late as of a moment; the firings and which are shown are made already."""
    connection.execute(delete(drop_now))
    insert_found(connection, drop_now, _standing(as_of))


def _standing(as_of: datetime) -> Select[Any]:
    """What is late and not resolved, or not late yet: nothing is resolved before it is late."""
    goes_on = or_(_d.resolved_at.is_(None), _d.resolved_at > as_of)
    is_now = and_(_s.from_at <= as_of, or_(_s.until_at.is_(None), _s.until_at > as_of))
    shown = select(_s.instance_key).where(is_now).subquery("shown")
    is_lead = _d.subject.like("lead:%")
    is_shown = shown.c.instance_key.isnot(None)
    no_leads = _no_leads(is_now)
    beside = {name: _beside(no_leads, name) for name in ("episode_id", "opportunity_id")}
    is_doubled = or_(*(one.c[name].isnot(None) for name, one in beside.items()))
    found = select(
        *(_d[name] for name in _OWN),
        is_shown.label("is_shown"),
        is_lead.label("is_lead"),
        and_(is_shown, is_lead, is_doubled).label("has_others"),
    ).outerjoin_from(handoff_drop, shown, shown.c.instance_key == _d.instance_key)
    for name, one in beside.items():
        found = found.outerjoin(one, one.c[name] == _d[name])
    return found.where(goes_on)


def _no_leads(is_now: ColumnElement[bool]) -> CTE:
    """What is shown and is no lead, by its episode and its deal."""
    of = select(_s.episode_id, _s.opportunity_id)
    return of.where(is_now, _s.subject.notlike("lead:%")).cte("no_leads")


def _beside(no_leads: CTE, name: str) -> Subquery:
    """The episodes, or deals, of what is shown and is no lead."""
    known = select(no_leads.c[name]).where(no_leads.c[name].isnot(None))
    return known.distinct().subquery(f"by_{name}")
