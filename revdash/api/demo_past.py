"""Demo past: what the demo company's people said and promised, entered on the days they did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from revdash.api.actors import Actor
from revdash.api.asking import ask
from revdash.api.backlog import Halt
from revdash.api.demo_causes import name_causes
from revdash.api.freezing import close
from revdash.api.house import House
from revdash.api.meeting_sheet import sheet
from revdash.api.meeting_trials import apart_text, bounded_of
from revdash.api.questions import Question
from revdash.demo import leaders as told
from revdash.demo.experiments import EXPERIMENTS
from revdash.demo.leaders import LEADERS, MEMBERS, Brought, Held, Promise
from revdash.demo.meetings import MEETINGS
from revdash.demo.timeline import COMPANY_ZONE, local_instant
from revdash.desk import meetings
from revdash.desk.agenda_items import (
    Item,
    ItemKind,
    Reply,
    adopt_waiting,
    answer_ask,
    bring,
    read_item,
)
from revdash.desk.audit import Stamp
from revdash.desk.commitments import (
    Commitment,
    cancel,
    hear_of_settled,
    mark_done,
    promise,
    put_off,
    read_commitments,
)
from revdash.desk.experiments import Outcome, Ruling, decide, read_experiments
from revdash.desk.meeting_notes import Note, add_note
from revdash.desk.meetings import GUEST, LEADER, Attending, Series
from revdash.desk.people import Role
from revdash.errors import InputError
from revdash.meetings.agenda import NAME
from revdash.metrics.catalog import find
from revdash.metrics.read import read
from revdash.period import Period
from revdash.stats.differences import difference
from revdash.terms import Side

_BEGINS, _ENDS = 9.5, 10.0  # hours of the day
_EVENING = time(16)
_OTHER = {told.MARKETING: told.SALES, told.SALES: told.MARKETING}
_SIDE = {one.key: Side(one.side) for one in MEMBERS}
_CMO = next(
    Actor(actor_id=one.key, name=one.name, role=Role(one.role), side=Side(one.side))
    for one in MEMBERS
    if one.key == told.CMO
)


def halts() -> tuple[Halt, ...]:
    """The meetings, each on its day."""
    return tuple(
        Halt(
            local_instant(one.on, _ENDS, COMPANY_ZONE),
            f"holding the meeting of {one.on.day} {one.on:%b}",
            _Meeting(one).hold,
        )
        for one in MEETINGS
    )


@dataclass(frozen=True)
class _Meeting:
    """One meeting, and how it is held."""

    held: Held

    def hold(self, house: House) -> None:
        """Hold the meeting and close it, unless it was held already."""
        with house.desk.writing() as desk:
            if any(one.held_on == self.held.on for one in meetings.read_meetings(desk)):
                return
            self._settle(desk)
            key = self._open(desk)
            self._say(desk, key)
            version = meetings.read_meeting(desk, key).version
        self._decide(house)
        name_causes(house, self._by(told.CRO))
        close(house, _CMO, key, version, sheet)

    def _by(self, who: str) -> Stamp:
        return Stamp(actor_id=who, now=local_instant(self.held.on, _BEGINS, COMPANY_ZONE))

    def _open(self, desk: Connection) -> str:
        by, on = self._by(told.CMO), self.held.on
        series = meetings.read_series(desk) or Series(name=NAME)
        key = meetings.next_meeting(desk, series, on, by)
        found = meetings.read_meeting(desk, key)
        if found.held_on != on:
            meetings.move(desk, key, on, found.version, by)
        meetings.start(desk, key, by.now, meetings.read_meeting(desk, key).version, by)
        adopt_waiting(desk, key, by)
        hear_of_settled(desk, key, by)
        here = [
            Attending(one.key, one.name, one.side, LEADER if one.key in _LEADERS else GUEST)
            for one in MEMBERS
            if one.key in self.held.ratings
        ]
        meetings.attend(desk, key, here, meetings.read_meeting(desk, key).version, by)
        return key

    def _say(self, desk: Connection, key: str) -> None:
        for one in self.held.brought:
            self._bring(desk, key, one)
        for heading, words in self.held.notes.items():
            by = self._by(told.CRO)
            add_note(desk, Note(meeting_id=key, section=heading, words=words, at=by.now), by)
        for made in self.held.promises:
            wanted = Commitment(
                words=made.words,
                owner=made.owner,
                side=_SIDE[made.owner],
                original_due_on=made.due_on,
                meeting_id=key,
            )
            promise(desk, wanted, self.held.on, self._by(made.owner))
        for who, rating in self.held.ratings.items():
            meetings.rate(desk, key, rating, self._by(who))

    def _bring(self, desk: Connection, key: str, one: Brought) -> None:
        by = self._by(LEADERS.get(one.side, told.CMO))
        kind = ItemKind(one.kind)
        wanted = Item(
            kind=kind,
            words=one.words,
            meeting_id=key,
            side=Side(one.side) if one.side else None,
            subject=one.subject,
            dissent=one.dissent,
            decided_at=by.now if kind is ItemKind.DECISION else None,
        )
        item = bring(desk, wanted, by)
        if one.answer:
            reply = Reply(
                item_id=item,
                words=one.answer,
                at=by.now,
                version=read_item(desk, item).version,
                meeting_id=key,
            )
            answer_ask(desk, reply, self._by(LEADERS[_OTHER[one.side]]))

    def _settle(self, desk: Connection) -> None:
        """Enter what became of earlier promises: done on its day, put off or cancelled today."""
        now = {one.words: one for one in read_commitments(desk) if one.is_open}
        for made in _made_before(self.held.on):
            seen = now.get(made.words)
            if seen is None:
                continue
            by = self._by(made.owner)
            if made.done_on is not None and made.done_on < self.held.on:
                at = datetime.combine(made.done_on, _EVENING)
                said = Stamp(actor_id=made.owner, now=at)
                mark_done(desk, seen, made.done_on, made.done_on, said)
            elif made.due_on >= self.held.on:
                continue
            elif made.put_off is not None and not seen.slips:
                put_off(desk, seen, made.put_off, by)
            elif made.is_cancelled:
                self._cancel(desk, seen)

    def _decide(self, house: House) -> None:
        """Decide what was to be decided today, by what it is measured to have come to."""
        for tried in EXPERIMENTS:
            if tried.decided_on != self.held.on or tried.measured is None:
                continue
            found = _compared(house, tried.metric, tried.measured)
            with house.desk.writing() as desk:
                kept = read_experiments(desk)
                seen = next(one for one in kept if one.hypothesis == tried.hypothesis)
                ruling = Ruling(
                    experiment_id=seen.experiment_id,
                    words=tried.decision,
                    on=self.held.on,
                    version=seen.version,
                    dissent=tried.dissent,
                    outcome=found,
                )
                decide(desk, ruling, self._by(told.CMO))

    def _cancel(self, desk: Connection, seen: Commitment) -> None:
        for side, leader in LEADERS.items():
            again = next(
                one for one in read_commitments(desk) if one.commitment_id == seen.commitment_id
            )
            cancel(desk, again, Side(side), self._by(leader))


_LEADERS = frozenset(LEADERS.values())


def _compared(house: House, metric: str, days: tuple[tuple[date, date], ...]) -> Outcome:
    """How far the new way is apart from the old one, of a share."""
    with house.facts() as connection:
        asked = ask(house, connection, Question())
        old, new = (
            read(connection, find(metric), asked.over(Period(first, last + timedelta(days=1))))
            for first, last in days
        )
    sides = bounded_of(new), bounded_of(old)
    if sides[0] is None or sides[1] is None:
        raise InputError(
            f"{new.metric.label} cannot be compared: {new.missing or old.missing}. "
            "Load the days that the experiment is measured over."
        )
    apart = difference(sides[0], sides[1])
    came = f"{new.value:.0%} of {new.sample} came back, {old.value:.0%} of {old.sample} before"
    words = f"{came}: {apart_text(apart, new, asked.currency)}"
    return Outcome(**apart._asdict(), sample=new.sample + old.sample, words=words)


def _made_before(day: date) -> Iterator[Promise]:
    held: Sequence[Held] = [one for one in MEETINGS if one.on < day]
    return (made for one in held for made in one.promises)
