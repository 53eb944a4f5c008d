"""Aftermath: what became of people beside their stages: decisions on them, meetings, nurture."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal

from revdash.episodes import met
from revdash.episodes.episode import RANK, Event
from revdash.episodes.pausing import Pause
from revdash.episodes.people_facts import Met, Nursed, PersonFacts
from revdash.episodes.rules import Rules
from revdash.store.schema.deals import opportunity
from revdash.store.schema.lifecycle import (
    clock_pause,
    disposition,
    lifecycle_event,
    nurture_enrolment,
)
from revdash.store.schema.sales import meeting
from revdash.store.versions import in_force
from revdash.terms import LeadStage, PauseReason

LONG_NOTE = 15  # characters of a note that tells something
SAME_DECISION = timedelta(days=1)  # a stage and a disposition this close are one decision
_d, _n, _p = disposition.c, nurture_enrolment.c, clock_pause.c

NOTE_LENGTH = func.length(func.trim(lifecycle_event.c.note)).label("note_length")
_DECISION: tuple[ColumnElement[Any], ...] = (
    *(_d.event_key, _d.person_id, _d.reason_code, _d.event_at, _d.loaded_at, _d.recycle_until),
    func.upper(func.trim(_d.verdict)).label("verdict"),
    func.length(func.trim(_d.note)).label("note_length"),
)
_MEETING: tuple[ColumnElement[Any], ...] = (
    met.booked_at().label("booked_at"),
    met.ended_at().label("ended_at"),
    met.is_demo().label("is_demo"),
    (func.coalesce(met.outcome(), "") == met.HELD).label("is_held"),
)
_AHEAD: tuple[ColumnElement[Any], ...] = (
    met.booked_at().label("start"),
    met.starts_at().label("until"),
    literal(PauseReason.ASKED_FOR_LATER.value).label("reason"),
)
_STATED = (_p.event_at.label("start"), _p.until_at.label("until"), _p.reason)
_STAGES = {
    "ACCEPTED": LeadStage.SAL,
    "REJECTED": LeadStage.REJECTED,
    "RECYCLED": LeadStage.RECYCLED,
    "DISQUALIFIED": LeadStage.DISQUALIFIED,
}


class Ask(NamedTuple):
    """How to ask for facts of the people at hand: of them, of their deals, and for the rows."""

    of_them: Callable[..., Select[Any]]
    of_deals: Callable[..., Select[Any]]
    rows: Callable[[Select[Any]], Iterator[dict[str, Any]]]


def add_aftermath(people: Mapping[str, PersonFacts], ask: Ask, rules: Rules) -> None:
    """Add decisions, meetings and nurture to what is known of *people*; stages come before."""
    decisions = ask.of_them(disposition, *_DECISION).where(_d.event_at.isnot(None))
    for row in ask.rows(decisions.order_by(_d.event_at, _d.event_key)):
        _decide(people[row["root"]], row, rules)
    theirs = ask.of_them(meeting, *_MEETING)
    is_of_deal = meeting.c.opportunity_id == opportunity.c.opportunity_id
    of_deals = ask.of_deals(*_MEETING).join(meeting, is_of_deal & meeting.c.person_id.is_(None))
    for statement in (theirs, of_deals.where(in_force(meeting))):
        for row in ask.rows(statement.where(met.ended_at().isnot(None))):
            people[row["root"]].meetings.append(Met(*(row[name] for name in Met._fields)))
    nursed = ask.of_them(nurture_enrolment, _n.enrolled_at, _n.exited_at).where(
        _n.enrolled_at.isnot(None), _n.next_review_on.isnot(None)
    )
    for row in ask.rows(nursed):
        people[row["root"]].nursed.append(Nursed(row["enrolled_at"], row["exited_at"]))
    _add_pauses(people, ask)


def _add_pauses(people: Mapping[str, PersonFacts], ask: Ask) -> None:
    """Add what may stop their clocks: a meeting agreed on ahead, and what was stated here."""
    is_off = func.coalesce(met.outcome(), "") == met.CANCELLED
    agreed = ask.of_them(meeting, *_AHEAD).where(~is_off, met.booked_at() < met.starts_at())
    stated = ask.of_them(clock_pause, *_STATED).where(_p.event_at < _p.until_at)
    for statement in (agreed, stated):
        for row in ask.rows(statement):
            pause = Pause(*(row[name] for name in Pause._fields))
            people[row["root"]].pauses.append(pause)


def is_noted(row: Mapping[str, Any]) -> bool:
    """Whether a fact has a note that is long enough to tell something."""
    return (row["note_length"] or 0) >= LONG_NOTE


def _decide(facts: PersonFacts, row: Mapping[str, Any], rules: Rules) -> None:
    """Add a disposition to the person's events, or what it says more to the one that it is of."""
    stage = _STAGES.get(row["verdict"] or "")
    if stage is None:
        return
    said = _event(row, stage, rules)
    same = [n for n, event in enumerate(facts.events) if _is_same(event, said)]
    for n in same:
        facts.events[n] = _with_reason(facts.events[n], said)
    if not same:
        facts.events.append(said)


def _event(row: Mapping[str, Any], stage: LeadStage, rules: Rules) -> Event:
    reason = rules.reason_at(row["reason_code"], row["event_at"])
    return Event(
        key=row["event_key"],
        person_id=row["person_id"],
        stage=stage,
        at=row["event_at"],
        loaded_at=row["loaded_at"],
        reason=row["reason_code"],
        is_hard=reason is not None and reason.is_hard,
        is_noted=is_noted(row),
        recycle_until=row["recycle_until"],
        table=disposition.name,
    )


def _is_same(event: Event, said: Event) -> bool:
    """Whether an event tells of the same decision; to go on with a lead is to accept it."""
    is_like = event.stage is said.stage
    if said.stage is LeadStage.SAL:
        is_like = RANK.get(event.stage, 0) >= RANK[LeadStage.SAL]
    return is_like and abs(event.at - said.at) <= SAME_DECISION


def _with_reason(event: Event, said: Event) -> Event:
    return event._replace(
        reason=event.reason or said.reason,
        is_hard=event.is_hard or said.is_hard,
        is_noted=event.is_noted or said.is_noted,
        recycle_until=event.recycle_until or said.recycle_until,
    )
