"""Talking: questions between the sides, and refusals disputed: asked, answered, decided jointly."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from revdash.api.acting import due_after, moment, side_of, stamp
from revdash.api.actors import Actor, Right
from revdash.api.house import House
from revdash.api.loop_views import Answering, Settling
from revdash.api.publishing import publish_soon
from revdash.desk import disputes, questions
from revdash.desk.disputes import Decision, Dispute, Say
from revdash.desk.questions import Answer, LeadQuestion
from revdash.episodes.refusals import verdicts_by_id
from revdash.episodes.rules import Rules
from revdash.episodes.subjects import newest_handoffs
from revdash.errors import InputError, NotAllowedError
from revdash.terms import LeadStage, Side


def ask(house: House, actor: Actor, person: str, words: str, side: str = "") -> str:
    """Ask the other side something about one person; returns a sentence."""
    actor.assert_may(Right.ACT)
    now = _now(house)
    wanted = LeadQuestion(
        asked_side=side_of(actor, side) or Side.SHARED,
        person_id=person,
        words=words,
        asked_at=now.at,
        due_at=due_after(now.rules, now.at),
    )
    with house.desk.writing() as desk:
        questions.ask(desk, wanted, stamp(actor, ""))
    other = wanted.asked_of_side.value
    return f"Asked. It is {other}'s turn for two business days. {publish_soon(house, actor.name)}"


def answer(house: House, actor: Actor, said: Answering) -> str:
    """Answer a question of the other side; returns a sentence."""
    actor.assert_may(Right.ACT)
    now = _now(house)
    with house.desk.writing() as desk:
        asked = questions.read_question(desk, said.key)
        assert_turn(actor, asked.asked_of_side, "answers")
        told = Answer(
            question_id=said.key,
            words=said.words,
            evidence=said.evidence,
            at=now.at,
            version=said.version,
        )
        questions.answer(desk, told, stamp(actor, said.click_id))
    missing = "" if said.evidence else " No fact is linked, so it does not count as answered."
    return f"Answered.{missing} {publish_soon(house, actor.name)}"


def take_answer_back(house: House, actor: Actor, key: str, version: int) -> str:
    """Make a question open again; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        questions.take_answer_back(desk, key, version, stamp(actor, ""))
    return f"The question is open again. {publish_soon(house, actor.name)}"


def withdraw_question(house: House, actor: Actor, key: str) -> str:
    """Take a question back that nobody answered; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        questions.withdraw(desk, key, stamp(actor, ""))
    return f"The question is taken back. {publish_soon(house, actor.name)}"


def raise_dispute(house: House, actor: Actor, verdict: str, words: str, side: str = "") -> str:
    """Dispute a refusal within its ten business days; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.facts() as connection:
        at, rules = moment(house, connection)
        row = verdicts_by_id(connection, {verdict}).get(verdict)
    if row is None or row.dispute_due_at is None:
        raise InputError(
            "This is no refusal that can be disputed. It may have been taken back with its "
            "import; reload the page to choose another."
        )
    wanted = Dispute(
        verdict_id=verdict,
        words=words,
        raised_by_side=side_of(actor, side) or Side.MARKETING,
        raised_at=at,
        due_at=due_after(rules, at),
    )
    with house.desk.writing() as desk:
        disputes.raise_dispute(desk, wanted, row.dispute_due_at, stamp(actor, ""))
    return f"Disputed. It is sales' turn. {publish_soon(house, actor.name)}"


def settle(house: House, actor: Actor, said: Settling) -> str:
    """Propose a decision, or agree to the other side's; returns a sentence."""
    actor.assert_may(Right.ACT)
    side = side_of(actor, said.side)
    with house.facts() as connection, house.desk.connect() as desk:
        at, _ = moment(house, connection)
        disputed = disputes.read_dispute(desk, said.key)
        is_refused = _is_refused(connection, disputed.verdict_id)
    told = Say(
        dispute_id=said.key,
        side=side or Side.SHARED,
        decision=_decision(said.decision),
        at=at,
        version=said.version,
        note=said.note,
        dissent=said.dissent,
        reinstates=is_refused,
    )
    with house.desk.writing() as desk:
        now = disputes.settle(desk, told, stamp(actor, said.click_id))
    if now.turn is not None:
        return f"Proposed: {told.decision.value}. It is {now.turn.value}'s turn to agree."
    return f"{_ending(now)} {publish_soon(house, actor.name)}"


def reopen(house: House, actor: Actor, key: str, version: int) -> str:
    """Take a decision, or a proposal, back; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        disputes.reopen(desk, key, version, stamp(actor, ""))
    return f"The dispute is open again. {publish_soon(house, actor.name)}"


def withdraw_dispute(house: House, actor: Actor, key: str, version: int) -> str:
    """Take a dispute back that is not decided; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house.desk.writing() as desk:
        disputes.withdraw_dispute(desk, key, version, stamp(actor, ""))
    return f"The dispute is taken back. {publish_soon(house, actor.name)}"


@dataclass(frozen=True, kw_only=True)
class _Now:
    at: datetime
    rules: Rules


def _now(house: House) -> _Now:
    with house.facts() as connection:
        at, rules = moment(house, connection)
    return _Now(at=at, rules=rules)


def _is_refused(connection: Connection, verdict: str) -> bool:
    """Whether the lead is still as it was refused: marketing may have recycled it since (T11)."""
    row = verdicts_by_id(connection, {verdict}).get(verdict)
    found = newest_handoffs(connection, {row.person_id}) if row else {}
    return any(one.stage == LeadStage.REJECTED for one in found.values())


def _ending(now: Dispute) -> str:
    if now.decision is Decision.DISMISSED:
        return "Both sides agree: the refusal stands."
    if now.reinstated_at is not None:
        return "Both sides agree that marketing was right: the lead is an MQL again."
    return "Both sides agree that marketing was right; the lead went on meanwhile and stays so."


def _decision(word: str) -> Decision:
    if word not in [*Decision]:
        raise InputError(
            f"'{word}' is no decision. It is upheld, where marketing was right, or dismissed. "
            "Choose one."
        )
    return Decision(word)


def assert_turn(actor: Actor, turn: Side, does: str) -> None:
    """Refuse somebody who speaks for the other side; who speaks for none may."""
    if actor.side not in {None, turn}:
        raise NotAllowedError(
            f"{actor.name} speaks for {actor.side}, and here {turn.value} {does}. "
            f"Ask a colleague of {turn.value}, or choose another person in the header."
        )
