"""Meeting view: one meeting with its sheet and all that can be entered, as its page shows it."""

from collections import defaultdict

from sqlalchemy import Connection

from revdash.api.acting import side_of
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import day_text
from revdash.api.house import House
from revdash.api.loop_views import Choice
from revdash.api.meeting_desk import Gathered, gather
from revdash.api.meeting_numbers import asked_of
from revdash.api.meeting_running import usual_series
from revdash.api.meeting_sheet import drawn
from revdash.api.meeting_trials import counted_views
from revdash.api.meeting_views import (
    AgendaLine,
    Attendee,
    MeetingLine,
    MeetingView,
    NoteView,
    SeriesView,
)
from revdash.api.meeting_words import commitment_view, item_view, note_view, side_word
from revdash.desk.meetings import (
    CADENCES,
    GUEST,
    LEADER,
    Meeting,
    Series,
    read_meetings,
    read_ratings,
)
from revdash.desk.people import Member, read_members
from revdash.errors import NotAllowedError
from revdash.handoffs.wins import deals_won
from revdash.meetings.agenda import AGENDA, Line, agenda
from revdash.meetings.sheet import MeetingSheet
from revdash.metrics.catalog import CATALOG, HEADLINES
from revdash.metrics.choices import choices
from revdash.metrics.shapes import Rate
from revdash.metrics.shown import money

COMING = "coming"
_DEALS = 12  # won in the week, to link to


def meeting(house: House, actor: Actor, key: str = "") -> MeetingView:
    """One meeting; without a key the one that runs, else the coming one."""
    actor.assert_may(Right.READ)
    known = gather(house, key)
    sheet = drawn(house, actor, known)
    refusal = "" if known.is_closed else refused(actor)
    may = not known.is_closed and not refusal
    notes: defaultdict[str, list[NoteView]] = defaultdict(list)
    for one in known.notes:
        notes[one.section].append(note_view(one, known, actor.actor_id))
    side = side_of(actor)
    found = known.meeting
    with house.facts() as connection:
        experiments = counted_views(
            connection, asked_of(house, connection, known.week), known, may=may
        )
        subjects, channels = _subjects(connection, known), choices(connection, "source")
    return MeetingView(
        key=known.key,
        version=found.version if found else 0,
        state=found.state.value if found else COMING,
        sheet=sheet,
        series=_series(known.series, [*known.members.values()], actor),
        opened_at=found.opened_at if found else None,
        closed=f"closed {known.at(found.closed_at)}" if found and found.closed_at else "",
        minutes=sum(line.minutes for line in known.agenda),
        needs=needs_of(sheet),
        before=_line(known.before, {}) if known.before else None,
        is_frozen=known.is_closed,
        may_act=may,
        refusal=refusal,
        side=side_word(side),
        me=actor.actor_id,
        people=_people([*known.members.values()]),
        subjects=subjects,
        channels=channels,
        metrics=_measurable(),
        attendees=_attendees(known),
        notes={heading: tuple(found) for heading, found in notes.items()},
        items=tuple(item_view(one, known, may=may) for one in known.items),
        commitments=tuple(commitment_view(one, known, may=may) for one in known.commitments),
        experiments=experiments,
        my_rating=known.ratings.get(actor.actor_id),
        next_due=known.series.day_after(known.held_on, known.held_on),
    )


def meetings(house: House, actor: Actor) -> tuple[MeetingLine, ...]:
    """Every meeting, the newest first."""
    actor.assert_may(Right.READ)
    with house.desk.connect() as desk:
        return tuple(_line(one, read_ratings(desk, one.meeting_id)) for one in read_meetings(desk))


def series(house: House, actor: Actor) -> SeriesView:
    """The recurring meeting as it is set."""
    actor.assert_may(Right.READ)
    with house.desk.connect() as desk:
        return _series(usual_series(desk), list(read_members(desk)), actor)


def needs_of(sheet: MeetingSheet) -> tuple[str, ...]:
    """What is missing before a meeting may close."""
    return tuple(f"{part.title}: {part.needs}" for part in sheet.parts if part.needs)


def refused(actor: Actor) -> str:
    """Why somebody may only read; empty when they may act."""
    try:
        actor.assert_may(Right.ACT)
    except NotAllowedError as problem:
        return str(problem)
    return ""


def _line(one: Meeting, ratings: dict[str, int]) -> MeetingLine:
    there = f"{len(one.attendees)} there" if one.attendees else ""
    mean = sum(ratings.values()) / len(ratings) if ratings else 0.0
    rated = f"rated {mean:.1f}" if ratings else ""
    return MeetingLine(
        key=one.meeting_id,
        title=f"{one.held_on:%a} {day_text(one.held_on)}",
        held_on=one.held_on,
        state=one.state.value,
        note=" · ".join(filter(None, (one.state.value, there, rated))),
    )


def _series(found: Series, members: list[Member], actor: Actor) -> SeriesView:
    return SeriesView(
        key=found.series_id,
        version=found.version,
        name=found.name,
        cadence=found.cadence,
        cadences=tuple(Choice(key=name, label=f"every {name}") for name in CADENCES),
        weekday=found.weekday,
        agenda=_agenda(agenda(found.agenda)),
        leaders=dict(found.leaders),
        people=_people(members),
        may_set=Right.SET in rights_of(actor.role),
    )


def _agenda(lines: tuple[Line, ...]) -> tuple[AgendaLine, ...]:
    """The headings in their order; those left out come last, without minutes."""
    chosen = {line.heading: line.minutes for line in lines}
    rest = tuple(line for line in AGENDA if line.heading not in chosen)
    return tuple(
        AgendaLine(
            heading=line.heading.value,
            title=line.title,
            question=line.question,
            minutes=chosen.get(line.heading, 0),
        )
        for line in (*lines, *rest)
    )


def _people(members: list[Member]) -> tuple[Choice, ...]:
    return tuple(
        Choice(key=one.member_id, label=f"{one.name} ({one.side})" if one.side else one.name)
        for one in members
        if one.is_active
    )


def _attendees(known: Gathered) -> tuple[Attendee, ...]:
    """Who may be there: leaders first; until somebody said who is, nobody is."""
    here = {one.member_id: one.role for one in (known.meeting.attendees if known.meeting else ())}
    leaders = {member: side for side, member in known.series.leaders.items()}
    order = sorted(
        (one for one in known.members.values() if one.is_active or one.member_id in here),
        key=lambda one: (one.member_id not in leaders, one.name),
    )
    return tuple(
        Attendee(
            key=one.member_id,
            name=one.name,
            side=leaders.get(one.member_id) or side_word(one.side),
            role=here.get(one.member_id, LEADER if one.member_id in leaders else GUEST),
            is_here=one.member_id in here,
        )
        for one in order
    )


def _subjects(connection: Connection, known: Gathered) -> tuple[Choice, ...]:
    """What may be linked to: the deals won in the week, then the headline numbers."""
    currency = known.now.rules.currency
    deals = (
        Choice(
            key=f"deal:{row.opportunity_id}",
            label=" · ".join(
                filter(None, (row.name, row.amount_base and money(row.amount_base, currency)))
            ),
        )
        for row in deals_won(connection, known.week, _DEALS)
    )
    numbers = (Choice(key=f"metric:{name}", label=CATALOG[name].label) for name in HEADLINES)
    return (*deals, *numbers)


def _measurable() -> tuple[Choice, ...]:
    """What an experiment may be measured by: shares, whose difference can be bounded."""
    return tuple(
        Choice(key=name, label=metric.label)
        for name, metric in CATALOG.items()
        if isinstance(metric, Rate)
    )
