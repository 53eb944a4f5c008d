"""Timeline: everything the facts in force tell of one human, each with its source and loading."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Select,
    Table,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from revdash.store.schema.deals import opportunity, opportunity_stage_event
from revdash.store.schema.lifecycle import (
    assignment,
    disposition,
    handoff_note,
    lead_question,
    lifecycle_event,
    nurture_enrolment,
)
from revdash.store.schema.marketing import campaign, content_asset, touch
from revdash.store.schema.people import app_user
from revdash.store.schema.sales import meeting, sales_activity
from revdash.store.versions import in_force

MOST = 400  # facts told at once
_NOTHING: ColumnElement[str] = cast(null(), Text)
_WORDS = ("what", "how", "more", "note", "by")


class Happened(NamedTuple):
    """One fact: when, in which table under which key, and what it says, as the source words it."""

    at: datetime
    precision: str | None
    table: str
    key: str
    what: str | None
    how: str | None
    more: str | None
    note: str | None
    by: str | None  # the name of who did it
    source: str | None
    loaded_at: datetime


class _Tells(NamedTuple):
    """Where a table's rows say when they happened, and what."""

    at: ColumnElement[Any]
    what: ColumnElement[Any]
    how: ColumnElement[Any] = _NOTHING
    more: ColumnElement[Any] = _NOTHING
    note: ColumnElement[Any] = _NOTHING
    by: ColumnElement[Any] = _NOTHING


def _called(table: Table, key: str, name: str, is_of: ColumnElement[Any]) -> ColumnElement[Any]:
    """What the row of *table* that *is_of* names is called."""
    known = select(func.max(table.c[name])).where(table.c[key] == is_of, in_force(table))
    return known.scalar_subquery()


def _user(user_id: ColumnElement[Any]) -> ColumnElement[Any]:
    return _called(app_user, "user_id", "name", user_id)


_t, _l, _g, _a, _m = touch.c, lifecycle_event.c, assignment.c, sales_activity.c, meeting.c
_d, _n, _q, _h = disposition.c, nurture_enrolment.c, lead_question.c, handoff_note.c
_s, _o = opportunity_stage_event.c, opportunity.c
_TIER_AND_SCORE = func.concat_ws(
    " · ",
    case((_l.tier.isnot(None), func.concat("tier ", _l.tier))),
    case((_l.score.isnot(None), func.concat("score ", cast(cast(_l.score, BigInteger), Text)))),
)
_OF_PEOPLE: dict[Table, _Tells] = {
    touch: _Tells(
        _t.event_at,
        _t.touch_type,
        _called(campaign, "campaign_id", "name", _t.campaign_id),
        _called(content_asset, "asset_id", "title", _t.asset_id),
        _t.channel,
    ),
    lifecycle_event: _Tells(
        _l.event_at, _l.to_stage, _l.reason_code, _TIER_AND_SCORE, _l.note, _user(_l.actor_user_id)
    ),
    assignment: _Tells(
        _g.event_at, func.coalesce(_user(_g.to_user_id), _g.to_user_id), by=_user(_g.from_user_id)
    ),
    sales_activity: _Tells(
        _a.event_at,
        _a.activity_type,
        func.coalesce(_a.direction, "outbound"),
        _a.outcome,
        cast(_a.is_automated, Text),
        _user(_a.user_id),
    ),
    meeting: _Tells(_m.start_at, _m.meeting_kind, _m.outcome, by=_user(_m.host_user_id)),
    disposition: _Tells(
        _d.event_at, _d.verdict, _d.reason_code, note=_d.note, by=_user(_d.actor_user_id)
    ),
    nurture_enrolment: _Tells(_n.enrolled_at, _n.programme, cast(_n.next_review_on, Text)),
    lead_question: _Tells(_q.asked_at, _q.asked_by_team, _q.question, _q.answer),
    handoff_note: _Tells(_h.event_at, _h.why_this_lead, _h.which_message),
}
_OF_DEALS: dict[Table, _Tells] = {
    opportunity_stage_event: _Tells(
        _s.event_at,
        _s.stage,
        _s.outcome,
        cast(_s.amount, Text),
        _called(opportunity, "opportunity_id", "currency", _s.opportunity_id),
    ),
    opportunity: _Tells(
        func.coalesce(_o.created_at, cast(_o.created_on, DateTime)),
        _o.name,
        cast(_o.amount, Text),
        _o.currency,
    ),
}


def happened_to(
    connection: Connection, ids: Iterable[str], deals: Iterable[str], limit: int = MOST
) -> list[Happened]:
    """What happened to the human of *ids* and to their *deals*, the newest first."""
    wanted, theirs = list(ids), list(deals)
    told = union_all(
        *(
            _told(table, tells, table.c.person_id.in_(wanted))
            for table, tells in _OF_PEOPLE.items()
        ),
        *(
            _told(table, tells, table.c.opportunity_id.in_(theirs))
            for table, tells in _OF_DEALS.items()
        ),
    ).subquery("told")
    newest = select(told).order_by(told.c.at.desc(), told.c.table_name, told.c.event_key)
    return [Happened(*row) for row in connection.execute(newest.limit(limit))]


def deals_named(connection: Connection, ids: Iterable[str], known: Iterable[str]) -> list[str]:
    """The deals of the human of *ids*, with those *known* from their handoffs."""
    theirs = or_(_o.person_id.in_(list(ids)), _o.opportunity_id.in_(list(known)))
    named = select(_o.opportunity_id).where(theirs, in_force(opportunity)).distinct()
    return list(connection.execute(named.order_by(_o.opportunity_id)).scalars())


def _told(table: Table, tells: _Tells, is_ours: ColumnElement[bool]) -> Select[Any]:
    precision = table.c.get("event_precision", _NOTHING)
    return select(
        cast(tells.at, DateTime).label("at"),
        precision.label("precision"),
        cast(literal(table.name), Text).label("table_name"),
        table.c.event_key,
        *(cast(getattr(tells, word), Text).label(word) for word in _WORDS),
        table.c.source_system,
        table.c.loaded_at,
    ).where(is_ours, in_force(table), tells.at.isnot(None))
