"""Story line: both sides' events, clocks and silences of a lead, laid out on one line of time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from sqlalchemy import Row

from revdash.api.agreement_words import PAUSES
from revdash.api.story_views import ClockBar, Line, Mark, Stretch
from revdash.api.story_words import ENDS, RUNGS, Said, Words, say
from revdash.charts.story import Axis
from revdash.episodes.pausing import Pause, within
from revdash.handoffs.rules import RULE
from revdash.handoffs.timeline import Happened
from revdash.metrics.shown import duration
from revdash.terms import Side
from revdash.worktime.calendar import Calendar, elapsed, standard_day_seconds

HOUR = 3600.0
SILENT = 5  # business days without anything that are worth a word
_FIRST_TOUCH = {"D04", "D05", "D06"}  # the follow-up clock is drawn in any case
_DEMO, _NURTURE = "D14", "D15"  # rules whose firing is drawn in place of the handoff's own clock


class _Clock(NamedTuple):
    """One clock: whose, from when, due when, and when it stopped."""

    label: str
    side: str
    from_at: datetime
    due_at: datetime
    ended_at: datetime | None
    paused: str = ""  # "paused 2.0 business days: the prospect asked ..."
    pauses: Sequence[Pause] = ()

    def state(self, as_of: datetime) -> str:
        """Kept, late, running, in a word."""
        if (self.ended_at or as_of) > self.due_at:
            return "late"
        return "kept" if self.ended_at else "running"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a line is drawn from."""

    happened: Sequence[Happened]  # the newest first
    episodes: Sequence[Row[Any]]  # the newest first
    firings: Sequence[Row[Any]]
    pauses: Sequence[Pause]  # what may have stopped a clock
    as_of: datetime
    words: Words


def line_of(told: Told) -> Line:
    """Lay everything out."""
    events = [(one, say(one, told.words)) for one in reversed(told.happened)]
    events = [*_drawn(events)]
    if not events and not told.episodes:
        return Line()
    clocks = [*_clocks(told)]
    is_open = any(one.is_open for one in told.episodes[:1])
    axis = Axis(_moments([one for one, _ in events], clocks, told, is_open=is_open))
    marks = tuple(_mark(list(group), axis, told.words) for group in _grouped(events, told.words))
    return Line(
        marks=marks,
        clocks=tuple(_bar(one, axis, told) for one in clocks),
        gaps=tuple(_gaps([one for one, _ in events], axis, told)),
        handoffs=tuple(_handoffs(told, axis)),
        ticks=tuple(_ticks([one for one, _ in events], axis, told)),
        now=axis.place(told.as_of) if is_open else None,
        alt=_alt(marks),
    )


def _drawn(events: Iterable[tuple[Happened, Said]]) -> Iterator[tuple[Happened, Said]]:
    """Without what only repeats: a verdict beside its stage, a deal's first stage beside it."""
    known = list(events)
    stages = {(one.what, one.at.date()) for one, _ in known if one.table == "lifecycle_event"}
    begun = {one.at for one, _ in known if one.table == "opportunity"}
    for one, said in known:
        repeats = one.table == "disposition" and (one.what, one.at.date()) in stages
        begins = one.table == "opportunity_stage_event" and one.at in begun
        if not (repeats or begins):
            yield one, said


def _grouped(
    events: Iterable[tuple[Happened, Said]], words: Words
) -> Iterator[Iterable[tuple[Happened, Said]]]:
    """Small things of one kind that follow each other on a day are drawn as one."""
    lanes: dict[bool, list[tuple[Happened, Said]]] = {True: [], False: []}
    for event in events:
        lanes[event[1].side is Side.MARKETING].append(event)
    for lane in lanes.values():
        for _, group in groupby(lane, lambda event: _alike(event, words)):
            yield group


def _alike(event: tuple[Happened, Said], words: Words) -> tuple[object, ...]:
    one, said = event
    own = one.key if said.weight else ""
    return words.rules.day_of(one.at), said.kind, said.weight, own


def _mark(group: Sequence[tuple[Happened, Said]], axis: Axis, words: Words) -> Mark:
    (one, said), count = group[0], len(group)
    labels = dict.fromkeys(other.label for _, other in group)
    label = said.label if len(labels) == 1 else f"{said.label} and more"
    details = dict.fromkeys(other.detail for _, other in group if other.detail)
    return Mark(
        x=axis.place(one.at),
        side=said.side.value,
        label=f"{label} (×{count})" if count > 1 else label,
        detail="; ".join([*details][:3]),
        at=words.at(one.at, one.precision),
        weight=said.weight,
        fact=f"{one.table}|{one.key}",
    )


def _moments(
    events: Sequence[Happened], clocks: Sequence[_Clock], told: Told, *, is_open: bool
) -> Iterator[datetime]:
    yield from (one.at for one in events)
    for clock in clocks:
        yield from (clock.from_at, clock.due_at, clock.ended_at or clock.due_at)
    yield from (one.mql_at for one in told.episodes)
    yield from (one.closed_at for one in told.episodes if one.closed_at)
    if is_open:
        yield told.as_of


def _clocks(told: Told) -> Iterator[_Clock]:
    """The clocks of each handoff, and those of the rules that ran out."""
    fired = {(one.episode_id, one.rule) for one in told.firings if one.opens_at < told.as_of}
    for e in reversed(told.episodes):
        if e.clock_start_at and e.due_at and not e.is_clock_excluded:
            ended = e.credited_at or e.verdict_at or e.closed_at
            span = (e.clock_start_at, e.due_at, ended)
            yield _Clock(
                "First contact", "sales", *span, _paused(e, told.words), [*_stood(e, told)]
            )
        if e.demo_due_at and e.hand_raised_at and (e.episode_id, _DEMO) not in fired:
            booked = e.demo_booked_at or e.closed_at
            yield _Clock("Demo booked", "sales", e.hand_raised_at, e.demo_due_at, booked)
        if e.nurture_due_at and e.recycled_at and (e.episode_id, _NURTURE) not in fired:
            taken = e.nurtured_at or e.returned_at
            yield _Clock("Into nurture", "marketing", e.recycled_at, e.nurture_due_at, taken)
    for one in sorted(told.firings, key=lambda firing: firing.from_at):
        if one.rule not in _FIRST_TOUCH and one.from_at < one.opens_at < told.as_of:
            name = RULE[one.rule].name
            yield _Clock(name, one.side, one.from_at, one.opens_at, one.resolved_at)


def _paused(e: Row[Any], words: Words) -> str:
    """For how much business time its clock stood still, and why."""
    if not e.paused_seconds:
        return ""
    calendar = words.rules.calendar.get(e.calendar_id or "", words.rules.default_calendar)
    days = e.paused_seconds / standard_day_seconds(calendar)
    time = f"{days:.1f} business days" if days >= 1 else duration(e.paused_seconds / HOUR)
    return f"paused {time}: {PAUSES.get(e.paused_for, e.paused_for)}"


def _stood(e: Row[Any], told: Told) -> Iterator[Pause]:
    """When its clock stood still: as far as that moved the time by which it was due."""
    until = e.first_attempt_at or e.closed_at or told.as_of
    alike = [one for one in told.pauses if e.paused_seconds and one.reason == e.paused_for]
    for one in within(alike, e.clock_start_at, until):
        if one.start < e.due_at:
            yield one._replace(until=min(one.until, e.due_at))


def _bar(clock: _Clock, axis: Axis, told: Told) -> ClockBar:
    words, state = told.words, clock.state(told.as_of)
    ended = f", ended {words.moment(clock.ended_at)}" if clock.ended_at else ""
    text = f"{clock.label}: from {words.moment(clock.from_at)}, due {words.moment(clock.due_at)}"
    return ClockBar(
        label=f"{clock.label}, with a pause" if clock.paused else clock.label,
        side=clock.side if clock.side in ("marketing", "sales") else "shared",
        start=axis.place(clock.from_at),
        end=axis.place(clock.ended_at or max(told.as_of, clock.from_at)),
        due=axis.place(clock.due_at),
        state=state,
        text=f"{text}{f', {clock.paused}' if clock.paused else ''}{ended}: {state}",
        pauses=tuple(
            Stretch(start=axis.place(one.start), end=axis.place(one.until), text=clock.paused)
            for one in clock.pauses
        ),
    )


def _gaps(events: Sequence[Happened], axis: Axis, told: Told) -> Iterator[Stretch]:
    """Silences while a handoff was open: business days in which nobody did anything."""
    moments = sorted({one.at for one in events if one.note != "true" and one.at <= told.as_of})
    for e in told.episodes:
        calendar = told.words.rules.calendar.get(
            e.calendar_id or "", told.words.rules.default_calendar
        )
        until = e.closed_at or told.as_of
        inside = [at for at in moments if e.mql_at < at < until]
        for before, after in pairwise([e.mql_at, *inside, until]):
            if (days := _days(calendar, before, after)) >= SILENT:
                text = f"{days} business days without anything"
                yield Stretch(start=axis.place(before), end=axis.place(after), text=text)


def _days(calendar: Calendar, before: datetime, after: datetime) -> int:
    return int(elapsed(calendar, before, after) / standard_day_seconds(calendar) + 1e-9)


def _handoffs(told: Told, axis: Axis) -> Iterator[Stretch]:
    for e in reversed(told.episodes):
        state = RUNGS.get(e.stage, ENDS.get(e.stage, e.stage))
        tier = f" · tier {e.tier}" if e.tier else ""
        end = axis.place(e.closed_at or told.as_of)
        text = f"Handoff {e.episode_no}{tier} · {state}"
        yield Stretch(start=axis.place(e.mql_at), end=end, text=text)


def _ticks(events: Sequence[Happened], axis: Axis, told: Told) -> Iterator[tuple[float, str]]:
    """The first moment of each day on which something happened, with its date."""
    year = None
    for day, group in groupby(events, lambda one: told.words.rules.day_of(one.at)):
        text = f"{day.day} {day:%b}" if day.year == year else f"{day.day} {day:%b %Y}"
        year = day.year
        yield axis.place(next(iter(group)).at), text


def _alt(marks: Sequence[Mark]) -> str:
    ours = sum(mark.side == Side.MARKETING.value for mark in marks)
    return (
        f"A line of time with {ours} marks of marketing above and {len(marks) - ours} of sales "
        "below; everything on it is listed under “What happened”."
    )
