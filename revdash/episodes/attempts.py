"""Attempts: what sellers did for each human, what came of it, and when it was written down."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
)

from revdash.episodes.asking import SUMMARY
from revdash.episodes.clocks import DEFAULT_QUALIFYING
from revdash.episodes.dues import with_days
from revdash.episodes.eligible import has_happened
from revdash.episodes.gathering import CONNECTED
from revdash.episodes.rules import Rules
from revdash.episodes.traits import day_in, firms, is_day_only, known_of, traits_of
from revdash.store.dialects.functions import (
    add_seconds,
    least,
    seconds_between,
    seconds_of_day,
)
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.people import app_user, team
from revdash.store.schema.sales import sales_activity

ANSWER_DAYS = 5  # business days within which an answer still belongs to an attempt
LATE = 86_400.0  # seconds after which writing it down is late
MANUAL = "manual"  # evidence that is somebody's word
_A_MINUTE: ColumnElement[float] = literal_column("60.0")  # a summary so close only repeats
_A_DAY: ColumnElement[int] = literal_column("86400")
_NEVER = literal(datetime(9999, 1, 1))
_s, _e = sales_activity.c, lead_episode.c
_OWN = ("event_key", "activity_type", "outcome", "event_at", "recorded_at")
_SAID = ("person_id", "done_on", "is_heard", "is_manual", "is_late_logged")
_HANDED = ("campaign_id", "campaign", "tier", "kind")
_PLACES = ("segment", "region", "country")


def attempt_rows(people: Table, rules: Rules) -> Select[Any]:
    """Give a row for each thing a human did for one of *people*, or heard from them.

    It is cut by the last handoff begun by then, and belongs to that one while it was open.
    """
    deed, handoff, who = _deeds(people, rules), _handoffs(people), traits_of(people)
    d, h, firm = deed.c, handoff.c, firms()
    doer = known_of(app_user, "user_id", "name", "team_id", "calendar_id")
    crew = known_of(team, "team_id", "name")
    is_last = and_(h.begun_at <= d.event_at, h.next_at > d.event_at)
    joined = (
        deed.outerjoin(handoff, and_(h.person_id == d.person_id, is_last))
        .outerjoin(who, who.c.root == d.person_id)
        .outerjoin(firm, firm.c.account_id == who.c.account_id)
        .outerjoin(doer, doer.c.user_id == d.user_id)
        .outerjoin(crew, crew.c.team_id == doer.c.team_id)
    )
    due = with_days(joined, d.over_at, ANSWER_DAYS, rules, doer.c.calendar_id)
    is_answered = and_(d.answered_at.isnot(None), d.answered_at <= due.at)
    came_from = func.coalesce(h.source, who.c.source)
    return (
        select(
            *(d[name] for name in (*_OWN, *_SAID)),
            case((_is_open(deed, handoff), h.episode_id)).label("episode_id"),
            func.coalesce(h.account_name, firm.c.name, who.c.company_name).label("account_name"),
            and_(d.is_ours, _is_agreed(deed, handoff, rules)).label("is_attempt"),
            or_(d.is_connected, is_answered).label("is_reached"),
            due.at.label("answer_due_at"),
            came_from.label("source"),
            func.coalesce(h.channel, came_from).label("channel"),
            *(h[name] for name in _HANDED),
            *(func.coalesce(h[n], who.c[n], firm.c[n]).label(n) for n in _PLACES),
            *_doer(deed, handoff, doer, crew),
        )
        .select_from(due.source)
        .where(who.c.is_nobody.isnot(True))
    )


def _deeds(people: Table, rules: Rules) -> Subquery:
    """What humans did and heard, and when the next answer came; no summary of what is there."""
    told = _told(people, rules).subquery("told")
    t = told.c
    apart = least(
        func.coalesce(seconds_between(t.before_at, t.event_at), _A_MINUTE),
        func.coalesce(seconds_between(t.event_at, t.told_at), _A_MINUTE),
    )
    return select(told).where(or_(~t.is_summary, apart >= _A_MINUTE)).subquery("deed")


def _told(people: Table, rules: Rules) -> Select[Any]:
    """What is told of each human by a human, with what came before it and after."""
    at, is_day = _s.event_at, func.coalesce(is_day_only(sales_activity), False)
    direction = func.coalesce(_s.direction, "outbound")
    evidence = func.coalesce(_s.evidence, "")
    is_spoken = func.coalesce(_s.outcome, "").in_(CONNECTED)
    is_answer = and_(direction == "inbound", or_(_s.outcome.is_(None), is_spoken))
    over_at = case((is_day, add_seconds(at, _A_DAY)), else_=at)
    is_late = seconds_between(over_at, _s.recorded_at) > LATE
    by_time: dict[str, Any] = {"partition_by": people.c.root, "order_by": (at, _s.event_key)}
    answers = func.min(case((is_answer, at)), type_=at.type)
    others = func.min(case((evidence != SUMMARY, at)), type_=at.type)
    return (
        select(
            *(_s[name] for name in (*_OWN, "user_id")),
            people.c.root.label("person_id"),
            day_in(rules, sales_activity).label("done_on"),
            over_at.label("over_at"),
            and_(direction == "outbound", ~is_day).label("is_ours"),
            (direction == "inbound").label("is_heard"),
            or_(is_spoken, is_answer).label("is_connected"),
            (evidence == MANUAL).label("is_manual"),
            case((evidence == MANUAL, is_late)).label("is_late_logged"),
            (evidence == SUMMARY).label("is_summary"),
            answers.over(**by_time, rows=(0, None)).label("answered_at"),
            others.over(**by_time, rows=(0, None)).label("told_at"),
            func.lag(at, type_=at.type).over(**by_time).label("before_at"),
        )
        .join(people, people.c.person_id == _s.person_id)
        .where(has_happened(sales_activity), _s.is_automated.isnot(True))
    )


def _handoffs(people: Table) -> Subquery:
    """The handoffs of *people*, each until the next began."""
    begun_at = func.coalesce(_e.clock_start_at, _e.mql_at)
    next_at = func.lead(begun_at, type_=_e.mql_at.type).over(
        partition_by=_e.person_id, order_by=(begun_at, _e.episode_no)
    )
    cuts = ("source", "channel", *_HANDED, *_PLACES, "owner_user_id", "owner", "team")
    return (
        select(
            *(_e.episode_id, _e.person_id, _e.account_name, _e.policy_version),
            begun_at.label("begun_at"),
            func.coalesce(next_at, _NEVER).label("next_at"),  # an OR would join each with each
            case((_e.is_impossible_order.isnot(True), _e.closed_at)).label("closed_at"),
            *(_e[name] for name in cuts),
        )
        .where(_e.person_id.in_(select(people.c.root)))
        .subquery("handoff")
    )


def _is_open(deed: Subquery, handoff: Subquery) -> ColumnElement[bool]:
    """Whether the handoff was open; one that is known to have ended on a day was, all that day."""
    at, closed_at = deed.c.event_at, handoff.c.closed_at
    is_midnight = seconds_of_day(closed_at) == 0.0
    that_day = and_(is_midnight, at < add_seconds(closed_at, _A_DAY))
    return or_(closed_at.is_(None), at <= closed_at, that_day)


def _is_agreed(deed: Subquery, handoff: Subquery, rules: Rules) -> ColumnElement[bool]:
    """Whether the agreement counts it: the handoff's version or, without one, that of its time."""
    kind = func.coalesce(deed.c.activity_type, "")
    versions = [(deed.c.event_at >= p.valid_from, p.version) for p in reversed(rules.policies)]
    of_its_time = case(*versions) if versions else cast(null(), handoff.c.policy_version.type)
    version = func.coalesce(handoff.c.policy_version, of_its_time)
    kinds = [(version == p.version, kind.in_(sorted(p.qualifying))) for p in rules.policies]
    default = kind.in_(sorted(DEFAULT_QUALIFYING))
    return case(*kinds, else_=default) if kinds else default


def _doer(
    deed: Subquery, handoff: Subquery, doer: Subquery, crew: Subquery
) -> list[ColumnElement[Any]]:
    """Who did it or, where nobody says, who has the lead."""
    d, h, is_unsaid = deed.c, handoff.c, deed.c.user_id.is_(None)
    return [
        func.coalesce(d.user_id, h.owner_user_id).label("owner_user_id"),
        func.coalesce(doer.c.name, d.user_id, h.owner).label("owner"),
        case((is_unsaid, h.team), else_=func.coalesce(crew.c.name, doer.c.team_id)).label("team"),
    ]
