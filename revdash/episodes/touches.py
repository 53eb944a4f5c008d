"""Touches: what humans did with our marketing, of which company, about what, what came next."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Table,
    Text,
    and_,
    case,
    cast,
    delete,
    false,
    func,
    literal,
    literal_column,
    null,
    select,
    union,
)

from revdash.episodes.eligible import HAND_RAISES, has_happened, may_count
from revdash.episodes.rules import Rules
from revdash.episodes.traits import day_in, firms, is_day_only, known_of, traits_of
from revdash.store.dialects.functions import add_seconds
from revdash.store.frames import insert_found
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import lead_start, touch_now
from revdash.store.schema.marketing import campaign, content_asset, touch

_A_DAY: ColumnElement[int] = literal_column("86400")
_t = touch.c
_OWN = (*("event_key", "touch_type", "event_at", "asset_id", "campaign_id"), "utm_source")
_TRAITS = ("source", "segment", "region", "country")


def touch_rows(people: Table, rules: Rules) -> Select[Any]:
    """Give a row for each touch of *people*; when each became a lead must be known already."""
    who, steps, firsts = traits_of(people), _steps(people), _firsts(people)
    is_next = and_(
        steps.c.person_id == people.c.root, steps.c.after_at < _over(), steps.c.step_at >= _over()
    )
    theirs = (
        select(
            *_itself(rules),
            people.c.root.label("person_id"),
            func.coalesce(_t.account_id, who.c.account_id).label("account_id"),
            who.c.company_name,
            *(who.c[name] for name in _TRAITS),
            and_(may_count(touch), who.c.is_nobody.isnot(True)).label("is_eligible"),
            steps.c.step_at.label("next_step_at"),
            firsts.c.event_key.isnot(None).label("is_first_of_asset"),
        )
        .join(people, people.c.person_id == _t.person_id)
        .outerjoin(who, who.c.root == people.c.root)
        .outerjoin(steps, is_next)
        .outerjoin(firsts, firsts.c.event_key == _t.event_key)
        .where(has_happened(touch))
    )
    return _told(theirs.subquery("theirs"))


def refresh_nameless(connection: Connection, rules: Rules) -> None:
    """Make the rows again of touches by nobody known, which follow no person."""
    nothing = cast(null(), Text)
    nameless = select(
        *_itself(rules),
        nothing.label("person_id"),
        _t.account_id,
        nothing.label("company_name"),
        *(nothing.label(name) for name in _TRAITS),
        may_count(touch).label("is_eligible"),
        cast(null(), _t.event_at.type).label("next_step_at"),
        false().label("is_first_of_asset"),
    ).where(has_happened(touch), _t.person_id.is_(None))
    connection.execute(delete(touch_now).where(touch_now.c.person_id.is_(None)))
    insert_found(connection, touch_now, _told(nameless.subquery("nameless")))


def _over() -> ColumnElement[datetime]:
    """When a touch was surely over: what is known by its day may have been at its end."""
    return case((is_day_only(touch), add_seconds(_t.event_at, _A_DAY)), else_=_t.event_at)


def _itself(rules: Rules) -> list[Any]:
    """What a touch says of itself."""
    is_raised = func.coalesce(_t.touch_type, "").in_(HAND_RAISES)
    return [
        *(_t[name] for name in _OWN),
        _t.channel.label("own_channel"),
        day_in(rules, touch).label("touched_on"),
        is_raised.label("is_raised"),
    ]


def _told(some: Subquery) -> Select[Any]:
    """The rows of *some* touches, with what is known of their company, campaign and content."""
    s, firm = some.c, firms()
    drive = known_of(campaign, "campaign_id", "name", "channel")
    piece = known_of(content_asset, "asset_id", "title", "message_phase")
    channel = func.coalesce(s.own_channel, drive.c.channel, s.utm_source)
    return (
        select(
            *(s[n] for n in ("event_key", "person_id", "account_id", "touch_type", "event_at")),
            *(s[n] for n in ("touched_on", "is_eligible", "next_step_at", "is_first_of_asset")),
            *(s[n] for n in ("asset_id", "campaign_id")),
            func.coalesce(firm.c.name, s.company_name).label("account_name"),
            func.coalesce(firm.c.is_target, literal(False)).label("is_target"),
            and_(s.is_eligible, s.is_raised).label("is_hand_raise"),
            func.coalesce(piece.c.title, s.asset_id).label("asset"),
            piece.c.message_phase,
            func.coalesce(s.source, channel).label("source"),
            channel.label("channel"),
            func.coalesce(drive.c.name, s.campaign_id).label("campaign"),
            *(func.coalesce(s[n], firm.c[n]).label(n) for n in ("segment", "region", "country")),
        )
        .select_from(some)
        .outerjoin(firm, firm.c.account_id == s.account_id)
        .outerjoin(drive, drive.c.campaign_id == s.campaign_id)
        .outerjoin(piece, piece.c.asset_id == s.asset_id)
    )


def _firsts(people: Table) -> Subquery:
    """The first touch of each of *people* with each piece of content."""
    place = func.row_number().over(
        partition_by=(people.c.root, _t.asset_id), order_by=(_t.event_at, _t.event_key)
    )
    ranked = (
        select(_t.event_key, place.label("place"))
        .join(people, people.c.person_id == _t.person_id)
        .where(has_happened(touch), may_count(touch), _t.asset_id.isnot(None))
        .subquery("ranked")
    )
    return select(ranked.c.event_key).where(ranked.c.place == 1).subquery("firsts")


def _steps(people: Table) -> Subquery:
    """When each of *people* became a lead, an MQL or an SQL, and when they took the step before.

    A touch belongs to one step at most: it came after the one before, and not after this one.
    """
    e, theirs = lead_episode.c, select(people.c.root)
    told = union(
        *(
            select(table.c.person_id, table.c[name].label("step_at")).where(
                table.c[name].isnot(None), table.c.person_id.in_(theirs)
            )
            for table, name in (
                (lead_start, "lead_at"),
                *((lead_episode, n) for n in ("mql_at", "sql_at")),
            )
        )
    ).subquery("told")
    before = func.lag(told.c.step_at, type_=e.mql_at.type).over(
        partition_by=told.c.person_id, order_by=told.c.step_at
    )
    return select(told, func.coalesce(before, datetime.min).label("after_at")).subquery("steps")
