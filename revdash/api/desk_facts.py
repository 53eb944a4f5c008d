"""Desk facts: what people state here, as facts of the store: verdicts, nurture, questions."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table

from revdash.api.desk_work import facts_of_work
from revdash.desk.actions import NO_FACT, Action, standing_actions
from revdash.desk.deeds import VERDICTS, ActionKind, firing_of
from revdash.desk.disputes import Dispute, read_disputes
from revdash.desk.engine import Desk
from revdash.desk.people import read_members
from revdash.desk.questions import LeadQuestion, read_questions
from revdash.episodes.refusals import Underlying, underlying
from revdash.store.own import SYSTEM, bring_in_line, difference
from revdash.store.schema.lifecycle import (
    clock_pause,
    disposition,
    lead_question,
    lifecycle_event,
    nurture_enrolment,
)
from revdash.terms import LeadStage, Precision, Side

Row = Mapping[str, Any]

NURTURE_RULES = ("D15", "D16")  # about leads that are recycled already: they lack a review
PROGRAMME = "nurture"
# A dispute is told just after the verdict that it is about: the verdict is what is read first.
_AFTER = timedelta(microseconds=1)


def bring_desk_facts(connection: Connection, desk: Desk, now: datetime) -> set[str]:
    """Make the store's facts from the desk what the desk has now; gives whom that concerns."""
    people: set[str] = set()
    for table, rows in facts_of_desk(connection, desk).items():
        people |= bring_in_line(connection, table, rows, now)
    return people


def is_behind(connection: Connection, desk: Desk) -> bool:
    """Whether the desk says something that the store does not know yet."""
    told = facts_of_desk(connection, desk)
    found = (difference(connection, table, rows) for table, rows in told.items())
    return any(one.gone or one.new for one in found)


def facts_of_desk(connection: Connection, desk: Desk) -> dict[Table, list[Row]]:
    """Everything that people stated here, as rows of the tables of facts.

    A dispute is there for as long as the verdict is that it is about.
    """
    with desk.connect() as written:
        actions = standing_actions(written, VERDICTS)
        snoozed = standing_actions(written, [ActionKind.SNOOZE])
        questions, disputes = read_questions(written), read_disputes(written)
        members, of_work = read_members(written, active=False), facts_of_work(written)
    users = {one.member_id: one.app_user_id or one.member_id for one in members}
    verdicts = [_verdict(one, users) for one in actions if not _is_review(one)]
    own = {row["event_key"]: Underlying(*_named(row)) for row in verdicts}
    about = underlying(connection, {one.verdict_id for one in disputes} - own.keys()) | own
    standing = [(one, about[one.verdict_id]) for one in disputes if one.verdict_id in about]
    doubts = [_doubt(one, fact, users) for one, fact in standing]
    return {
        disposition: [*verdicts, *doubts],
        lifecycle_event: [*_reinstated(standing)],
        nurture_enrolment: [_enrolment(one) for one in actions if _is_enrolled(one)],
        lead_question: [_question(one) for one in questions],
        clock_pause: [_pause(one) for one in snoozed if one.reason_code],
        **of_work,
    }


def _is_review(action: Action) -> bool:
    return firing_of(action.instance_key).rule in NURTURE_RULES


def _is_enrolled(action: Action) -> bool:
    """Whether marketing has it in hand: of what sales recycles, its three days to do so run."""
    return action.kind is ActionKind.RECYCLE and (
        action.side is not Side.SALES or _is_review(action)
    )


def _verdict(action: Action, users: Mapping[str, str]) -> Row:
    is_refusal = action.kind is ActionKind.REJECT
    stage = LeadStage.REJECTED if is_refusal else LeadStage.RECYCLED
    return {
        "event_key": f"{SYSTEM}:verdict:{action.action_id}",
        "person_id": action.person_id,
        "verdict": stage.value,
        "reason_code": action.reason_code,
        "note": _noted(action),
        "event_at": action.happened_at,
        "actor_user_id": users.get(action.by, action.by),
        "recycle_until": None if is_refusal or not action.until_at else action.until_at.date(),
        "recorded_at": action.written_at,
    }


def _noted(action: Action) -> str | None:
    """What was said of it, with the fact that it rests on."""
    fact = f"Fact: {action.evidence}" if action.evidence else ""
    if action.is_without_fact:
        fact = NO_FACT.capitalize()
    return ". ".join(filter(None, (action.words.rstrip("."), fact))) or None


def _pause(action: Action) -> Row:
    """A snooze that stops the clock: what the prospect asked for, or the law."""
    return {
        "event_key": f"{SYSTEM}:pause:{action.action_id}",
        "person_id": action.person_id,
        "reason": action.reason_code,
        "event_at": action.at,
        "until_at": action.until_at,
        "evidence_ref": action.evidence,
        "recorded_at": action.written_at,
    }


def _named(row: Row) -> tuple[str, str, datetime]:
    return row["event_key"], row["person_id"], row["event_at"]


def _doubt(one: Dispute, fact: Underlying, users: Mapping[str, str]) -> Row:
    return {
        "event_key": f"{SYSTEM}:dispute:{one.dispute_id}",
        "person_id": fact.person_id,
        "verdict": LeadStage.REJECTED.value,
        "event_at": fact.event_at + _AFTER,
        "disputed_at": one.raised_at,
        "disputed_by": users.get(one.raised_by, one.raised_by),
        "dispute_decision": one.decision.value if one.decision and one.decided_at else None,
        "decided_at": one.decided_at,
    }


def _reinstated(disputes: list[tuple[Dispute, Underlying]]) -> Iterator[Row]:
    """The leads that a joint decision made MQLs again (DOMAIN.md 2.2, T10)."""
    for one, fact in disputes:
        if one.reinstated_at is not None:
            yield {
                "event_key": f"{SYSTEM}:reinstated:{one.dispute_id}",
                "person_id": fact.person_id,
                "to_stage": LeadStage.MQL.value,
                "event_at": one.reinstated_at,
                "event_precision": Precision.INSTANT.value,
                "actor_kind": "human",
                "is_correction": True,
                "note": one.note or None,
            }


def _enrolment(action: Action) -> Row:
    return {
        "event_key": f"{SYSTEM}:nurture:{action.action_id}",
        "person_id": action.person_id,
        "programme": PROGRAMME,
        "enrolled_at": action.at,
        "next_review_on": action.until_at.date() if action.until_at else None,
        "recorded_at": action.written_at,
    }


def _question(one: LeadQuestion) -> Row:
    return {
        "event_key": f"{SYSTEM}:question:{one.question_id}",
        "asked_by_team": one.asked_side.value,
        "person_id": one.person_id,
        "question": one.words,
        "asked_at": one.asked_at,
        "due_at": one.due_at,
        "answered_at": one.answered_at,
        "answer": one.answer or None,
        "evidence_ref": one.evidence or None,
    }
