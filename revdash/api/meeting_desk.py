"""Meeting desk: all that people said for one meeting, with the words to tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from revdash.api.asking import moment_text
from revdash.api.house import House
from revdash.api.meeting_running import Moment, moment_of, usual_series
from revdash.desk.agenda_items import Item, ItemKind, read_items, waiting_items
from revdash.desk.commitments import Commitment, read_commitments
from revdash.desk.experiments import Experiment, read_experiments
from revdash.desk.meeting_notes import Note, read_notes
from revdash.desk.meetings import (
    Meeting,
    MeetingState,
    Series,
    current_meeting,
    read_meeting,
    read_meetings,
    read_ratings,
)
from revdash.desk.people import Member, read_members
from revdash.handoffs.wins import deal_names
from revdash.meetings.agenda import Line, agenda
from revdash.meetings.sheet import Heading
from revdash.metrics.catalog import CATALOG
from revdash.period import Period

HEADING_OF = {
    ItemKind.TILE: Heading.SENT,
    ItemKind.WIN: Heading.WINS,
    ItemKind.MISS: Heading.WINS,
    ItemKind.NO_WIN: Heading.WINS,
    ItemKind.NO_MISS: Heading.WINS,
    ItemKind.ASK: Heading.ASKS,
    ItemKind.DECISION: Heading.DECISIONS,
}


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What the desk knows of one meeting; without ``meeting`` nobody has prepared the coming one.

    ``before`` is the newest meeting that closed before it.
    """

    now: Moment
    series: Series
    meeting: Meeting | None
    held_on: date
    before: Meeting | None
    items: tuple[Item, ...]
    notes: tuple[Note, ...]
    commitments: tuple[Commitment, ...]
    experiments: tuple[Experiment, ...]
    ratings: Mapping[str, int]
    members: Mapping[str, Member]
    held_days: Mapping[str, date]  # of each meeting there is
    deals: Mapping[str, str] = field(default_factory=dict)  # what those spoken of are called

    @property
    def key(self) -> str:
        """The meeting's id; empty while nobody has prepared it."""
        return self.meeting.meeting_id if self.meeting else ""

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.meeting is not None and self.meeting.state is MeetingState.CLOSED

    @property
    def week(self) -> Period:
        """The last whole week before the meeting."""
        start = self.now.rules.weeks.week_of(self.held_on).start
        return Period(start - timedelta(days=7), start)

    @property
    def agenda(self) -> tuple[Line, ...]:
        """The headings: of a meeting that has opened its own, else those that are set."""
        own = self.meeting.agenda if self.meeting else ()
        return agenda(own or self.series.agenda)

    def who(self, member: str | None) -> str:
        """What somebody is called."""
        found = self.members.get(member or "")
        return found.name if found else member or "somebody"

    def at(self, moment: datetime | None) -> str:
        """An instant as the company's clocks showed it."""
        return moment_text(moment, self.now.rules) if moment else ""

    def about(self, subject: str) -> str:
        """What something is linked to, in words."""
        kind, _, name = subject.partition(":")
        if kind == "metric" and name in CATALOG:
            return CATALOG[name].label
        return self.deals.get(name, subject) if kind == "deal" else subject

    def items_of(self, *kinds: ItemKind) -> tuple[Item, ...]:
        """The items of these kinds, in their order."""
        return tuple(one for one in self.items if one.kind in kinds)

    def is_new(self, one: Commitment) -> bool:
        """Whether a commitment was made for this meeting."""
        return bool(self.key) and one.meeting_id == self.key


def gather(house: House, key: str = "") -> Gathered:
    """Read all that was said for a meeting; without *key* for the one that runs, or is coming."""
    now = moment_of(house)
    with house.desk.connect() as desk:
        series, held = usual_series(desk), read_meetings(desk)
        found = read_meeting(desk, key) if key else current_meeting(desk)
        last = held[0].held_on if held else None
        held_on = found.held_on if found else series.day_after(last, now.today)
        earlier = (one for one in held if one.held_on < held_on)
        before = next((one for one in earlier if one.state is MeetingState.CLOSED), None)
        items = read_items(desk, found) if found else waiting_items(desk)
        promised = tuple(one for one in read_commitments(desk) if _is_heard(one, found))
        gathered = Gathered(
            now=now,
            series=series,
            meeting=found,
            held_on=held_on,
            before=before,
            items=items,
            notes=read_notes(desk, found.meeting_id) if found else (),
            commitments=promised,
            experiments=_tried(desk, before),
            ratings=read_ratings(desk, found.meeting_id) if found else {},
            members={one.member_id: one for one in read_members(desk, active=False)},
            held_days={one.meeting_id: one.held_on for one in held},
        )
    subjects = {*(one.subject for one in items), *(one.subject for one in promised)}
    deals = {one.removeprefix("deal:") for one in subjects if one.startswith("deal:")}
    with house.facts() as connection:
        return replace(gathered, deals=deal_names(connection, deals))


def _is_heard(one: Commitment, found: Meeting | None) -> bool:
    """Whether a commitment is spoken of: until it is settled, and once when it is."""
    if found is None:
        return one.settled_in is None
    is_of = found.meeting_id in {one.meeting_id, one.settled_in}
    if found.state is MeetingState.CLOSED:
        return is_of
    is_fresh = found.state is MeetingState.PLANNED and one.settled_in is None
    return is_of or one.is_open or is_fresh


def _tried(desk: Connection, before: Meeting | None) -> tuple[Experiment, ...]:
    """The experiments to be decided, and those that were since the meeting before."""
    return tuple(
        one
        for one in read_experiments(desk)
        if one.decided_on is None or before is None or one.decided_on > before.held_on
    )
