"""Aftermath: what became of people beside their stages: decisions on them, meetings, nurture."""

from datetime import timedelta

from revdash.episodes.episode import RANK, Event
from revdash.episodes.pausing import Pause
from revdash.episodes.people_facts import Fact, Known, Met, Nursed, PersonFacts
from revdash.episodes.rules import Rules
from revdash.store.schema.lifecycle import disposition
from revdash.terms import LeadStage

LONG_NOTE = 15  # characters of a note that tells something
SAME_DECISION = timedelta(days=1)  # a stage and a disposition this close are one decision
_STAGES = {
    "ACCEPTED": LeadStage.SAL,
    "REJECTED": LeadStage.REJECTED,
    "RECYCLED": LeadStage.RECYCLED,
    "DISQUALIFIED": LeadStage.DISQUALIFIED,
}


def is_noted(fact: Fact) -> bool:
    """Whether a fact has a note that is long enough to tell something."""
    return (fact["note_length"] or 0) >= LONG_NOTE


def decide(facts: PersonFacts, fact: Fact, known: Known) -> None:
    """Add a disposition to the person's events, or what it says more to the one that it is of."""
    stage = _STAGES.get(fact["verdict"] or "")
    if stage is None:
        return
    said = _event(fact, stage, known.rules)
    same = [n for n, event in enumerate(facts.events) if _is_same(event, said)]
    for n in same:
        facts.events[n] = _with_reason(facts.events[n], said)
    if not same:
        facts.events.append(said)


def meet(facts: PersonFacts, fact: Fact, _known: Known) -> None:
    """Add a meeting."""
    facts.meetings.append(Met(*(fact[name] for name in Met._fields)))


def nurse(facts: PersonFacts, fact: Fact, _known: Known) -> None:
    """Add a time in a nurture programme."""
    facts.nursed.append(Nursed(fact["enrolled_at"], fact["exited_at"]))


def pause(facts: PersonFacts, fact: Fact, _known: Known) -> None:
    """Add what may stop their clocks."""
    facts.pauses.append(Pause(*(fact[name] for name in Pause._fields)))


def _event(fact: Fact, stage: LeadStage, rules: Rules) -> Event:
    reason = rules.reason_at(fact["reason_code"], fact["event_at"])
    return Event(
        key=fact["event_key"],
        person_id=fact["person_id"],
        stage=stage,
        at=fact["event_at"],
        loaded_at=fact["loaded_at"],
        reason=fact["reason_code"],
        is_hard=reason is not None and reason.is_hard,
        is_noted=is_noted(fact),
        recycle_until=fact["recycle_until"],
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
