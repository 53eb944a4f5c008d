"""Handover: what the two sides tell each other about a lead, in revdash's own shape."""

from collections.abc import Iterator
from datetime import datetime

from revdash.demo.dice import dice, pick
from revdash.demo.dirt import is_verdict, reason_told
from revdash.demo.disputes import disputed_change
from revdash.demo.lives import Change, Episode
from revdash.demo.systems import ids
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.systems.own import own, person_in_salesforce, user_id
from revdash.demo.tending import TENDED_SINCE
from revdash.demo.work import business_days_after
from revdash.demo.world import World
from revdash.terms import LeadStage

_P_NOTED = 0.55
_NOTES = {
    "spam": "The name and the number are made up.",
    "student": "Writes a thesis about scheduling and told us so.",
    "competitor": "Works for a vendor of scheduling software.",
    "do_not_contact": "Asked on the phone not to be called again.",
    "duplicate": "We talk to the same person about another record already.",
    "bad_fit": "Two technicians and no vehicles: nothing to schedule.",
    "too_small": "Fewer than five technicians.",
    "wrong_contact": "Has no say in tools and would not name who has.",
    "no_budget": "The budget of this year is spent.",
    "no_project": "Only compares vendors, no project before next year.",
    "timing": "Wants to look again after the busy season.",
    "no_response": "Tried as agreed, by phone and by mail.",
    "other": "Talked to them, see the call of that day.",
}
_WHYS = {
    "hand_raise": "Asked for it: {kind}.",
    "A": "Right size and trade, several visits to prices in one week.",
    "B": "Right trade, read two guides.",
    "C": "Came by a form, little known.",
}
_MESSAGES = {
    "Fewer empty kilometres": 0.4,
    "Every technician knows the next job": 0.35,
    "Spare parts on the first visit": 0.25,
}
_P_ASKED, _P_ANSWERED, _P_ANSWERED_NOW, _P_WITH_FACT = 0.05, 0.85, 0.97, 0.8
_QUESTIONS = {
    "marketing": ("Did they say which webinar they came from?", "What was missing for them?"),
    "sales": ("Which page did they come from?", "Who else of that company has been here?"),
}
_REQUIRED = 6
_P_REASON_ADDED = 0.9
_REASONS_ADDED = {"no_response": 0.4, "no_budget": 0.35, "bad_fit": 0.25}


def _dispositions(world: World) -> Iterator[Line]:
    for episode in world.episodes:
        about = disputed_change(episode.changes, episode.dispute) if episode.dispute else None
        for place, change in enumerate(episode.changes):
            if is_verdict(change):
                key = f"{episode.key}-{place + 1}"
                told = _disposition(episode, change, key)
                yield Line(change.at, key, told)
                if place == about:
                    yield from _dispute(episode, key, told)
                else:
                    yield from _reason_added(episode, key, told)


def _reason_added(episode: Episode, key: str, told: dict[str, Cell]) -> Iterator[Line]:
    """Some of the vague reasons say something once the list has asked (see tending)."""
    rng, at = dice("reason added", key), told["event_at"]
    if not isinstance(at, datetime) or at < TENDED_SINCE or told["reason_code"] != "other":
        return
    if rng.random() < _P_REASON_ADDED:
        added_at = business_days_after(episode.rep.calendar, at, rng.uniform(1, 6))
        yield Line(added_at, key, told | {"reason_code": pick(rng, _REASONS_ADDED)})


def _disposition(episode: Episode, change: Change, key: str) -> dict[str, Cell]:
    reason = reason_told(key, change)
    is_noted = dice("note", key).random() < _P_NOTED
    return {
        "event_key": own("disposition", key),
        "person_id": person_in_salesforce(episode),
        "verdict": change.stage.value,
        "reason_code": reason,
        "note": _NOTES[reason] if reason and is_noted else None,
        "event_at": change.at,
        "actor_user_id": user_id(change.user),
        "recycle_until": change.recycle_until,
    }


def _dispute(episode: Episode, key: str, told: dict[str, Cell]) -> Iterator[Line]:
    dispute = episode.dispute
    if dispute is None:
        return
    raised: dict[str, Cell] = {
        **told,
        "disputed_at": dispute.at,
        "disputed_by": user_id(dispute.by),
    }
    yield Line(dispute.at, key, raised)
    decision = "upheld" if dispute.is_upheld else "dismissed"
    decided: dict[str, Cell] = {"dispute_decision": decision, "decided_at": dispute.decided_at}
    yield Line(dispute.decided_at, key, raised | decided)


def _reinstated(world: World) -> Iterator[Line]:
    """What a dispute that marketing was right in makes of the lead: an MQL again."""
    for episode in world.episodes:
        for change in episode.changes:
            if change.stage is LeadStage.MQL:
                cells: dict[str, Cell] = {
                    "event_key": own("reinstated", episode.key),
                    "person_id": person_in_salesforce(episode),
                    "to_stage": change.stage.value,
                    "event_at": change.at,
                    "actor_user_id": user_id(change.user),
                    "is_correction": True,
                    "note": "The dispute was decided for marketing.",
                }
                yield Line(change.at, episode.key, cells)


def _notes(world: World) -> Iterator[Line]:
    """What marketing writes to sales when it hands a lead over."""
    for episode in world.episodes:
        rng = dice("handoff note", episode.key)
        raised = episode.hand_raise
        why = _WHYS["hand_raise"].format(kind=raised.kind.replace("_", " ")) if raised else ""
        missing = sum(rng.random() < share for share in (0.04, 0.08))
        cells: dict[str, Cell] = {
            "event_key": own("handoff", episode.key),
            "person_id": f"hubspot:contact:{ids.contact(episode.lead)}",
            "why_this_lead": why or _WHYS[episode.tier],
            "which_message": pick(rng, _MESSAGES),
            "required_filled": _REQUIRED - missing,
            "required_total": _REQUIRED,
            "event_at": episode.mql_at,
        }
        yield Line(episode.mql_at, episode.key, cells)


def _questions(world: World) -> Iterator[Line]:
    """What one side asks the other about a lead, and when it answers."""
    for episode in world.episodes:
        rng = dice("question", episode.key)
        if rng.random() >= _P_ASKED:
            continue
        calendar = episode.rep.calendar
        asker = pick(rng, {"marketing": 0.6, "sales": 0.4})
        asked_at = business_days_after(calendar, episode.mql_at, rng.uniform(0.3, 6))
        answered_at = business_days_after(calendar, asked_at, rng.uniform(0.1, 3.2))
        asked: dict[str, Cell] = {
            "event_key": own("question", episode.key),
            "asked_by_team": asker,
            "person_id": f"hubspot:contact:{ids.contact(episode.lead)}",
            "question": rng.choice(_QUESTIONS[asker]),
            "asked_at": asked_at,
        }
        yield Line(asked_at, episode.key, asked)
        if rng.random() < (_P_ANSWERED_NOW if asked_at >= TENDED_SINCE else _P_ANSWERED):
            fact = f"salesforce:person:{ids.sf_lead(episode.lead)}"
            answer: dict[str, Cell] = {
                "answered_at": answered_at,
                "answer": "See what is written there.",
                "evidence_ref": fact if rng.random() < _P_WITH_FACT else None,
            }
            yield Line(answered_at, episode.key, asked | answer)


SHEETS = (
    Sheet(
        "disposition",
        (
            *("event_key", "person_id", "verdict", "reason_code", "note", "event_at"),
            *("actor_user_id", "recycle_until", "disputed_at", "disputed_by"),
            *("dispute_decision", "decided_at"),
        ),
        _dispositions,
        weeks=A_MONTH,
    ),
    Sheet(
        "lifecycle_event",
        (
            *("event_key", "person_id", "to_stage", "event_at", "actor_user_id"),
            *("is_correction", "note"),
        ),
        _reinstated,
    ),
    Sheet(
        "handoff_note",
        (
            *("event_key", "person_id", "why_this_lead", "which_message", "required_filled"),
            *("required_total", "event_at"),
        ),
        _notes,
        weeks=A_MONTH,
    ),
    Sheet(
        "lead_question",
        (
            *("event_key", "asked_by_team", "person_id", "question", "asked_at"),
            *("answered_at", "answer", "evidence_ref"),
        ),
        _questions,
        weeks=A_MONTH,
    ),
)
