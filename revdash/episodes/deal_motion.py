"""Deal motion: whether a deal moves: the last word from the other side, its stage, its dates."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from revdash.episodes import met
from revdash.episodes.deal_people import whose
from revdash.episodes.eligible import has_happened
from revdash.episodes.gathering import CONNECTED
from revdash.episodes.rules import Rules
from revdash.episodes.traits import day_in
from revdash.store.dialects.functions import (
    add_seconds,
    day_of,
    greatest,
    local_time,
    quantile,
    seconds_between,
)
from revdash.store.schema.deals import opportunity, opportunity_contact, opportunity_stage_event
from revdash.store.schema.episodes import deal
from revdash.store.schema.followers import attempt_now
from revdash.store.schema.identity import person_identity
from revdash.store.schema.sales import meeting, sales_activity
from revdash.store.versions import in_force

QUIET_DAYS = 14.0  # without a word from the other side a deal may be stuck after so many days,
DWELLS = 1.5  # or after so many times as long as deals usually stay in its stage
ZOMBIE_DAYS = 30  # after its close date a deal still open is one of the dead
OPENING_DAYS = 14  # a deal is worth at the outset what it is worth after so many days
_A_DAY: ColumnElement[float] = literal_column("86400.0")
_v = opportunity_stage_event.c
_OF_THE_DEAL = (
    *("name", "account_name", "owner_user_id", "owner", "team", "source", "channel"),
    *("campaign_id", "campaign", "segment", "region", "kind", "tier"),
)


def in_motion(known: Subquery, rules: Rules) -> Select[Any]:
    """Add to each *known* deal when it was last alive, and from when on it is stuck or dead."""
    last, usual, k = _last_words(rules), _dwells(), known.c
    quiet: ColumnElement[float] = greatest(
        literal_column(str(QUIET_DAYS)), func.coalesce(usual.c.days, 0.0) * DWELLS
    )
    heard_on = func.coalesce(last.c.heard_on, k.created_on)
    since = greatest(heard_on, func.coalesce(k.created_on, heard_on))
    silent_on = days_after(since, func.floor(quiet) + 1)
    overdue_on = days_after(k.expected_close_on, literal_column("1"))
    is_overdue_first = overdue_on < func.coalesce(silent_on, overdue_on)
    stalled_on = case((is_overdue_first, overdue_on), else_=func.coalesce(silent_on, overdue_on))
    dead_on = days_after(k.expected_close_on, literal_column(str(ZOMBIE_DAYS + 1)))
    return (
        select(
            known,
            last.c.heard_on.label("last_activity_on"),
            stalled_on.label("stalled_on"),
            dead_on.label("zombie_on"),
        )
        .select_from(known)
        .outerjoin(last, last.c.opportunity_id == k.opportunity_id)
        .outerjoin(usual, usual.c.stage == k.stage)
        .order_by(k.closed_on, k.opportunity_id)
    )


def opening_amounts() -> Subquery:
    """The last amount each deal had in its first two weeks, as told in its own currency."""
    o = opportunity.c
    began_at = func.coalesce(o.created_at, cast(o.created_on, DateTime))
    until = add_seconds(began_at, literal_column(str(OPENING_DAYS)) * _A_DAY)
    place = func.row_number().over(
        partition_by=_v.opportunity_id, order_by=(_v.event_at.desc(), _v.event_key)
    )
    ranked = (
        select(_v.opportunity_id, _v.amount, place.label("place"))
        .join(opportunity, o.opportunity_id == _v.opportunity_id)
        .where(
            has_happened(opportunity_stage_event),
            in_force(opportunity),
            _v.amount.isnot(None),
            _v.event_at <= until,
        )
        .subquery("ranked")
    )
    return select(ranked).where(ranked.c.place == 1).subquery("opening")


def moves(rules: Rules) -> Select[Any]:
    """Give a row for each day on which a deal's expected close was put off; deals come first."""
    told, d = _dates_told(rules), deal.c
    before = func.lag(told.c.to_on).over(
        partition_by=told.c.opportunity_id, order_by=told.c.moved_on
    )
    moved = select(told, before.label("from_on")).subquery("moved")
    m = moved.c
    days = seconds_between(cast(m.from_on, DateTime), cast(m.to_on, DateTime)) / _A_DAY
    return (
        select(
            func.concat(d.opportunity_id, ":", cast(m.moved_on, Text)).label("move_id"),
            d.opportunity_id,
            m.moved_on,
            m.from_on,
            m.to_on,
            days.label("days"),
            *(d[name] for name in _OF_THE_DEAL),
        )
        .join_from(moved, deal, d.opportunity_id == m.opportunity_id)
        .where(m.to_on > m.from_on, or_(d.closed_on.is_(None), m.moved_on <= d.closed_on))
        .order_by(m.moved_on, d.opportunity_id)
    )


def days_after(day: ColumnElement[date], days: ColumnElement[Any]) -> ColumnElement[date]:
    """The day so many days after another."""
    return day_of(add_seconds(cast(day, DateTime), days * _A_DAY))


def _dates_told(rules: Rules) -> Subquery:
    """The expected close that each deal had at the end of each day on which it was told."""
    moved_on = day_in(rules, opportunity_stage_event)
    last = func.row_number().over(
        partition_by=(_v.opportunity_id, moved_on),
        order_by=(_v.event_at.desc(), _v.event_key.desc()),
    )
    ranked = (
        select(
            _v.opportunity_id,
            moved_on.label("moved_on"),
            _v.expected_close_on.label("to_on"),
            last.label("place"),
        )
        .where(has_happened(opportunity_stage_event), _v.expected_close_on.isnot(None))
        .subquery("ranked")
    )
    r = ranked.c
    return select(r.opportunity_id, r.moved_on, r.to_on).where(r.place == 1).subquery("dates_told")


def _dwells() -> Subquery:
    """How many days deals usually stay in each stage: the median of those that left it."""
    in_order: dict[str, Any] = {
        "partition_by": _v.opportunity_id,
        "order_by": (_v.event_at, _v.event_key),
    }
    told = (
        select(
            _v.opportunity_id,
            _v.stage,
            _v.event_at,
            _v.event_key,
            func.lag(_v.stage).over(**in_order).label("stage_before"),
        )
        .where(has_happened(opportunity_stage_event), _v.stage.isnot(None))
        .subquery("told")
    )
    t = told.c
    left_at = func.lead(t.event_at, type_=_v.event_at.type).over(
        partition_by=t.opportunity_id, order_by=(t.event_at, t.event_key)
    )
    stays = (
        select(t.stage, (seconds_between(t.event_at, left_at) / _A_DAY).label("days"))
        .where(or_(t.stage_before.is_(None), t.stage_before != t.stage))
        .subquery("stays")
    )
    return (
        select(stays.c.stage, quantile(stays.c.days, 0.5).label("days"))
        .where(stays.c.days.isnot(None))
        .group_by(stays.c.stage)
        .subquery("dwells")
    )


def _last_words(rules: Rules) -> Subquery:
    """The last day on which the other side spoke with us: of the deal, or one of its people."""
    found = union_all(_of_the_deal(rules), _meetings(rules), _of_its_people()).subquery("heard")
    return (
        select(found.c.opportunity_id, func.max(found.c.heard_on).label("heard_on"))
        .where(found.c.opportunity_id.isnot(None))
        .group_by(found.c.opportunity_id)
        .subquery("last_words")
    )


def _of_the_deal(rules: Rules) -> Select[Any]:
    """What was said about the deal itself; a note, or a mail nobody answered, is no word."""
    s = sales_activity.c
    is_spoken = or_(s.outcome.in_(CONNECTED), and_(s.direction == "inbound", s.outcome.is_(None)))
    return select(s.opportunity_id, day_in(rules, sales_activity).label("heard_on")).where(
        has_happened(sales_activity),
        s.opportunity_id.isnot(None),
        s.is_automated.isnot(True),
        is_spoken,
    )


def _meetings(rules: Rules) -> Select[Any]:
    held_on = day_of(local_time(met.ended_at(), rules.zone))
    return select(meeting.c.opportunity_id, held_on).where(
        in_force(meeting), meeting.c.opportunity_id.isnot(None), met.outcome() == met.HELD
    )


def _of_its_people() -> Select[Any]:
    """What the deal's people said to us, whatever it was about."""
    people, a = _people(), attempt_now.c
    return (
        select(people.c.opportunity_id, func.max(a.done_on))
        .join_from(people, attempt_now, a.person_id == people.c.person_id)
        .where(a.is_reached.is_(True))
        .group_by(people.c.opportunity_id)
    )


def _people() -> Subquery:
    """The humans of each deal: whose lead became it, and its contacts."""
    o, c, became = opportunity.c, opportunity_contact.c, whose()
    named = select(o.opportunity_id, became.c.person_id).join(
        became, became.c.event_key == o.event_key
    )
    contacts = select(c.opportunity_id, c.person_id).where(in_force(opportunity_contact))
    every = union_all(named, contacts).subquery("every")
    root = func.coalesce(person_identity.c.root, every.c.person_id)
    return (
        select(every.c.opportunity_id, root.label("person_id"))
        .outerjoin_from(every, person_identity, person_identity.c.person_id == every.c.person_id)
        .where(every.c.person_id.isnot(None))
        .distinct()
        .subquery("people")
    )
