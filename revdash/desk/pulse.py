"""Pulse: the rounds in which both sides are asked, and the links that let each answer once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, insert, select

from revdash.desk import revisions
from revdash.desk.audit import Stamp
from revdash.desk.survey import FIXED, OFFERED, PulseQuestion, as_document, keep_known, question_of
from revdash.desk.tables.pulse import survey_token, survey_wave
from revdash.errors import InputError
from revdash.terms import Side

FEWEST = 5  # answers of a group that may be shown (PRODUCT.md, Decision 8)
EVERY_WEEKS = 6  # a round holds for 42 days in the health of the handoff
OPEN_DAYS = timedelta(days=7)  # of a round that opens by itself
SIDES: Final = (Side.MARKETING, Side.SALES)

Invited: TypeAlias = Mapping[Side, int]  # how many people of each side


class RoleClass(StrEnum):
    """Whom an answer speaks for; told apart only where there are enough of both."""

    LEAD = "lead"
    TEAM = "team"
    ANY = "any"


@dataclass(frozen=True, kw_only=True)
class Wave:
    """One round: open from ``opens_on``, and closed for good from ``closes_on`` on."""

    wave_id: str
    name: str
    opens_on: date
    closes_on: date
    every_weeks: int
    asked: tuple[PulseQuestion, ...]
    invited: Mapping[Side, int]
    version: int

    def is_open(self, on: date) -> bool:
        """Whether answers are taken on a day."""
        return self.opens_on <= on < self.closes_on

    def is_closed(self, on: date) -> bool:
        """Whether the round is over on a day, so that what was said may be seen."""
        return self.closes_on <= on

    @property
    def next_due(self) -> date | None:
        """The day on which the next round begins by itself; None where no next one is set."""
        return self.opens_on + timedelta(weeks=self.every_weeks) if self.every_weeks else None


@dataclass(frozen=True, kw_only=True)
class Inviting:
    """A round to be begun: how long, whom, and what is asked beside the six fixed questions.

    ``people`` counts those invited by side; ``leaders`` says how many of them lead a team.
    """

    name: str
    opens_on: date
    closes_on: date
    people: Mapping[Side, int]
    leaders: Mapping[Side, int]
    asked: tuple[PulseQuestion, ...] = OFFERED
    every_weeks: int = EVERY_WEEKS


@dataclass(frozen=True, kw_only=True)
class Link:
    """One invitation: its secret is told once, here, and nowhere kept."""

    side: Side
    role_class: RoleClass
    token: str


def read_waves(connection: Connection) -> tuple[Wave, ...]:
    """Read every round, the oldest first."""
    query = select(survey_wave).order_by(survey_wave.c.opens_on, survey_wave.c.wave_id)
    return tuple(_wave(row) for row in connection.execute(query))


def read_wave(connection: Connection, wave_id: str) -> Wave:
    """Read one round."""
    found = [wave for wave in read_waves(connection) if wave.wave_id == wave_id]
    if not found:
        raise InputError("This round is no longer there. Reload the page to see those there are.")
    return found[0]


def begin_wave(connection: Connection, wanted: Inviting, by: Stamp) -> tuple[str, tuple[Link, ...]]:
    """Begin a round and draw a link for each person invited; return its id and the links.

    Only hashes of the links are kept, in the order of the hashes.
    """
    if revisions.earlier_click(connection, by):
        raise InputError("This round was begun by the same click. Its links were shown then.")
    _refuse_unfit(connection, wanted)
    asked = (*FIXED, *wanted.asked)
    keep_known(connection, asked, by.part())
    values = {
        "name": wanted.name.strip(),
        "opens_on": wanted.opens_on,
        "closes_on": wanted.closes_on,
        "questions": {"every_weeks": wanted.every_weeks, "asked": as_document(asked)},
        **_invited(wanted.people),
    }
    wave_id = revisions.insert(connection, survey_wave, values, by)
    return wave_id, _draw(connection, wave_id, wanted.people, wanted.leaders)


def open_due(connection: Connection, on: date, by: Stamp) -> str | None:
    """Open the next round where its day has come and nobody has: like the last, for a week.

    It takes no person, and whoever comes second finds it open; its links are drawn later, once.
    """
    if not is_due(connection, on):
        return None
    last = read_waves(connection)[-1]
    values = {
        "name": f"{on:%B}",
        "opens_on": on,
        "closes_on": on + OPEN_DAYS,
        "questions": {"every_weeks": last.every_weeks, "asked": as_document(last.asked)},
        **_invited(last.invited),
    }
    return revisions.insert(connection, survey_wave, values, by)


def is_due(connection: Connection, on: date) -> bool:
    """Whether the day of the next round has come, and none is open or to be opened."""
    waves = read_waves(connection)
    due = waves[-1].next_due if waves else None
    return due is not None and due <= on and waves[-1].is_closed(on)


def has_links(connection: Connection, wave_id: str) -> bool:
    """Whether a round's links were drawn; once it is over they are forgotten."""
    drawn = select(survey_token.c.token_hash).where(survey_token.c.wave_id == wave_id)
    return connection.execute(drawn.limit(1)).first() is not None


def draw_links(
    connection: Connection, seen: Wave, people: Invited, leaders: Invited, by: Stamp
) -> tuple[Link, ...]:
    """Draw the links of a round that opened by itself, once, for so many people of each side."""
    if has_links(connection, seen.wave_id):
        raise InputError(
            f"The links of {seen.name} were drawn already, and are shown only once. "
            "Close the round and begin another, should they be lost."
        )
    for side in SIDES:
        _refuse_few(side, people[side], leaders.get(side, 0))
    values = {"wave_id": seen.wave_id, **_invited(people)}
    revisions.change(connection, survey_wave, values, seen.version, by)
    return _draw(connection, seen.wave_id, people, leaders)


def _invited(people: Invited) -> dict[str, int]:
    return {f"invited_{side.value}": people[side] for side in SIDES}


def _draw(
    connection: Connection, wave_id: str, people: Invited, leaders: Invited
) -> tuple[Link, ...]:
    links = [link for side in SIDES for link in _links(side, people[side], leaders.get(side, 0))]
    rows = [
        {
            "token_hash": hash_of(link.token),
            "wave_id": wave_id,
            "side": link.side.value,
            "role_class": link.role_class.value,
            "is_used": False,
        }
        for link in links
    ]
    connection.execute(insert(survey_token), sorted(rows, key=lambda row: str(row["token_hash"])))
    return tuple(links)


def close_wave(connection: Connection, wave_id: str, version: int, on: date, by: Stamp) -> None:
    """Close a round before its day, for good: nothing is answered after its results are seen."""
    wave = read_wave(connection, wave_id)
    if wave.is_closed(on):
        raise InputError(f"{wave.name} closed on {wave.closes_on} already. Begin the next round.")
    values = {"wave_id": wave_id, "closes_on": on}
    revisions.change(connection, survey_wave, values, version, by)


def hash_of(token: str) -> str:
    """Return all that is kept of a link's secret."""
    return sha256(token.encode()).hexdigest()


def _links(side: Side, people: int, leaders: int) -> list[Link]:
    roles = [RoleClass.LEAD] * leaders + [RoleClass.TEAM] * (people - leaders)
    if min(leaders, people - leaders) < FEWEST:  # a class of few would tell who they are
        roles = [RoleClass.ANY] * people
    return [Link(side=side, role_class=role, token=secrets.token_urlsafe(16)) for role in roles]


def _refuse_unfit(connection: Connection, wanted: Inviting) -> None:
    if not wanted.name.strip():
        raise InputError("The round has no name. Give it one, like 'November'.")
    if wanted.closes_on <= wanted.opens_on:
        raise InputError(
            f"The round would close on {wanted.closes_on}, before anybody can answer. "
            "Choose a day after it opens."
        )
    if wanted.every_weeks < 0:
        raise InputError(
            f"The next round cannot come after {wanted.every_weeks} weeks. Say after how many it "
            "opens by itself, or 0 for none."
        )
    for side in SIDES:
        _refuse_few(side, wanted.people[side], wanted.leaders.get(side, 0))
    for wave in read_waves(connection):
        if not wave.is_closed(wanted.opens_on):
            raise InputError(
                f"{wave.name} closes on {wave.closes_on}. Begin the next then, or close it first."
            )


def _refuse_few(side: Side, people: int, leaders: int) -> None:
    if people < FEWEST:
        raise InputError(
            f"{side.capitalize()} would be {people} people, and answers of fewer than {FEWEST} "
            f"are never shown. Invite at least {FEWEST} of each side."
        )
    if not 0 <= leaders <= people:
        raise InputError(f"Of {people} people, {leaders} cannot lead a team. Correct one of them.")


def _wave(row: Any) -> Wave:
    told = row.questions
    return Wave(
        wave_id=row.wave_id,
        name=row.name,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        every_weeks=told["every_weeks"],
        asked=tuple(question_of(one) for one in told["asked"]),
        invited={Side.MARKETING: row.invited_marketing, Side.SALES: row.invited_sales},
        version=row.version,
    )
