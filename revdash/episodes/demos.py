"""Demos: each demo with its reschedules, how it went, and what came of it."""

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
    exists,
    func,
    literal_column,
    null,
    select,
)

from revdash.episodes import met
from revdash.episodes.deal_people import whose
from revdash.episodes.dues import NEVER, with_days
from revdash.episodes.feedback import LEADS_TO
from revdash.episodes.rules import Rules
from revdash.episodes.traits import firms, known_of, traits_of
from revdash.store.dialects.functions import add_seconds, day_of, local_time
from revdash.store.frames import insert_found
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import demo_now
from revdash.store.schema.identity import person_identity
from revdash.store.schema.people import app_user, team
from revdash.store.schema.sales import meeting
from revdash.store.versions import in_force

MISSING_DAYS = 1  # business days after its end from which on an outcome is missing
REBOOK_DAYS = 15  # business days in which a demo that was missed should be held after all
_ONE: ColumnElement[int] = literal_column("1")
_ZERO: ColumnElement[int] = literal_column("0")
_LEADS_TO: ColumnElement[float] = literal_column(str(-LEADS_TO.total_seconds()))
_m, _e, _o = meeting.c, lead_episode.c, opportunity.c
_OF_DEAL = ("lead_source", "campaign_id", "segment", "region", "account_name", "kind")
_HANDED = (
    *("source", "channel", "campaign_id", "campaign", "tier", "kind"),
    *("segment", "region", "country", "account_name", "owner_user_id", "owner", "team"),
)
_OWN = ("demo_id", "person_id", "booked_at", "ends_at", "outcome", "held_at", "missed_at")


def demo_rows(people: Table, rules: Rules) -> Select[Any]:
    """Give a row for each demo with one of *people*, or of a deal that their lead became."""
    deal, who = _deals(), traits_of(people)
    theirs = (
        _meetings(deal, people.c.root)
        .join(people, people.c.person_id == func.coalesce(_m.person_id, deal.c.person_id))
        .outerjoin(who, who.c.root == people.c.root)
        .where(who.c.is_nobody.isnot(True))
    )
    return _told(theirs, _handoffs(people), who, rules)


def refresh_nameless(connection: Connection, rules: Rules) -> None:
    """Make the rows again of demos with nobody known, which follow no person."""
    deal, nobody = _deals(), cast(null(), Text)
    nobodys = _meetings(deal, nobody).where(_m.person_id.is_(None), deal.c.person_id.is_(None))
    connection.execute(delete(demo_now).where(demo_now.c.person_id.is_(None)))
    some = select(_m.event_key).where(in_force(meeting), _m.person_id.is_(None))
    if not connection.execute(select(exists(some))).scalar_one():
        return
    # whom to ask of does not matter: nobody's demo meets no handoff and no traits
    rows = _told(nobodys, _handoffs(person_identity), traits_of(person_identity), rules)
    insert_found(connection, demo_now, rows)


def _deals() -> Subquery:
    """What is known of each deal, and whose lead became it."""
    became = whose()
    columns = (func.max(_o[name]).label(name) for name in _OF_DEAL)
    is_test = func.max(case((_o.is_test.is_(True), 1), else_=0)) == 1
    return (
        select(
            _o.opportunity_id,
            *columns,
            func.max(became.c.person_id).label("person_id"),
            is_test.label("is_test"),
        )
        .join(became, became.c.event_key == _o.event_key)
        .where(in_force(opportunity))
        .group_by(_o.opportunity_id)
        .subquery("deals")
    )


def _meetings(deal: Subquery, root: ColumnElement[str]) -> Select[Any]:
    """The demos that are in a calendar, those of deals for a test left out."""
    return (
        select(
            *(_m[name] for name in ("event_key", "opportunity_id", "account_id", "chain_id")),
            root.label("person_id"),
            func.coalesce(root, _m.opportunity_id, _m.event_key).label("party"),
            func.coalesce(_m.host_user_id, _m.booked_by).label("host_user_id"),
            func.coalesce(_m.start_at, _m.end_at).label("starts_at"),
            met.booked_at().label("booked_at"),
            met.ended_at().label("ends_at"),
            met.outcome().label("outcome"),
        )
        .outerjoin(deal, deal.c.opportunity_id == _m.opportunity_id)
        .where(in_force(meeting), met.is_demo(), met.ended_at().isnot(None))
        .where(deal.c.is_test.isnot(True))
    )


def _demos(meetings: Select[Any]) -> Subquery:
    """One row a demo: what was moved is one with what it was moved to.

    One that was held, missed or cancelled is over: what comes next is another.
    """
    m = meetings.subquery("meetings")
    in_turn: dict[str, Any] = {
        "partition_by": (m.c.party, func.coalesce(m.c.chain_id, "")),
        "order_by": (m.c.starts_at, m.c.event_key),
    }
    turns = select(
        m,
        func.lag(m.c.outcome, type_=m.c.outcome.type).over(**in_turn).label("before"),
        func.row_number().over(**in_turn).label("place"),
    ).subquery("turns")
    t = turns.c
    is_over = func.coalesce(t.before, "").in_((met.HELD, met.NO_SHOW, met.CANCELLED))
    is_moved = func.coalesce(t.before, "") == met.MOVED
    goes_on = case((t.chain_id.isnot(None), ~is_over), else_=is_moved)
    is_first = case((and_(t.place > 1, goes_on), _ZERO), else_=_ONE)
    begun = select(turns, is_first.label("is_first")).subquery("begun")
    b = begun.c
    number = func.sum(b.is_first).over(
        partition_by=(b.party, func.coalesce(b.chain_id, "")),
        order_by=(b.starts_at, b.event_key),
        rows=(None, 0),
    )
    runs = select(begun, number.label("number")).subquery("runs")
    return _together(runs)


def _together(runs: Subquery) -> Subquery:
    r = runs.c
    is_first = r.is_first == _ONE
    is_missed = r.outcome.in_((met.NO_SHOW, met.CANCELLED))
    return (
        select(
            func.max(case((is_first, r.event_key))).label("demo_id"),
            *(func.max(r[n]).label(n) for n in ("person_id", "opportunity_id", "account_id")),
            r.party,
            func.max(case((is_first, r.host_user_id))).label("host_user_id"),
            func.min(r.booked_at).label("booked_at"),
            func.max(case((is_first, r.ends_at))).label("ends_at"),
            func.max(r.ends_at).label("last_ends_at"),
            func.max(case((r.outcome != met.MOVED, r.outcome))).label("outcome"),
            func.max(case((r.outcome == met.HELD, r.ends_at))).label("held_at"),
            func.max(case((is_missed, r.ends_at))).label("missed_at"),
        )
        .group_by(r.party, r.chain_id, r.number)
        .subquery("demos")
    )


def _handoffs(people: Table) -> Subquery:
    """The handoffs of *people*: from when on a demo belongs to each, and until when."""
    begun_at = add_seconds(func.coalesce(_e.clock_start_at, _e.mql_at), _LEADS_TO)
    next_at = func.lead(begun_at, type_=_e.mql_at.type).over(
        partition_by=_e.person_id, order_by=(begun_at, _e.episode_no)
    )
    return (
        select(
            *(_e.person_id, _e.episode_id, _e.sql_at),
            begun_at.label("begun_at"),
            func.coalesce(next_at, NEVER).label("next_at"),
            *(_e[name] for name in _HANDED),
        )
        .where(_e.person_id.in_(select(people.c.root)))
        .subquery("handoff")
    )


def _told(meetings: Select[Any], handoff: Subquery, who: Subquery, rules: Rules) -> Select[Any]:
    """The rows of the demos that *meetings* amount to."""
    demos, host, deal, firm = _demos(meetings), _hosts(), _deals(), firms()
    d, h = demos.c, handoff.c
    later = func.min(d.held_at, type_=d.held_at.type).over(
        partition_by=d.party, order_by=(d.ends_at, d.demo_id), rows=(1, None)
    )
    is_of = and_(h.person_id == d.person_id, h.begun_at <= d.booked_at, d.booked_at < h.next_at)
    joined = (
        demos.outerjoin(handoff, is_of)
        .outerjoin(host, host.c.user_id == d.host_user_id)
        .outerjoin(deal, deal.c.opportunity_id == d.opportunity_id)
        .outerjoin(who, who.c.root == d.person_id)
        .outerjoin(firm, firm.c.account_id == func.coalesce(d.account_id, who.c.account_id))
    )
    missing = with_days(joined, d.last_ends_at, MISSING_DAYS, rules, host.c.calendar_id)
    rebook = with_days(missing.source, d.missed_at, REBOOK_DAYS, rules, host.c.calendar_id)
    return select(
        *(d[name] for name in _OWN),
        h.episode_id,
        *(
            day_of(local_time(at, rules.zone)).label(name)
            for name, at in (
                ("booked_on", d.booked_at),
                ("due_on", d.ends_at),
                ("held_on", d.held_at),
                ("rebook_due_on", rebook.at),
            )
        ),
        missing.at.label("missing_from_at"),
        rebook.at.label("rebook_due_at"),
        case((d.missed_at.isnot(None), later)).label("made_up_at"),
        h.sql_at,
        (h.sql_at < d.held_at).label("is_sql_before"),
        *_cuts(handoff, who, deal, firm),
        *_owner(demos, handoff, host),
    ).select_from(rebook.source)


def _hosts() -> Subquery:
    """Everybody who may host a demo, with the name of their team."""
    user = known_of(app_user, "user_id", "name", "team_id", "calendar_id")
    crew = known_of(team, "team_id", "name")
    return (
        select(user, func.coalesce(crew.c.name, user.c.team_id).label("team"))
        .outerjoin(crew, crew.c.team_id == user.c.team_id)
        .subquery("host")
    )


def _cuts(
    handoff: Subquery, who: Subquery, deal: Subquery, firm: Subquery
) -> list[ColumnElement[Any]]:
    h, w, d, f = handoff.c, who.c, deal.c, firm.c
    source = func.coalesce(h.source, d.lead_source, w.source)
    return [
        func.coalesce(h.account_name, d.account_name, f.name, w.company_name).label("account_name"),
        source.label("source"),
        func.coalesce(h.channel, source).label("channel"),
        func.coalesce(h.campaign_id, d.campaign_id).label("campaign_id"),
        func.coalesce(h.campaign, d.campaign_id).label("campaign"),
        func.coalesce(h.segment, d.segment, w.segment, f.segment).label("segment"),
        func.coalesce(h.region, d.region, w.region, f.region).label("region"),
        func.coalesce(h.country, w.country, f.country).label("country"),
        h.tier,
        func.coalesce(h.kind, d.kind).label("kind"),
    ]


def _owner(demos: Subquery, handoff: Subquery, host: Subquery) -> list[ColumnElement[Any]]:
    """Who holds it or, where nobody says, who has the lead."""
    d, h, is_unsaid = demos.c, handoff.c, demos.c.host_user_id.is_(None)
    return [
        func.coalesce(d.host_user_id, h.owner_user_id).label("owner_user_id"),
        func.coalesce(host.c.name, d.host_user_id, h.owner).label("owner"),
        case((is_unsaid, h.team), else_=host.c.team).label("team"),
    ]
