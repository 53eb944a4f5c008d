"""Survey: what the pulse asks: six fixed questions, and those offered beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import insert
from revdash.desk.tables.pulse import survey_question
from revdash.errors import InputError
from revdash.terms import Side

OPTIONS = 5  # of a score: from 1, not at all, to 5, fully
MOST = 100  # of a share
LONGEST = 1_000  # characters of an answer in one's own words


class AnswerKind(StrEnum):
    """What answers a question."""

    SCORE = "score"  # how far one agrees
    SHARE = "share"  # how many of a hundred
    OPEN = "open"  # one's own words


@dataclass(frozen=True, kw_only=True)
class PulseQuestion:
    """One question; the six fixed ones are asked in every round and must be answered."""

    question_id: str
    words: str
    label: str = ""  # in a word or two, where there is no room for the sentence
    kind: AnswerKind = AnswerKind.SCORE
    is_fixed: bool = False
    about: Side | None = None  # whose work it rates: the other side's answer is a cross-rating
    metric: str = ""  # what measures the same


FIXED: Final = (
    PulseQuestion(
        question_id="cooperation",
        words="Marketing and sales work well together.",
        label="Working together",
        is_fixed=True,
    ),
    PulseQuestion(
        question_id="lead_quality",
        words="The leads that marketing hands over are worth sales' time.",
        label="Lead quality",
        is_fixed=True,
        about=Side.MARKETING,
        metric="acceptance_rate",
    ),
    PulseQuestion(
        question_id="follow_up",
        words="Sales follows up marketing's leads quickly.",
        label="Follow-up",
        is_fixed=True,
        about=Side.SALES,
        metric="sla_attainment",
    ),
    PulseQuestion(
        question_id="feedback",
        words="Marketing learns what became of the leads it handed over.",
        label="Word back",
        is_fixed=True,
        about=Side.SALES,
    ),
    PulseQuestion(
        question_id="shared_goals",
        words="Marketing and sales work toward the same goals.",
        label="Shared goals",
        is_fixed=True,
    ),
    PulseQuestion(
        question_id="owning",
        words="When something goes wrong, each side owns its part of it.",
        label="Owning its part",
        is_fixed=True,
    ),
)
OFFERED: Final = (
    PulseQuestion(
        question_id="in_time",
        words="Of 100 MQLs, how many get a first human attempt in time?",
        label="Followed up in time",
        kind=AnswerKind.SHARE,
        metric="sla_attainment",
    ),
    PulseQuestion(
        question_id="accepted",
        words="Of 100 MQLs, how many does sales accept?",
        label="Accepted by sales",
        kind=AnswerKind.SHARE,
        metric="acceptance_rate",
    ),
    PulseQuestion(
        question_id="celebrating",
        words="We celebrate what we win together.",
        label="Celebrating",
    ),
    PulseQuestion(
        question_id="one_thing",
        words="What one thing would help us most?",
        kind=AnswerKind.OPEN,
    ),
)
_KNOWN = {one.question_id: one for one in (*FIXED, *OFFERED)}


def read_offered(connection: Connection) -> tuple[PulseQuestion, ...]:
    """Read what may be asked beside the fixed questions: ours, and the teams' own."""
    query = (
        select(survey_question)
        .where(survey_question.c.question_id.not_in(_KNOWN), survey_question.c.is_active)
        .order_by(survey_question.c.position, survey_question.c.question_id)
    )
    own = (
        PulseQuestion(
            question_id=row.question_id, words=row.words, kind=AnswerKind(row.answer_kind)
        )
        for row in connection.execute(query)
    )
    return (*OFFERED, *own)


def add_question(connection: Connection, words: str, kind: AnswerKind, by: Stamp) -> str:
    """Add a question of the teams' own; return its id."""
    if not words.strip():
        raise InputError("The question is empty. Write one sentence to agree with, or to answer.")
    position = len(FIXED) + len(read_offered(connection))
    return insert(connection, survey_question, _row(position, words.strip(), kind), by)


def keep_known(connection: Connection, asked: Iterable[PulseQuestion], by: Stamp) -> None:
    """Keep each question that the desk does not know yet, so that answers can name it."""
    known = set(connection.execute(select(survey_question.c.question_id)).scalars())
    for position, one in enumerate(asked):
        if one.question_id not in known:
            values = _row(position, one.words, one.kind)
            values |= {"question_id": one.question_id, "is_fixed": one.is_fixed}
            insert(connection, survey_question, values, by)


def as_document(asked: Iterable[PulseQuestion]) -> list[dict[str, str]]:
    """Return questions as a round keeps them: in the words they were asked in."""
    return [{"id": one.question_id, "words": one.words, "kind": one.kind.value} for one in asked]


def question_of(told: Mapping[str, str]) -> PulseQuestion:
    """Return a question as a round kept it."""
    plain = PulseQuestion(question_id=told["id"], words="", kind=AnswerKind(told["kind"]))
    return replace(_KNOWN.get(told["id"], plain), words=told["words"])


def _row(position: int, words: str, kind: AnswerKind) -> dict[str, Any]:
    return {
        "position": position,
        "words": words,
        "answer_kind": kind.value,
        "is_fixed": False,
        "is_active": True,
    }
