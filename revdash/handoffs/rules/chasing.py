"""Chasing: leads that were tried and let go, never decided upon, or answered and not heard."""

from typing import Any

from sqlalchemy import Integer, Select, Table, and_, case, cast, func, or_, select, union_all

from revdash.episodes.agreed import ATTEMPTS, CADENCE
from revdash.episodes.rules import Rules
from revdash.handoffs.rules.leads import LEAD, WORKED, calendar, deeds, is_of, some
from revdash.handoffs.rules.record import (
    Clock,
    Count,
    DropRule,
    Severity,
    Threshold,
    Turn,
    clocks,
    number_of,
)
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.lifecycle import disposition, lifecycle_event
from revdash.store.schema.sales import sales_activity
from revdash.terms import LeadStage

_e = lead_episode.c
_FIVE_DAYS = Threshold(5.0, Count.DAYS)
_ENOUGH = Threshold(CADENCE.attempts, Count.NOTHING)
_TALKED = ("connected",)
_DECIDED = tuple(
    stage.value
    for stage in (
        *(LeadStage.SAL, LeadStage.SQL, LeadStage.REJECTED, LeadStage.RECYCLED),
        LeadStage.DISQUALIFIED,
    )
)


def _let_go(people: Table, rules: Rules) -> Select[Any]:
    """Each time sales did something for a lead not reached yet, until it did the next thing."""
    deed = deeds(people)
    d = deed.c
    in_turn: dict[str, Any] = {"partition_by": d.episode_id, "order_by": (d.event_at, d.event_key)}
    tries = func.sum(case((d.is_attempt, 1), else_=0)).over(**in_turn, rows=(None, 0))
    next_at = func.lead(d.event_at, type_=d.event_at.type).over(**in_turn)
    ours = (
        select(
            *(d.episode_id, d.event_at),
            cast(tries, Integer).label("tries"),
            next_at.label("next_at"),
        )
        .where(~d.is_heard, d.episode_id.isnot(None))
        .subquery("ours")
    )
    o = ours.c
    ends = {"attempt": o.next_at, "connected": _e.connected_at, "closed": _e.closed_at}
    clock = Clock(o.event_at, ends, calendar(rules))
    is_unreached = or_(_e.connected_at.is_(None), _e.connected_at > o.event_at)
    enough = number_of(ATTEMPTS, _ENOUGH, rules, _e.clock_start_at)
    return (
        select(*clocks(LEAD, clock))
        .join(ours, o.episode_id == _e.episode_id)
        .where(is_of(people), is_unreached, o.tries >= 1, o.tries < enough)
    )


def _undecided(people: Table, rules: Rules) -> Select[Any]:
    """Each lead from its first attempt until sales said yes or no."""
    ends = {"verdict": _e.verdict_at, "closed": _e.closed_at}
    clock = Clock(_e.first_attempt_at, ends, calendar(rules), _e.verdict_floor_at)
    return select(*clocks(LEAD, clock)).where(is_of(people), _e.first_attempt_at.isnot(None))


def _unanswered(people: Table, rules: Rules) -> Select[Any]:
    """Each first word of an open lead since ours, until we wrote back; a talk needs no answer."""
    deed = deeds(people)
    d = deed.c
    in_turn: dict[str, Any] = {"partition_by": d.person_id, "order_by": (d.event_at, d.event_key)}
    waits = and_(d.is_heard, func.coalesce(d.outcome, "").notin_(_TALKED))
    our_next = func.min(case((~waits, d.event_at)), type_=d.event_at.type)
    turns = select(
        *(d.episode_id, d.event_at),
        waits.label("waits"),
        func.lag(waits).over(**in_turn).label("waited"),
        our_next.over(**in_turn, rows=(1, None)).label("answered_at"),
    ).subquery("turns")
    t = turns.c
    ends = {"reply": t.answered_at, "closed": _e.closed_at}
    clock = Clock(t.event_at, ends, calendar(rules))
    return (
        select(*clocks(LEAD, clock))
        .join(turns, t.episode_id == _e.episode_id)
        .where(is_of(people), t.waits, t.waited.isnot(True))
    )


_VERDICTS_TOLD = select(
    union_all(
        some(lifecycle_event, lifecycle_event.c.to_stage.in_(_DECIDED)), some(disposition)
    ).subquery("verdicts_told")
)

LET_GO = DropRule(
    code="D07",
    name="One and done",
    severity=Severity.MEDIUM,
    side=Turn.SALES,
    clock="the last thing sales did",
    threshold=_FIVE_DAYS,
    resolves="somebody tries again, reaches the lead, or decides upon it",
    happened="Not reached, fewer attempts than agreed so far; last tried {began}.",
    matters="Most leads that answer do so after more than one attempt.",
    todo="Try again on another channel, or give it back with a reason.",
    rows=_let_go,
    needs=(WORKED,),
)
UNDECIDED = DropRule(
    code="D08",
    name="No verdict",
    severity=Severity.MEDIUM,
    side=Turn.SALES,
    clock="the first attempt",
    threshold=_FIVE_DAYS,
    resolves="sales accepts it or gives it back",
    happened="Neither accepted nor given back yet; first tried {began}.",
    matters="Marketing cannot learn from a lead that nobody decides upon.",
    todo="Say yes, or no with a reason.",
    rows=_undecided,
    needs=(WORKED, _VERDICTS_TOLD),
)
UNANSWERED = DropRule(
    code="D09",
    name="Unanswered reply",
    severity=Severity.HIGH,
    side=Turn.SALES,
    clock="the lead's word",
    threshold=Threshold(1.0, Count.DAYS),
    resolves="a human answers",
    happened="Not answered yet: the lead wrote or called {began}.",
    matters="Nobody is closer to a talk than who just spoke to us.",
    todo="Answer now.",
    rows=_unanswered,
    needs=(some(sales_activity, sales_activity.c.direction == "inbound"),),
)
