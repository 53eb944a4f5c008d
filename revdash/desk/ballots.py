"""Ballots: answers put into a round without a trace of who gave them, when, or together."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from revdash.desk.pulse import RoleClass, Wave, hash_of, read_waves
from revdash.desk.survey import FIXED, LONGEST, MOST, OPTIONS, AnswerKind, PulseQuestion
from revdash.desk.tables.pulse import survey_response, survey_token
from revdash.errors import InputError
from revdash.terms import Side

Said = int | str

_CONTENT = ("question_id", "side", "role_class", "score", "words")


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What a link leads to; ``wave`` is None where it leads nowhere (any more)."""

    wave: Wave | None
    is_used: bool = False


@dataclass(frozen=True, kw_only=True)
class Box:
    """All that one round's answers tell: what was said to each question, in no order."""

    wave: Wave
    scores: Mapping[tuple[str, Side, RoleClass], Sequence[int]]
    words: Mapping[str, Sequence[str]]

    def scores_of(self, question: str, side: Side, role: RoleClass | None = None) -> list[int]:
        """What one side, or one class of it, said to a question; the lowest first."""
        roles = RoleClass if role is None else (role,)
        return sorted(one for of in roles for one in self.scores.get((question, side, of), ()))

    def answered(self, side: Side, role: RoleClass | None = None) -> int:
        """How many people answered: each gives one answer to a fixed question."""
        return len(self.scores_of(FIXED[0].question_id, side, role))


def read_invitation(connection: Connection, token: str, on: date) -> Invitation:
    """Find what a link leads to on a day."""
    query = select(survey_token).where(survey_token.c.token_hash == hash_of(token))
    row = connection.execute(query).one_or_none()
    waves = {wave.wave_id: wave for wave in read_waves(connection) if wave.is_open(on)}
    if row is None or row.wave_id not in waves:
        return Invitation(wave=None)
    return Invitation(wave=waves[row.wave_id], is_used=row.is_used)


def answer(connection: Connection, token: str, said: Mapping[str, Said], on: date) -> None:
    """Answer a round by its link, once.

    Nothing of this goes into the audit log or the ledger of clicks. Every answer of the round
    is written anew under another random key, in the order of the keys: neither keys nor their
    places tell which came together, or when.
    """
    invitation = read_invitation(connection, token, on)
    wave = invitation.wave
    if wave is None:
        raise InputError(
            "This link leads to no open round: it was mistyped, or the round has closed. "
            "Ask whoever sent it for the link of the round that is open."
        )
    checked = _checked(wave, said)
    token_row = survey_token.c.token_hash == hash_of(token)
    used = connection.execute(
        update(survey_token)
        .where(token_row, survey_token.c.is_used.is_(False))
        .values(is_used=True)
    )
    if used.rowcount != 1:
        raise InputError(
            "This link has answered already, and it answers once. What was said cannot be "
            "changed: nobody, we neither, could tell which answers are yours."
        )
    query = select(survey_token.c.side, survey_token.c.role_class).where(token_row)
    side, role = connection.execute(query).one()
    _mix_in(connection, wave, [{**row, "side": side, "role_class": role} for row in checked])


def unsealed(connection: Connection, on: date) -> tuple[str, ...]:
    """The rounds that are over, and whose links are not forgotten yet."""
    closed = [wave.wave_id for wave in read_waves(connection) if wave.is_closed(on)]
    held = select(survey_token.c.wave_id).where(survey_token.c.wave_id.in_(closed)).distinct()
    return tuple(connection.execute(held).scalars())


def seal(connection: Connection, on: date) -> None:
    """Forget the links of every round that is over."""
    found = unsealed(connection, on)
    connection.execute(delete(survey_token).where(survey_token.c.wave_id.in_(found)))


def read_box(connection: Connection, wave: Wave) -> Box:
    """Read what was said in a round: scores in order of size, words in an order by chance."""
    scores: defaultdict[tuple[str, Side, RoleClass], list[int]] = defaultdict(list)
    words: defaultdict[str, list[str]] = defaultdict(list)
    for row in connection.execute(_of(wave)):
        if row.score is not None:
            scores[row.question_id, Side(row.side), RoleClass(row.role_class)].append(row.score)
        elif row.words:
            words[row.question_id].append(row.words)
    return Box(
        wave=wave,
        scores={key: sorted(found) for key, found in scores.items()},
        words={key: _mixed(found) for key, found in words.items()},
    )


def count_answered(connection: Connection, wave: Wave) -> Mapping[Side, int]:
    """Count who answered so far, by side."""
    first = _of(wave).where(survey_response.c.question_id == FIXED[0].question_id)
    return Counter(Side(row.side) for row in connection.execute(first))


def _mix_in(connection: Connection, wave: Wave, added: Sequence[Mapping[str, Any]]) -> None:
    there = [
        {name: getattr(row, name) for name in _CONTENT} for row in connection.execute(_of(wave))
    ]
    rows = _mixed([*there, *added])
    keys = sorted(secrets.token_hex(16) for _ in rows)
    connection.execute(delete(survey_response).where(survey_response.c.wave_id == wave.wave_id))
    connection.execute(
        insert(survey_response),
        [
            {**row, "wave_id": wave.wave_id, "response_id": key}
            for row, key in zip(rows, keys, strict=True)
        ],
    )


def _of(wave: Wave) -> Any:
    return select(survey_response).where(survey_response.c.wave_id == wave.wave_id)


def _mixed(rows: Sequence[Any]) -> list[Any]:
    """The same in an order by chance, of the operating system's kind: no seed leads back."""
    return secrets.SystemRandom().sample(rows, len(rows))


def _checked(wave: Wave, said: Mapping[str, Said]) -> list[dict[str, Any]]:
    """What was said, as it is kept; what was left open is no answer."""
    asked = {one.question_id: one for one in wave.asked}
    strange = said.keys() - asked.keys()
    if strange:
        raise InputError(f"This round does not ask {sorted(strange)}. Open your link again.")
    missing = [one for one in wave.asked if one.is_fixed and said.get(one.question_id) is None]
    if missing:
        raise InputError(
            f"{len(missing)} of the {len(FIXED)} sentences have no answer yet: "
            f"“{missing[0].words}” Give each a number from 1 to {OPTIONS}; "
            "3 is for those you cannot judge."
        )
    return [
        {"question_id": key, **_kept(asked[key], value)}
        for key, value in said.items()
        if str(value or "").strip() or value == 0
    ]


def _kept(question: PulseQuestion, value: Said) -> dict[str, Any]:
    if question.kind is AnswerKind.OPEN:
        return {"score": None, "words": str(value).strip()[:LONGEST]}
    low, high = (1, OPTIONS) if question.kind is AnswerKind.SCORE else (0, MOST)
    if not isinstance(value, int) or not low <= value <= high:
        raise InputError(
            f"“{question.words}” was answered '{value}'. It takes a whole number from {low} to "
            f"{high}. Correct it, and send again."
        )
    return {"score": value, "words": None}
