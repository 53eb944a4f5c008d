"""Pulse rounds: begun, answered by link, closed, and their links forgotten."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from revdash.api.acting import stamp
from revdash.api.actors import Actor, Right
from revdash.api.asking import day_text, in_zone
from revdash.api.house import House
from revdash.api.publishing import publish_soon
from revdash.api.pulse_schedule import open_due
from revdash.api.pulse_views import (
    AnswerSheet,
    Beginning,
    Door,
    Drawing,
    Handed,
    LinkList,
    PulseAsked,
)
from revdash.clock import utc_now
from revdash.desk import ballots, pulse, survey
from revdash.desk.ballots import Said
from revdash.desk.company import read_company
from revdash.desk.pulse import Inviting, Link, RoleClass
from revdash.desk.survey import AnswerKind, PulseQuestion
from revdash.errors import InputError
from revdash.exports.sheets import csv_bytes
from revdash.terms import Side

ENDS = ("not at all", "fully")
_PROMISE = (
    "Nobody, whoever runs this neither, can tell which answers are yours: no name and no time "
    "is kept, and answers of fewer than five are never shown. "
)
_ROLES = {RoleClass.LEAD: ", leaders", RoleClass.TEAM: ", team", RoleClass.ANY: ""}


def begin(house: House, actor: Actor, wanted: Beginning) -> Handed:
    """Begin a round and hand out its links, this once."""
    actor.assert_may(Right.SET)
    _refuse_nowhere(wanted.address)
    settle(house, actor.name)
    with house.desk.writing() as connection:
        offered = {one.question_id: one for one in survey.read_offered(connection)}
        inviting = Inviting(
            name=wanted.name,
            opens_on=wanted.opens_on,
            closes_on=wanted.closes_on,
            people={side: wanted.people[side.value] for side in pulse.SIDES},
            leaders={side: wanted.leaders[side.value] for side in pulse.SIDES},
            asked=tuple(offered[key] for key in wanted.asked if key in offered),
            every_weeks=wanted.every_weeks,
        )
        _, links = pulse.begin_wave(connection, inviting, stamp(actor, wanted.click_id))
    house.desk.forget_order()
    return _handed(wanted.name, wanted.closes_on, wanted.address, links)


def draw(house: House, actor: Actor, key: str, wanted: Drawing) -> Handed:
    """Draw the links of a round that opened by itself, and hand them out, this once."""
    actor.assert_may(Right.SET)
    _refuse_nowhere(wanted.address)
    with house.desk.writing() as connection:
        seen = replace(pulse.read_wave(connection, key), version=wanted.version)
        people, leaders = (
            {side: counted[side.value] for side in pulse.SIDES}
            for counted in (wanted.people, wanted.leaders)
        )
        links = pulse.draw_links(connection, seen, people, leaders, stamp(actor, ""))
    house.desk.forget_order()
    return _handed(seen.name, seen.closes_on, wanted.address, links)


def close(house: House, actor: Actor, key: str, version: int) -> str:
    """Close a round before its day, for good; returns a sentence."""
    actor.assert_may(Right.SET)
    with house.desk.writing() as connection:
        wave = pulse.read_wave(connection, key)
        pulse.close_wave(connection, key, version, today(connection), stamp(actor, ""))
    settle(house, actor.name)
    return f"{wave.name} is closed, and its links are forgotten. What was said is shown below."


def add_question(house: House, actor: Actor, words: str, kind: str) -> str:
    """Add a question of one's own to those a round may ask; returns a sentence."""
    actor.assert_may(Right.SET)
    with house.desk.writing() as connection:
        survey.add_question(connection, words, AnswerKind(kind), stamp(actor, ""))
    return "The question can be asked from the next round on."


def invited(house: House, token: str) -> AnswerSheet:
    """What a link shows to whoever holds it."""
    with house.desk.connect() as connection:
        found = ballots.read_invitation(connection, token, today(connection))
        company = read_company(connection).name
    if found.wave is None:
        return AnswerSheet(
            door=Door.NOWHERE,
            title="This link leads to no open round",
            note="It was mistyped, or its round has closed. Ask whoever sent it for the new one.",
        )
    if found.is_used:
        return AnswerSheet(
            door=Door.USED,
            title="Your answers are in",
            note=f"Thank you. {_PROMISE}What both sides said is shown once the round has closed, "
            f"on {day_text(found.wave.closes_on)}.",
        )
    return AnswerSheet(
        door=Door.OPEN,
        title="How do marketing and sales work together?",
        note=f"{company}, {found.wave.name}. Six sentences, less than a minute. {_PROMISE}",
        asked=tuple(map(asked_of, found.wave.asked)),
        ends=ENDS,
    )


def give_answers(house: House, token: str, said: Mapping[str, Said | None]) -> None:
    """Answer a round by its link, once; no actor, since nobody may be known."""
    given = {key: value for key, value in said.items() if value is not None}
    with house.desk.writing() as connection:
        ballots.answer(connection, token, given, today(connection))
    house.desk.forget_order()


def settle(house: House, by: str) -> None:
    """Open the round whose day has come; forget the links of those over, have them count."""
    with house.desk.connect() as connection:
        on = today(connection)
        is_over = bool(ballots.unsealed(connection, on))
    open_due(house, on, utc_now())
    if not is_over:
        return
    with house.desk.writing() as connection:
        ballots.seal(connection, on)
    house.desk.forget_order()
    if house.releases.current() is not None:
        publish_soon(house, by)


def today(connection: Connection) -> date:
    """The company's day by the clock: rounds go by it, whatever data were loaded."""
    return in_zone(utc_now(), ZoneInfo(read_company(connection).zone)).date()


def asked_of(question: PulseQuestion) -> PulseAsked:
    """A question as a page asks it."""
    return PulseAsked(
        key=question.question_id,
        words=question.words,
        kind=question.kind.value,
        is_fixed=question.is_fixed,
    )


def _refuse_nowhere(address: str) -> None:
    if not address.startswith(("http://", "https://")):
        raise InputError(
            f"'{address}' is no address that links could lead to. Open the page by its "
            "full address, like http://localhost:8501/pulse."
        )


def _handed(name: str, closes_on: date, address: str, links: tuple[Link, ...]) -> Handed:
    groups: dict[tuple[Side, RoleClass], list[str]] = {}
    for link in links:
        one = f"{address}?t={link.token}"
        groups.setdefault((link.side, link.role_class), []).append(one)
    lists = tuple(
        LinkList(title=f"{side.value.capitalize()}{_ROLES[role]}", links=tuple(found))
        for (side, role), found in groups.items()
    )
    rows = [(one.title, link) for one in lists for link in one.links]
    return Handed(
        text=f"{name} closes on {day_text(closes_on)}. These links are shown this "
        "once: hand one to each person, and keep no list of who got which.",
        lists=lists,
        csv=csv_bytes((), ("for", "link"), rows),
    )
