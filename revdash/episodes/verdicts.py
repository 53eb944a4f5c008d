"""Verdicts: each time sales gave a handed-over lead back: why, after how much, and if disputed."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from revdash.episodes.aftermath import LONG_NOTE, SAME_DECISION
from revdash.episodes.dues import with_days
from revdash.episodes.eligible import has_happened
from revdash.episodes.feedback import GIVEN_BACK, OTHER, VERDICTS
from revdash.episodes.rules import Rules
from revdash.episodes.traits import is_day_only
from revdash.store.dialects.functions import add_seconds, day_of, local_time, seconds_between
from revdash.store.schema.agreement import reason_before, reason_used
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import attempt_now
from revdash.store.schema.ledger import quality_issue
from revdash.store.schema.lifecycle import disposition, lifecycle_event
from revdash.terms import LeadStage, ReasonClass

DISPUTE_DAYS = 10  # business days in which marketing may dispute a refusal
UPHELD, DISMISSED = "upheld", "dismissed"
SAYS_UPHELD = ("upheld", "reinstated", "accepted", "marketing", "won", "yes")
"""What a dispute's decision may be called where marketing was right."""

_DAY_END: ColumnElement[float] = literal_column("86399.999999")  # of what is known by its day
_REFUSED, _MQL = LeadStage.REJECTED.value, LeadStage.MQL.value
_GIVEN = sorted(stage.value for stage in GIVEN_BACK)
_e, _l, _d = lead_episode.c, lifecycle_event.c, disposition.c
_r, _b = reason_used.c, reason_before.c
_CUTS = [
    *("account_name", "source", "channel", "campaign_id", "campaign", "segment", "region"),
    *("country", "tier", "kind", "owner_user_id", "owner", "team"),
]


def verdict_rows(people: Table, rules: Rules) -> Select[Any]:
    """Give a row for each time a lead of *people* was given back; attempts must be known already.

    A stage and a disposition a day apart are one decision, and either may be there alone.
    """
    said = _said(people)
    given = _given(people, said)
    g, more, tried = given.c, _more(given, said), _tried(given)
    code = func.coalesce(g.reason_code, more.c.reason_code)
    was_known = and_(*(_b.reason_code == code, _b.since_at <= g.began_at, g.began_at < _b.until_at))
    joined = (
        given.join(lead_episode, _e.episode_id == g.episode_id)
        .outerjoin(more, more.c.key == g.key)
        .outerjoin(tried, tried.c.key == g.key)
        .outerjoin(reason_used, _r.reason_code == code)
        .outerjoin(reason_before, was_known)
    )
    refused_at = case((g.stage == _REFUSED, g.over_at))
    due = with_days(joined, refused_at, DISPUTE_DAYS, rules)
    settled_at = func.coalesce(more.c.decided_at, g.upheld_at)
    local_day = day_of(local_time(g.event_at, rules.zone))
    return select(
        g.key.label("verdict_id"),
        *(g[name] for name in ("person_id", "episode_id")),
        case(*((g.stage == s.value, VERDICTS[s].value) for s in GIVEN_BACK)).label("verdict"),
        g.event_at.label("decided_at"),
        case((g.is_day, day_of(g.event_at)), else_=local_day).label("decided_on"),
        *_reason(given, more),
        func.coalesce(tried.c.attempts, 0).label("attempts_before"),
        due.at.label("dispute_due_at"),
        func.coalesce(more.c.disputed_at, settled_at).label("disputed_at"),
        settled_at.label("settled_at"),
        day_of(local_time(settled_at, rules.zone)).label("settled_on"),
        _settlement(given, more).label("settlement"),
        *(_e[name] for name in _CUTS),
    ).select_from(due.source)


def _told(people: Table, said: CTE) -> Subquery:
    """Everything that is said to have given a lead back, or to have overturned that."""
    is_day = func.coalesce(is_day_only(lifecycle_event), False)
    overturns = and_(_l.to_stage == _MQL, _l.is_correction.is_(True))
    stages = (
        select(
            *(people.c.root.label("person_id"), _l.event_key.label("key"), _l.event_at),
            *(_l.to_stage.label("stage"), _l.reason_code, _l.note, is_day.label("is_day")),
            case((is_day, add_seconds(_l.event_at, _DAY_END)), else_=_l.event_at).label("over_at"),
        )
        .join(people, people.c.person_id == _l.person_id)
        .where(has_happened(lifecycle_event), or_(_l.to_stage.in_(_GIVEN), overturns))
    )
    known, s = stages.cte("known"), said.c
    is_known = exists().where(
        known.c.person_id == s.person_id,
        known.c.stage == s.stage,
        _is_near(known.c.event_at, s.event_at),
    )
    alone = select(
        *(s[name] for name in ("person_id", "key", "event_at", "stage", "reason_code", "note")),
        (s.event_at != s.event_at).label("is_day"),
        s.event_at.label("over_at"),
    ).where(~is_known)
    return union_all(select(known), alone).subquery("told")


def _said(people: Table) -> CTE:
    """The dispositions of *people* that give a lead back."""
    stage = func.upper(func.trim(_d.verdict))
    return (
        select(
            *(people.c.root.label("person_id"), _d.event_key.label("key"), _d.event_at),
            *(stage.label("stage"), _d.reason_code, _d.note, _d.disputed_at, _d.decided_at),
            func.lower(func.trim(_d.dispute_decision)).label("decision"),
        )
        .join(people, people.c.person_id == _d.person_id)
        .where(has_happened(disposition), stage.in_(_GIVEN))
        .cte("said")
    )


def _is_near(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    apart = seconds_between(one, other)
    return func.abs(apart) <= SAME_DECISION.total_seconds()


def _given(people: Table, said: CTE) -> CTE:
    """What gave a lead back while it was handed over, and when that was overturned, if ever."""
    told = _told(people, said)
    t = told.c
    is_inside = and_(
        _e.person_id == t.person_id,
        _e.mql_at <= t.over_at,
        or_(_e.closed_at.is_(None), t.event_at <= _e.closed_at),
    )
    place = func.row_number().over(partition_by=t.key, order_by=(_e.mql_at, _e.episode_no))
    began = func.coalesce(_e.clock_start_at, _e.mql_at)
    placed = (
        select(told, _e.episode_id, began.label("began_at"), place.label("place"))
        .join(lead_episode, is_inside)
        .where(~exists().where(quality_issue.c.event_key == t.key))  # it changed no state
        .subquery("placed")
    )
    p = placed.c
    in_turn: dict[str, Any] = {"partition_by": p.episode_id, "order_by": (p.over_at, p.key)}
    following = func.lead(p.stage, type_=p.stage.type).over(**in_turn)
    overturned_at = func.lead(p.event_at, type_=p.event_at.type).over(**in_turn)
    is_upheld = and_(p.stage == _REFUSED, following == _MQL)
    turns = (
        select(
            placed,
            func.lag(p.stage, type_=p.stage.type).over(**in_turn).label("before"),
            case((is_upheld, overturned_at)).label("upheld_at"),
        )
        .where(p.place == 1)
        .subquery("turns")
    )
    is_first = or_(turns.c.before.is_(None), turns.c.before != turns.c.stage)
    return select(turns).where(turns.c.stage != _MQL, is_first).cte("given")


def _more(given: CTE, said: CTE) -> Subquery:
    """What dispositions add to each verdict."""
    g, s = given.c, said.c
    is_same = and_(s.person_id == g.person_id, s.stage == g.stage, _is_near(g.event_at, s.event_at))
    return (
        select(
            g.key,
            *(func.max(s[n]).label(n) for n in ("reason_code", "note", "decision")),
            func.max(func.length(func.trim(s.note))).label("note_length"),
            *(func.min(s[n]).label(n) for n in ("disputed_at", "decided_at")),
        )
        .join(said, is_same)
        .group_by(g.key)
        .subquery("more")
    )


def _tried(given: CTE) -> Subquery:
    """How often somebody had tried to reach the lead by each verdict."""
    g, a = given.c, attempt_now.c
    is_before = and_(a.person_id == g.person_id, a.event_at >= g.began_at, a.event_at <= g.over_at)
    return (
        select(g.key, func.count().label("attempts"))
        .join(attempt_now, is_before)
        .where(a.is_attempt)
        .group_by(g.key)
        .subquery("tried")
    )


def _reason(given: CTE, more: Subquery) -> list[ColumnElement[Any]]:
    """The reason, and whether it tells something (`says_something`), as when the clock began."""
    g, m = given.c, more.c
    code = func.coalesce(g.reason_code, m.reason_code)
    longest = func.length(func.trim(func.coalesce(g.note, "")))
    is_noted = or_(longest >= LONG_NOTE, func.coalesce(m.note_length, 0) >= LONG_NOTE)
    kind, uncalled = _then("reason_class"), _then("is_no_contact_required")
    is_agreed = and_(func.lower(_r.reason_code) != OTHER, func.lower(_then("label")) != OTHER)
    is_plain = or_(kind != ReasonClass.PROCESS.value, uncalled)
    return [
        code.label("reason_code"),
        func.coalesce(_r.label, code).label("reason"),
        kind.label("reason_class"),
        func.coalesce(g.note, m.note).label("note"),
        func.coalesce(and_(is_agreed, or_(is_plain, is_noted)), False).label("is_reason_valid"),
        func.coalesce(uncalled, False).label("is_no_contact_required"),
    ]


def _then(name: str) -> ColumnElement[Any]:
    """What the list in force when the clock began said of the reason."""
    return func.coalesce(_b[name], _r[name])


def _settlement(given: CTE, more: Subquery) -> ColumnElement[str]:
    """Upheld where marketing was right: as the dispute was decided, or as the lead went on."""
    is_upheld = or_(given.c.upheld_at.isnot(None), more.c.decision.in_(SAYS_UPHELD))
    is_settled = or_(more.c.decided_at.isnot(None), more.c.decision.isnot(None))
    return case((is_upheld, UPHELD), (is_settled, DISMISSED))
