"""Work log: hours that marketers log here, one by one or as a pasted timesheet."""

import hashlib
from collections.abc import Mapping
from csv import reader
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from revdash.api.acting import moment, stamp
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import day_text
from revdash.api.enablement_views import Pasted, WorkDone, WorkOffer
from revdash.api.house import House, house
from revdash.api.loop_views import Choice
from revdash.api.publishing import publish_soon
from revdash.desk import work as logged
from revdash.desk.work import Work, WorkScope
from revdash.episodes.workshop import SCOPES
from revdash.errors import InputError, RevdashError, suggestion
from revdash.metrics.enablement_lists import deals, people

LATELY = timedelta(days=60)  # deals decided since then may still be worked for
COLUMNS = ("day", "who", "hours", "kind", "scope", "deal", "asked by")
NEEDED = 5  # of them
LATEST = 12
_CODES = {words: code for code, words in SCOPES.items()} | {code: code for code in SCOPES}


class _Known(NamedTuple):
    """Whom and what a line may name: ids by name or id, in small letters."""

    users: Mapping[str, str]
    deals: Mapping[str, str]


def offer(actor: Actor) -> WorkOffer:
    """What the form of the work log offers, and what was logged here last."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        at, rules = moment(house(), connection)
        users = people(connection)
        open_deals = deals(connection, rules.day_of(at) - LATELY)
    with house().desk.connect() as desk:
        known = logged.read_work(desk)
    names = dict(users)
    return WorkOffer(
        users=_choices(users),
        deals=_choices(open_deals),
        scopes=tuple(Choice(key=code, label=words) for code, words in SCOPES.items()),
        today=rules.day_of(at),
        latest=tuple((one.entry_id, one.version, _entry(one, names)) for one in known[:LATEST]),
        may_act=Right.ACT in rights_of(actor.role),
    )


def log(actor: Actor, done: WorkDone) -> str:
    """Log some hours; returns a sentence."""
    actor.assert_may(Right.ACT)
    wanted = Work(
        worked_on=done.day,
        user_id=done.user,
        hours=done.hours,
        kind=done.kind,
        scope=WorkScope(done.scope),
        opportunity_id=done.deal or None,
        requested_by=done.asked_by or None,
    )
    with house().desk.writing() as desk:
        logged.log_work(desk, wanted, stamp(actor, done.click_id))
    return f"{done.hours:g} hours logged. {publish_soon(house(), actor.name)}"


def take_back(actor: Actor, key: str, version: int) -> str:
    """Take logged hours away; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house().desk.writing() as desk:
        logged.take_back_work(desk, key, version, stamp(actor, ""))
    return f"Taken back. {publish_soon(house(), actor.name)}"


def paste(actor: Actor, text: str) -> Pasted:
    """Log a pasted timesheet line by line; what cannot be is refused with its reason."""
    actor.assert_may(Right.ACT)
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise InputError(f"Nothing was pasted. Paste lines of: {', '.join(COLUMNS)}.")
    with house().facts() as connection:
        known = _known(house(), connection)
    added, again, refused = 0, 0, []
    seen: dict[str, int] = {}
    with house().desk.writing() as desk:
        there = {one.entry_id for one in logged.read_work(desk)}
        for number, line in lines:
            cells = _cells(line)
            if number == lines[0][0] and cells[0].casefold() == COLUMNS[0]:
                continue
            try:
                wanted = _pasted(cells, known, seen)
                if wanted.entry_id in there:
                    again += 1
                    continue
                logged.log_work(desk, wanted, stamp(actor, ""))
                added += 1
            except RevdashError as problem:
                refused.append(f"Line {number}: {problem}")
    said = f"{added} lines logged, {again} were there already, {len(refused)} refused."
    if added:
        said = f"{said} {publish_soon(house(), actor.name)}"
    return Pasted(sentence=said, refused=tuple(refused))


def _known(home: House, connection: Connection) -> _Known:
    at, rules = moment(home, connection)
    users, open_deals = people(connection), deals(connection, rules.day_of(at) - LATELY)
    by_name = ({name.casefold(): key for key, name in found} for found in (users, open_deals))
    by_id = ({key.casefold(): key for key, _ in found} for found in (users, open_deals))
    return _Known(*(names | ids for names, ids in zip(by_name, by_id, strict=True)))


def _cells(line: str) -> list[str]:
    """The cells of a line of a spreadsheet or of a CSV file."""
    sign = "\t" if "\t" in line else ";" if ";" in line else ","
    return [cell.strip() for cell in next(reader([line], delimiter=sign))]


def _pasted(cells: list[str], known: _Known, seen: dict[str, int]) -> Work:
    """The work that a line tells of; the same line in the same paste is another stretch."""
    if len(cells) < NEEDED:
        raise InputError(
            f"{len(cells)} cells are too few. A line needs {', '.join(COLUMNS[:NEEDED])}; "
            "then the deal, and who asked."
        )
    day, who, hours, kind, scope, deal, asked_by = (*cells, "", "")[: len(COLUMNS)]
    line = "|".join(cells).casefold()
    seen[line] = seen.get(line, 0) + 1
    return Work(
        entry_id=hashlib.sha256(f"{line}#{seen[line]}".encode()).hexdigest()[:32],
        worked_on=_day(day),
        user_id=_one(who, known.users, "marketer"),
        hours=_hours(hours),
        kind=kind,
        scope=WorkScope(_one(scope, _CODES, "scope")),
        opportunity_id=_one(deal, known.deals, "deal") if deal else None,
        requested_by=_one(asked_by, known.users, "person") if asked_by else None,
    )


def _one(text: str, known: Mapping[str, str], what: str) -> str:
    found = known.get(text.casefold())
    if found is None:
        raise InputError(f"'{text}' is no {what} that is known. {suggestion(text, [*known])}")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is no day. Write it as 2026-05-18.") from None


def _hours(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise InputError(f"'{text}' is no number of hours. Write it as 2.5.") from None


def _entry(one: Work, names: Mapping[str, str]) -> str:
    who = names.get(one.user_id, one.user_id)
    what = SCOPES.get(one.scope.value, one.scope.value)
    return f"{day_text(one.worked_on)}: {who}, {one.hours:g} h, {one.kind} for {what}"


def _choices(found: tuple[tuple[str, str], ...]) -> tuple[Choice, ...]:
    return tuple(Choice(key=key, label=label) for key, label in found)
