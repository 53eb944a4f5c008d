"""Meeting views: what the page of the weekly meeting is given, worded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from revdash.api.loop_views import Choice
from revdash.api.views import Grid
from revdash.meetings.sheet import MeetingSheet


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """One heading of the agenda, in its order; no minutes leave it out."""

    heading: str  # a value of Heading
    title: str
    question: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class SeriesView:
    """The recurring meeting, as it is set; ``people`` may lead a side."""

    key: str
    version: int
    name: str
    cadence: str  # "week", "two weeks"
    cadences: tuple[Choice, ...]
    weekday: int  # 0 is Monday
    agenda: tuple[AgendaLine, ...]
    leaders: Mapping[str, str]  # member by side: marketing, sales
    people: tuple[Choice, ...]
    may_set: bool


@dataclass(frozen=True, kw_only=True)
class MeetingLine:
    """One meeting in the list of them."""

    key: str
    title: str  # "Mon 18 May 2026"
    held_on: date
    state: str  # planned, open, closed
    note: str  # "closed · 5 there · rated 8.2"


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who may be there; ``role`` is leader or guest."""

    key: str
    name: str
    side: str
    role: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class NoteView:
    """One note under one heading; who wrote it may correct it, or take it back."""

    key: str
    version: int
    who: str
    when: str
    words: str
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """One thing brought to the meeting.

    ``kind`` is tile, win, miss, ask, decision, or the reason why a side has no win or no miss
    (no_win, no_miss).
    """

    key: str
    version: int
    kind: str
    heading: str
    side: str  # whose win or miss it is; who asks
    asked_side: str  # who is asked
    who: str  # brought it
    words: str
    about: str  # what it is linked to, in words; empty for nothing
    answer: str = ""
    due: str = ""  # "by 25 May 2026"
    due_on: date | None = None
    dissent: str = ""
    carried: str = ""  # "from 11 May 2026", where an earlier meeting left it open
    is_open: bool = False  # an ask without an answer
    may_change: bool = False


@dataclass(frozen=True, kw_only=True)
class CommitmentView:
    """One commitment; ``status`` says how it stands against its first day."""

    key: str
    version: int
    words: str
    owner: str
    side: str
    about: str
    original_due: str
    due: str
    due_on: date
    state: str  # open, done, cancelled_joint, or whose cancelling waits for the other side's yes
    status: str  # "kept", "late by 6 days", "due in 3 days", "put off twice, 14 days past"
    slips: int
    is_late: bool
    is_new: bool  # made in this meeting
    turn: str  # the side that is to agree to cancelling it; empty for none
    may_change: bool = False


@dataclass(frozen=True, kw_only=True)
class ExperimentView:
    """One experiment: what was written before its start, and what came of it."""

    key: str
    version: int
    channel: str
    hypothesis: str
    decision_rule: str
    days: str  # "1 Jun – 28 Jun 2026"
    starts_on: date
    decides_on: date
    stage: str  # registered, running, to decide, decided
    result: str  # "Subject B 14.0 % against A 9.1 %: +4.9 points (0.3 to 9.4)"; empty for none
    result_note: str  # "computed", "entered by Ann"
    decision: str = ""
    decided: str = ""
    dissent: str = ""
    spend: float | None = None
    metric: str = ""
    arms: tuple[str, ...] = ()
    may_change: bool = False
    may_reword: bool = False  # until it starts


@dataclass(frozen=True, kw_only=True)
class MeetingView:
    """One meeting: its sheet, and everything that can be entered.

    ``key`` is empty while nobody has prepared the coming one: the sheet is then a preview.
    """

    key: str
    version: int
    state: str  # coming, planned, open, closed
    sheet: MeetingSheet
    series: SeriesView
    closed: str  # "closed 18 May 2026 09:31"
    minutes: int  # of its agenda
    needs: tuple[str, ...]  # what is missing before it may close
    before: MeetingLine | None  # the meeting before it
    is_frozen: bool
    may_act: bool
    refusal: str  # why the reader may only read; empty when they may act
    side: str  # for whom the reader speaks; empty where nobody said
    me: str  # the reader's key among the people
    people: tuple[Choice, ...]  # owners to choose
    subjects: tuple[Choice, ...]  # what a win, a miss or a commitment may link to
    channels: tuple[str, ...]
    metrics: tuple[Choice, ...]  # that an experiment may be measured by
    attendees: tuple[Attendee, ...]
    notes: Mapping[str, tuple[NoteView, ...]] = field(default_factory=dict)  # by heading
    items: tuple[ItemView, ...] = ()
    commitments: tuple[CommitmentView, ...] = ()
    experiments: tuple[ExperimentView, ...] = ()
    my_rating: int | None = None
    opened_at: datetime | None = None  # for its running clock
    next_due: date | None = None  # what a new promise is usually due: the next meeting

    def items_of(self, *kinds: str) -> tuple[ItemView, ...]:
        """The items of these kinds, in their order."""
        return tuple(one for one in self.items if one.kind in kinds)


@dataclass(frozen=True, kw_only=True)
class FrozenRecords:
    """The records that one frozen number counted, and what became of each since."""

    title: str
    sentence: str  # what the number was, what it is now, and why
    note: str  # what it means, and what it was judged by
    side: str
    sides: tuple[tuple[str, str], ...]  # all there are to choose: key and label
    part: str  # the metric whose rows they are
    told: str  # of this side: how many then, how many now
    grid: Grid
    leads: Mapping[str, str]  # whom a record is about, where it is a lead
    csv_name: str
