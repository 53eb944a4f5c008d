"""Questions: what one side asked the other, or disputes, and nobody answered in time."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, literal, select, union_all

from revdash.episodes.dues import NEVER
from revdash.episodes.rules import Rules
from revdash.handoffs.rules.leads import LEAD, calendar, is_of, some
from revdash.handoffs.rules.record import (
    LAPSED,
    Clock,
    Count,
    DropRule,
    Severity,
    Subject,
    Threshold,
    Turn,
    clocks,
    lapses_at,
)
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import question_now, verdict_now
from revdash.store.schema.lifecycle import disposition, lead_question

_e, _q, _v = lead_episode.c, question_now.c, verdict_now.c
_TWO_DAYS = Threshold(2.0, Count.DAYS)


def _unanswered(people: Table, rules: Rules) -> Select[Any]:
    """Each question and each dispute until it was answered, on the calendar of the lead."""
    both = union_all(_questions(people, rules), _disputes(people, rules)).subquery("both")
    return select(both)


def _questions(people: Table, rules: Rules) -> Select[Any]:
    """The questions about *people*; one that says until when is late only after that."""
    next_at = func.lead(_e.mql_at, type_=_e.mql_at.type).over(
        partition_by=_e.person_id, order_by=(_e.mql_at, _e.episode_no)
    )
    handoff = (
        select(
            *(_e.episode_id, _e.person_id, _e.account_id, _e.calendar_id, _e.mql_at),
            func.coalesce(next_at, NEVER).label("next_at"),
        )
        .where(is_of(people))
        .subquery("handoff")
    )
    h = handoff.c
    is_then = and_(h.person_id == _q.person_id, h.mql_at <= _q.asked_at, _q.asked_at < h.next_at)
    asked = Subject("question", _q.event_key, _q.person_id, h.episode_id, account_id=h.account_id)
    theirs = func.coalesce(h.calendar_id, rules.default_calendar.calendar_id)
    ends = {"answered": _q.answered_at, LAPSED: lapses_at(func.coalesce(_q.due_at, _q.asked_at))}
    clock = Clock(_q.asked_at, ends, theirs, _q.due_at)
    return (
        select(*clocks(asked, clock, _other(_q.asked_by_team)))
        .outerjoin_from(question_now, handoff, is_then)
        .where(_q.person_id.in_(select(people.c.root)))
    )


def _disputes(people: Table, rules: Rules) -> Select[Any]:
    """What marketing disputed, and sales and marketing have not settled."""
    ends = {"settled": _v.settled_at, LAPSED: lapses_at(_v.disputed_at)}
    clock = Clock(_v.disputed_at, ends, calendar(rules))
    return (
        select(*clocks(LEAD, clock, literal(Turn.SALES.value)))
        .join(verdict_now, _v.episode_id == _e.episode_id)
        .where(is_of(people), _v.disputed_at.isnot(None))
    )


def _other(team: ColumnElement[str]) -> ColumnElement[str]:
    """The side that was asked: the other one."""
    is_of_sales = team.like("%sales%")
    return case((is_of_sales, Turn.MARKETING.value), else_=Turn.SALES.value)


UNANSWERED = DropRule(
    code="D18",
    name="Question or dispute unanswered",
    severity=Severity.MEDIUM,
    side=Turn.SALES,
    clock="the asking",
    threshold=_TWO_DAYS,
    resolves="it is answered, the dispute is settled, or it lapses",
    happened="Asked {began}; not answered yet.",
    matters="A side that gets no answers stops asking, and guesses.",
    todo="Answer with a fact, or settle the dispute together.",
    rows=_unanswered,
    needs=(select(union_all(some(lead_question), some(disposition)).subquery("asked")),),
)
