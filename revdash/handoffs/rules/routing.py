"""Routing: leads that nobody has, or somebody who is away or gone, or two at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Table, and_, func, literal_column, or_, select

from revdash.episodes.dues import NEVER, calendar_then
from revdash.episodes.rules import WORKTIME, Rules
from revdash.episodes.traits import known_of
from revdash.handoffs.rules import deals
from revdash.handoffs.rules.leads import (
    HUMAN,
    LEAD,
    OWNED,
    WORKED,
    calendar,
    calendar_of,
    deeds,
    some,
    stints,
)
from revdash.handoffs.rules.record import (
    AT_ONCE,
    Clock,
    Count,
    DropRule,
    Severity,
    Subject,
    Threshold,
    Turn,
    begins_at,
    clocks,
    ends_at,
    number_of,
)
from revdash.store.dialects.functions import greatest, least, seconds_between
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import assignment
from revdash.store.schema.people import app_user, user_absence
from revdash.store.versions import in_force
from revdash.terms import Precision
from revdash.worktime.expression import with_due

_e, _w = lead_episode.c, user_absence.c
_SHARE = Threshold(1.0, Count.SHARE)
_TWO_WEEKS = Threshold(14.0, Count.NOTHING)  # days within which both were handed over


def _unowned(people: Table, rules: Rules) -> Select[Any]:
    """Each time a lead was nobody's: no owner, a queue's, a bot's."""
    held = stints(people)
    h = held.c
    clock = Clock(
        from_at=_e.mql_at,
        floor_at=h.from_at,
        ends={"closed": _e.closed_at, "assigned": h.until_at},
        calendar_id=calendar(rules),
    )
    return (
        select(*clocks(LEAD, clock))
        .join(held, h.episode_id == _e.episode_id)
        .where(~h.is_human, _e.mql_precision == Precision.INSTANT.value)
    )


def _away(people: Table, rules: Rules) -> Select[Any]:
    """Each absence of who had an untouched lead, where nobody stands in."""
    held = stints(people)
    h = held.c
    is_away = and_(in_force(user_absence), _w.user_id == h.user_id, _w.delegate_user_id.is_(None))
    gone_at = begins_at(_w.from_on, rules)
    clock = Clock(
        from_at=h.from_at,
        floor_at=greatest(gone_at, h.from_at),
        ends={
            "attempt": _e.first_attempt_at,
            "closed": _e.closed_at,
            "reassigned": h.until_at,
            "back": ends_at(func.coalesce(_w.until_on, _w.from_on), rules),
        },
        calendar_id=calendar(rules),
    )
    return (
        select(*clocks(LEAD, clock))
        .join(held, h.episode_id == _e.episode_id)
        .join(user_absence, is_away)
        .where(h.is_human)
    )


def _left(people: Table, rules: Rules) -> Select[Any]:
    """Each lead that somebody had who had left."""
    held = stints(people)
    h = held.c
    clock = Clock(
        from_at=h.active_to,
        floor_at=greatest(h.active_to, h.from_at),
        ends={"closed": _e.closed_at, "reassigned": h.until_at},
        calendar_id=calendar(rules),
    )
    return (
        select(*clocks(LEAD, clock))
        .join(held, h.episode_id == _e.episode_id)
        .where(h.is_human, h.active_to.isnot(None))
    )


def _passed_on(people: Table, rules: Rules) -> Select[Any]:
    """Each time an open lead went from one human to another, and what that one then did."""
    passed, deed = _handed_on(people), deeds(people)
    p, d = passed.c, deed.c
    is_theirs = and_(d.person_id == p.person_id, d.user_id == p.user_id, d.event_at > p.from_at)
    acted = (
        select(p.episode_id, p.from_at, func.min(d.event_at).label("acted_at"))
        .join_from(passed, deed, is_theirs)
        .group_by(p.episode_id, p.from_at)
        .subquery("acted")
    )
    joined = lead_episode.join(passed, p.episode_id == _e.episode_id).outerjoin(
        acted, and_(acted.c.episode_id == p.episode_id, acted.c.from_at == p.from_at)
    )
    hours = calendar_then(calendar_of(p.calendar_id, rules), p.from_at, rules)
    share = number_of("D21", _SHARE, rules, p.from_at)
    due = with_due(joined, WORKTIME, hours, p.from_at, share * _e.target_seconds)
    clock = Clock(
        from_at=p.from_at,
        floor_at=due.at,
        ends={
            "activity": acted.c.acted_at,
            "closed": _e.closed_at,
            "reassigned": p.until_at,
        },
        calendar_id=hours,
    )
    return select(*clocks(LEAD, clock)).select_from(due.source)


def _handed_on(people: Table) -> CTE:
    """Who had a lead with a target from a human who had it before; few are, of all handings."""
    held, user = stints(people), known_of(app_user, "user_id", "kind")
    h, u = held.c, user.c
    was_human = and_(h.before != h.user_id, func.coalesce(u.kind, HUMAN) == HUMAN)
    return (
        select(_e.person_id, h.episode_id, h.user_id, h.from_at, h.until_at, h.calendar_id)
        .join(held, and_(h.episode_id == _e.episode_id, h.is_human, h.is_told))
        .outerjoin(user, u.user_id == h.before)
        .where(h.before.isnot(None), was_human, h.from_at > _e.mql_at)
        .where(_e.target_seconds.isnot(None))
        .cte("handed_on")
    )


def _two_owners(rules: Rules) -> Select[Any]:
    """Each two handoffs of one account, soon one after the other, that two people had at once."""
    near = _near(rules)
    b, a = near.c, near.alias("earlier").c
    subject = Subject("account", b.account_id, b.person_id, b.episode_id, account_id=b.account_id)
    began_at = greatest(b.since, a.since)
    clock = Clock(
        from_at=began_at,
        ends={"closed": b.closed_at, "other closed": a.closed_at},
        calendar_id=calendar_of(b.calendar_id, rules),
    )
    is_before = or_(a.mql_at < b.mql_at, and_(a.mql_at == b.mql_at, a.episode_id < b.episode_id))
    return select(*clocks(subject, clock)).where(
        a.account_id == b.account_id,
        a.owner_user_id != b.owner_user_id,
        is_before,
        seconds_between(a.mql_at, b.mql_at) <= _apart(b.mql_at, rules),
        least(a.closed_at, b.closed_at) > began_at,
    )


def _near(rules: Rules) -> CTE:
    """The handoffs of accounts that humans had, with another of the account soon before or after.

    Few are, of all: each is compared with each, also across one between them that is closed.
    """
    in_turn: dict[str, Any] = {
        "partition_by": _e.account_id,
        "order_by": (_e.mql_at, _e.episode_id),
    }
    user = known_of(app_user, "user_id", "kind")
    queues = select(user.c.user_id).where(user.c.kind != HUMAN)
    names = ("account_id", "episode_id", "person_id", "calendar_id", "mql_at", "owner_user_id")
    every = (
        select(
            *(_e[name] for name in names),
            greatest(_e.mql_at, func.coalesce(_e.first_assigned_at, _e.mql_at)).label("since"),
            func.coalesce(_e.closed_at, NEVER).label("closed_at"),
            func.lag(_e.mql_at, type_=_e.mql_at.type).over(**in_turn).label("before_at"),
            func.lead(_e.mql_at, type_=_e.mql_at.type).over(**in_turn).label("next_at"),
        )
        .where(_e.account_id.isnot(None), _e.owner_user_id.notin_(queues))
        .subquery("every")
    )
    v = every.c
    is_near = or_(
        seconds_between(v.before_at, v.mql_at) <= _apart(v.mql_at, rules),
        seconds_between(v.mql_at, v.next_at) <= _apart(v.next_at, rules),
    )
    return select(every).where(is_near).cte("near")


def _apart(at: ColumnElement[datetime], rules: Rules) -> ColumnElement[float]:
    """How many seconds before the later handoff, made *at* an instant, the earlier may lie."""
    return number_of("D24", _TWO_WEEKS, rules, at) * literal_column("86400.0")


NOBODY_OWNS_IT = DropRule(
    code="D01",
    name="Nobody owns it",
    severity=Severity.CRITICAL,
    side=Turn.REVOPS,
    clock="the MQL",
    threshold=Threshold(0.5, Count.HOURS),
    resolves="a human who is with us gets it",
    happened="Nobody has it: no owner, a queue or a bot; handed over {began}.",
    matters="A lead that belongs to nobody is called by nobody.",
    todo="Give it to somebody, and mend the rule that should have.",
    rows=_unowned,
    needs=(OWNED,),
)
OWNER_AWAY = DropRule(
    code="D02",
    name="Owner away",
    severity=Severity.CRITICAL,
    side=Turn.SALES,
    clock="the assignment",
    threshold=AT_ONCE,
    resolves="somebody else gets it, a delegate is named, somebody tries, or the owner is back",
    happened="Away: {owner}, who has it since {began}; nobody stands in, nobody has tried yet.",
    matters="It waits as long as the absence lasts.",
    todo="Name a delegate for the absence, or hand the lead to somebody who is there.",
    rows=_away,
    needs=(some(user_absence),),
)
OWNER_LEFT = DropRule(
    code="D03",
    name="Owner left",
    severity=Severity.CRITICAL,
    side=Turn.REVOPS,
    clock="the owner's last day",
    threshold=AT_ONCE,
    resolves="somebody else gets it",
    happened="Still with {owner}, who left on {began}.",
    matters="Whoever left will not call, and reports count it as worked on.",
    todo="Hand it over, and pass on what leavers have on the day they leave.",
    rows=_left,
    whole=deals.owner_left,
    needs=(some(app_user, app_user.c.active_to.isnot(None)),),
)
PASSED_ON = DropRule(
    code="D21",
    name="Reassigned, not picked up",
    severity=Severity.MEDIUM,
    side=Turn.SALES,
    clock="the reassignment",
    threshold=_SHARE,
    resolves="the new owner does something",
    happened="Passed on to {owner} {began}; nothing by the new owner yet.",
    matters="With each handing the lead starts from the beginning, and it knows.",
    todo="The new owner takes it up, or it goes back.",
    rows=_passed_on,
    needs=(some(assignment), WORKED),
)
TWO_OWNERS = DropRule(
    code="D24",
    name="Two people, one account",
    severity=Severity.LOW,
    side=Turn.REVOPS,
    clock="the second assignment",
    threshold=_TWO_WEEKS,
    resolves="one person has both, or one of them closes",
    happened="Two people have open leads of this account since {began}.",
    matters="The account hears from two of us who do not know of each other.",
    todo="Agree who has the account, or how it is shared.",
    whole=_two_owners,
    needs=(OWNED,),
)
