"""Worklist: dropped handoffs, the worst first, whose turn each is, and what is done about them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row

from revdash.api import acting
from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked, ask, worth_of
from revdash.api.house import House, house
from revdash.api.linking import crm_links
from revdash.api.loop_views import Acted, Doing
from revdash.api.questions import Question
from revdash.api.seeing import see
from revdash.api.worklist_rows import HEADER, TURNS, Around, Words, cells, dropped, soon
from revdash.api.worklist_said import (
    choices_of,
    last_workday,
    opening_hours,
    sentence,
    silence,
    since_when,
    soon_note,
)
from revdash.api.worklist_views import Dropped, Facet, Soon, Wish, Worklist
from revdash.desk.actions import Action, newest_actions, set_aside_keys
from revdash.desk.audit import record
from revdash.desk.people import read_members
from revdash.desk.seen import Seen, first_seen
from revdash.errors import NotAllowedError
from revdash.exports.sheets import csv_bytes
from revdash.handoffs import worklist as reading
from revdash.handoffs.rules.record import Severity
from revdash.handoffs.worth import ESTIMATE
from revdash.metrics.shown import NOTHING, money

SOON = 8  # leads shown that are about to be late
SEVERITIES = tuple(one for one in Severity if one is not Severity.INFO)
AT_RISK = f"{ESTIMATE} A deal counts with its own amount, each lead and deal once."
_Rows: TypeAlias = Sequence[Row[Any]]


def worklist(actor: Actor, wish: Wish) -> Worklist:
    """What is dropped of the part that *wish* asks for, and what soon will be."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        asked = ask(house(), connection, Question(filters=wish.filters))
        return _Reading(house(), connection, asked, actor, wish).whole()


def csv(actor: Actor, wish: Wish) -> bytes:
    """Every row of the part that *wish* asks for as CSV; leaves an audit row."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        asked = ask(house(), connection, Question(filters=wish.filters))
        rows = _Reading(house(), connection, asked, actor, wish).rows(limit=None)
    preamble = [("Worklist", "dropped handoffs, the worst first"), ("Data", asked.freshness.text)]
    preamble += [(f"Only {n}", ", ".join(values)) for n, values in asked.scope.filters]
    preamble += [("Late for", "business time"), ("Est. value", AT_RISK)]
    content = csv_bytes(preamble, HEADER, map(cells, rows))
    seen = {"rows": len(rows), "filters": dict(asked.scope.filters)}
    with house().desk.writing() as desk:
        record(desk, "export csv", "worklist", seen, house().stamp(actor.actor_id))
    return content


def worst(house: House, actor: Actor, limit: int) -> tuple[tuple[Dropped, ...], int]:
    """The first rows of the whole list, and how many there are in all."""
    actor.assert_may(Right.READ)
    with house.facts() as connection:
        asked = ask(house, connection, Question())
        read = _Reading(house, connection, asked, actor, Wish())
        return read.rows(limit), sum(read.counts().values())


def act(actor: Actor, doing: Doing) -> Acted:
    """Do one thing about some of the rows, all or none."""
    actor.assert_may(Right.ACT)
    return acting.act(house(), actor, doing)


def undo(actor: Actor, action_ids: Sequence[str], click_id: str = "") -> str:
    """Take actions back, all or none; returns a sentence."""
    actor.assert_may(Right.ACT)
    return acting.undo_action(house(), actor, action_ids, click_id=click_id)


class _Reading:
    """One look at the worklist: what the release says, with what people did laid over it."""

    def __init__(
        self, house: House, connection: Connection, asked: Asked, actor: Actor, wish: Wish
    ) -> None:
        self.house, self.connection, self.asked = house, connection, asked
        self.actor, self.wish, self.scope = actor, wish, asked.scope
        self.now, _ = acting.moment(self.house, connection)
        with self.house.desk.connect() as desk:
            self.apart = frozenset(set_aside_keys(desk, self.now))
            self.members = {m.member_id: m.name for m in read_members(desk, active=False)}
        self.users, self.queues = reading.owners(connection)
        self.worth = worth_of(house, connection, asked)

    def whole(self) -> Worklist:
        """Read all that the page shows."""
        counts, aside = self.counts(), self.counts(is_apart=True)
        new = self.counts(is_apart=self.wish.is_apart, is_new=True)
        near = reading.nearing(self.connection, self.scope, self.asked.rules, SOON)
        found, risk = self._found(self.wish.limit), self._at_risk()
        words = self._words((*near.rows, *found))
        nearing = tuple(soon(row, words) for row in near.rows)
        told = reading.rules_told(self.connection)
        meant = new if self.wish.is_new else aside if self.wish.is_apart else counts
        return Worklist(
            title="Dropped handoffs",
            period="Handoffs that wait longer than agreed, the worst first",
            compared="",
            freshness=self.asked.freshness,
            sentence=sentence(counts, near, told),
            severities=self._severities(meant),
            turns=self._turns(meant),
            apart=_facet("apart", "set aside", sum(aside.values()), self._pressed()),
            new=_facet("new", self._new_word(), self._total(new), self._pressed()),
            at_risk=risk,
            at_risk_rule=AT_RISK,
            soon=nearing,
            soon_total=near.total,
            soon_note=soon_note(near),
            rows=self._told(found, words, is_look=True),
            total=self._total(meant),
            limit=self.wish.limit,
            empty=self._empty(sum(counts.values()), told),
            silent=silence(told),
            may_not_act=_refusal(self.actor),
            zone=self.asked.rules.zone,
            now=f"{self.now.isoformat(timespec='milliseconds')}Z",
            hours=opening_hours(nearing, self.asked.rules, self.now),
            choices=choices_of(self.actor, self.asked.rules, self.now, self.users, self.queues),
            csv_name=f"revdash-dropped-handoffs-{self.scope.today}.csv",
        )

    def rows(self, limit: int | None) -> tuple[Dropped, ...]:
        """Read the rows of the part asked for, each with what was last done about it."""
        return self._told(found := self._found(limit), self._words(found))

    def _found(self, limit: int | None) -> _Rows:
        return reading.listed(self.connection, self.scope, self._picked(), self.worth, limit)

    def _told(self, found: _Rows, words: Words, *, is_look: bool = False) -> tuple[Dropped, ...]:
        others = reading.beside(self.connection, self.scope, found)
        actions = self._actions([row.instance_key for row in found])
        links, seen = self._links(found), self._seen(found, is_look=is_look)
        return tuple(
            dropped(
                row,
                Around(
                    beside=others[row.instance_key],
                    action=actions.get(row.instance_key),
                    link=links.get(row.instance_key, ""),
                    seen=seen.get(row.instance_key),
                ),
                words,
            )
            for row in found
        )

    def _picked(self) -> reading.Picked:
        return reading.Picked(
            severities=self.wish.severities,
            sides=self.wish.turns,
            apart=self.apart,
            is_apart=self.wish.is_apart,
            since=self._since(is_new=self.wish.is_new),
        )

    def _since(self, *, is_new: bool) -> datetime | None:
        return self.asked.rules.midnight(self._last_day()) if is_new else None

    def _pressed(self) -> Sequence[str]:
        pressed = {"apart": self.wish.is_apart, "new": self.wish.is_new}
        return [key for key, is_pressed in pressed.items() if is_pressed]

    def _new_word(self) -> str:
        return f"new {since_when(self._last_day(), self.scope.today)}"

    def _last_day(self) -> date:
        return last_workday(self.asked.rules, self.scope.today)

    def counts(
        self, *, is_apart: bool = False, is_new: bool = False
    ) -> Mapping[tuple[str, str], int]:
        if is_apart and not self.apart:
            return {}
        picked = reading.Picked(
            apart=self.apart, is_apart=is_apart, since=self._since(is_new=is_new)
        )
        return reading.counts(self.connection, self.scope, picked)

    def _at_risk(self) -> str:
        found = reading.at_risk(self.connection, self.scope, self._picked(), self.worth)
        return NOTHING if found.value is None else money(found.value, self.asked.currency)

    def _actions(self, keys: Sequence[str]) -> dict[str, Action]:
        with self.house.desk.connect() as desk:
            return newest_actions(desk, keys) if keys else {}

    def _seen(self, rows: Sequence[Any], *, is_look: bool) -> dict[str, Seen]:
        """Who saw the rows before; a file of them all, and a sheet of a few, are no look."""
        keys = [row.instance_key for row in rows]
        if is_look:
            return see(self.house, self.actor, keys, self.now)
        with self.house.desk.connect() as desk:
            return first_seen(desk, keys)

    def _links(self, rows: Sequence[Any]) -> dict[str, str]:
        """The record of each row in its own system: the deal's where it is about one."""
        about = {
            row.instance_key: row.opportunity_id
            if row.subject.startswith("deal:") and row.opportunity_id
            else row.person_id
            for row in rows
        }
        known = crm_links(self.house, self.connection, [key for key in about.values() if key])
        return {row: known[key] for row, key in about.items() if key in known}

    def _words(self, rows: Iterable[Any]) -> Words:
        return Words(
            as_of=self.scope.as_of,
            rules=self.asked.rules,
            reader=self.actor.actor_id,
            people=reading.called(self.connection, {r.person_id for r in rows if r.person_id}),
            users=self.users,
            members=self.members,
        )

    def _severities(self, counts: Mapping[tuple[str, str], int]) -> tuple[Facet, ...]:
        """Each severity with its count among the turns asked for."""
        chosen, turns = self.wish.severities, self.wish.turns
        return tuple(
            _facet(
                one.value,
                one.value.capitalize(),
                sum(n for (s, t), n in counts.items() if s == one and (not turns or t in turns)),
                chosen,
            )
            for one in SEVERITIES
        )

    def _turns(self, counts: Mapping[tuple[str, str], int]) -> tuple[Facet, ...]:
        chosen, severe = self.wish.turns, self.wish.severities
        return tuple(
            _facet(
                key,
                word,
                sum(n for (s, t), n in counts.items() if t == key and (not severe or s in severe)),
                chosen,
            )
            for key, word in TURNS.items()
        )

    def _total(self, counts: Mapping[tuple[str, str], int]) -> int:
        severe, turns = self.wish.severities, self.wish.turns
        return sum(
            n
            for (s, t), n in counts.items()
            if (not severe or s in severe) and (not turns or t in turns)
        )

    def _empty(self, everything: int, told: frozenset[str]) -> str:
        if self.wish.is_apart:
            return "Nothing is set aside."
        if everything:
            return "Nothing of this kind is dropped. Take a filter off to see the rest."
        if not told:
            return (
                "Nobody can tell what was dropped: no handoffs with an owner and no sales "
                "activities are loaded. Import them on the Data page."
            )
        if not told.issuperset(reading.FIRST_TOUCH):
            return (
                "Nothing is dropped. No sales activities are loaded, so nobody can tell who was "
                "tried: import calls and e-mails on the Data page."
            )
        first = reading.next_due(self.connection, self.scope, limit=1)
        near: Sequence[Soon] = [soon(row, self._words(first)) for row in first]
        ahead = f" Next to fall due: {near[0].lead}, {near[0].due}." if near else ""
        return f"Nothing is dropped.{ahead}"


def _facet(key: str, label: str, number: int, chosen: Sequence[str]) -> Facet:
    return Facet(key=key, label=label, count=number, is_pressed=key in chosen)


def _refusal(actor: Actor) -> str:
    try:
        actor.assert_may(Right.ACT)
    except NotAllowedError as problem:
        return str(problem)
    return ""
