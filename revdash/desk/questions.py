"""Questions: what one side asks the other about one lead, and the answer with its fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, insert, remove
from revdash.desk.tables.feedback import lead_question
from revdash.errors import InputError
from revdash.terms import Side

SIDES = (Side.MARKETING, Side.SALES)
OTHER_SIDE: Mapping[Side, Side] = {Side.MARKETING: Side.SALES, Side.SALES: Side.MARKETING}
_q = lead_question.c


@dataclass(frozen=True, kw_only=True)
class LeadQuestion:
    """One question about one person; ``evidence`` names the fact that its answer rests on."""

    asked_side: Side
    person_id: str
    words: str
    asked_at: datetime
    due_at: datetime
    asked_by: str = ""
    episode_id: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    answer: str = ""
    evidence: str = ""
    question_id: str = ""
    version: int = 0

    @property
    def asked_of_side(self) -> Side:
        """Whose turn it is to answer."""
        return OTHER_SIDE[self.asked_side]

    def is_overdue(self, now: datetime) -> bool:
        """Whether it waits for an answer past its time."""
        return self.answered_at is None and self.due_at < now


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is answered, to the question as it was at *version*, at a moment of company time."""

    question_id: str
    words: str
    evidence: str
    at: datetime
    version: int


def read_questions(connection: Connection) -> tuple[LeadQuestion, ...]:
    """Read every question: those still open first, the one due first on top."""
    query = select(lead_question).order_by(
        _q.answered_at.isnot(None), _q.answered_at.desc(), _q.due_at, _q.question_id
    )
    return tuple(_question(row) for row in connection.execute(query))


def read_question(connection: Connection, question_id: str) -> LeadQuestion:
    """Read one question."""
    query = select(lead_question).where(_q.question_id == question_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise InputError("This question is no longer there. Reload the page to see those that are.")
    return _question(row)


def ask(connection: Connection, wanted: LeadQuestion, by: Stamp) -> str:
    """Ask the other side something; return the question's id."""
    if not wanted.words.strip():
        raise InputError("The question is empty. Write what you want to know about this lead.")
    if wanted.asked_side not in SIDES:
        raise InputError(
            "It is not said for which side you ask. Marketing asks sales, or sales asks marketing: "
            "choose one, or have your side set on Settings › People."
        )
    values: dict[str, Any] = {
        "question_id": wanted.question_id or None,
        "asked_side": wanted.asked_side.value,
        "asked_of_side": wanted.asked_of_side.value,
        "asked_by": by.actor_id,
        "person_id": wanted.person_id,
        "episode_id": wanted.episode_id,
        "words": wanted.words.strip(),
        "asked_at": wanted.asked_at,
        "due_at": wanted.due_at,
    }
    return insert(connection, lead_question, values, by)


def answer(connection: Connection, said: Answer, by: Stamp) -> None:
    """Answer a question; without a fact it is answered, but not counted as answered in time."""
    if not said.words.strip():
        raise InputError("The answer is empty. Write what you know, and link the fact it rests on.")
    values = {
        "question_id": said.question_id,
        "answer": said.words.strip(),
        "evidence": said.evidence.strip() or None,
        "answered_at": said.at,
        "answered_by": by.actor_id,
    }
    change(connection, lead_question, values, said.version, by)


def take_answer_back(connection: Connection, question_id: str, version: int, by: Stamp) -> None:
    """Make a question as open as it was before its answer."""
    nothing = dict.fromkeys(("answer", "evidence", "answered_at", "answered_by"))
    change(connection, lead_question, {"question_id": question_id, **nothing}, version, by)


def withdraw(connection: Connection, question_id: str, by: Stamp) -> None:
    """Take a question back that nobody has answered yet."""
    asked = read_question(connection, question_id)
    if asked.answered_at is not None:
        raise InputError(
            f"The question was answered on {asked.answered_at:%Y-%m-%d}, so it stands. "
            "Take the answer back first."
        )
    remove(connection, lead_question, question_id, asked.version, by)


def _question(row: Any) -> LeadQuestion:
    return LeadQuestion(
        question_id=row.question_id,
        asked_side=Side(row.asked_side),
        asked_by=row.asked_by or "",
        person_id=row.person_id or "",
        episode_id=row.episode_id,
        words=row.words or "",
        asked_at=row.asked_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        answer=row.answer or "",
        evidence=row.evidence or "",
        version=row.version,
    )
