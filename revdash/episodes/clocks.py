"""Clocks: when a follow-up was due, when it happened, and who still waits (DOMAIN.md 2.3)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from revdash.episodes.agreed import Part, Policy
from revdash.episodes.episode import Episode
from revdash.episodes.pausing import Pause, Paused, paused, within, without
from revdash.episodes.rules import ORIGIN, Rules
from revdash.terms import ActivityType, Precision
from revdash.worktime.calendar import (
    Calendar,
    Segment,
    due_over_segments,
    elapsed,
    elapsed_over_segments,
)

HAND_RAISE_MEMORY = timedelta(days=30)  # an older hand-raise belongs to another story
DEFAULT_QUALIFYING = frozenset(  # where no agreement was in force
    {
        ActivityType.CALL,
        ActivityType.EMAIL,
        ActivityType.LINKEDIN,
        ActivityType.SMS,
        ActivityType.CHAT,
        ActivityType.VIDEO,
    }
)
_DAWN = datetime(ORIGIN.year, ORIGIN.month, ORIGIN.day)


class Attempt(NamedTuple):
    """One thing a seller did towards the person."""

    at: datetime
    recorded_at: datetime | None
    activity_type: str
    is_outbound: bool
    is_automated: bool
    is_connected: bool
    precision: Precision = Precision.INSTANT


class Assigned(NamedTuple):
    """The lead went to somebody at an instant; ``calendar_id`` is theirs, if they have one."""

    at: datetime
    user_id: str | None
    is_human: bool
    calendar_id: str | None
    key: str = ""
    is_active: bool = True  # a user who had left cannot take a lead


class Clock(NamedTuple):
    """The follow-up clock of one episode; seconds are open time on its owners' calendars."""

    start_at: datetime
    hand_raised_at: datetime | None
    policy_version: str | None
    target_seconds: float | None
    due_at: datetime | None
    first_attempt_at: datetime | None
    credited_at: datetime | None
    wait_seconds: float | None  # until the first attempt or, untouched, until it closed
    routing_seconds: float | None  # of those, until a human had it or called without having it
    first_assigned_at: datetime | None
    is_routing_known: bool
    calendar_id: str
    offset_seconds: float  # add the calendar's open seconds until now: the wait until now
    paused: Paused
    tries: Sequence[datetime]  # when each attempt was
    connected_at: datetime | None
    is_excluded: bool
    is_paused: bool
    segments: Sequence[Segment]  # without any pause, those after the first attempt too

    @property
    def attempts(self) -> int:
        """How often a human tried."""
        return len(self.tries)

    @property
    def is_connected(self) -> bool:
        """Whether the two sides ever spoke."""
        return self.connected_at is not None


class Story(NamedTuple):
    """What happened to one person, each part in order of time, seen for one episode.

    ``since`` is when the person's episode before closed and ``until`` when the next opened:
    what happened outside belongs to those. ``owner`` is who had the lead where no handing
    is known, ``part`` the part of the business that targets are agreed for.
    """

    hand_raises: Sequence[datetime] = ()
    assigned: Sequence[Assigned] = ()
    attempts: Sequence[Attempt] = ()
    since: datetime | None = None
    until: datetime | None = None
    owner: Assigned | None = None
    part: Part = Part()
    pauses: Sequence[Pause] = ()


def clock_of(episode: Episode, story: Story, rules: Rules) -> Clock | None:
    """Run the follow-up clock of *episode*; none when its start is only known as a day."""
    opened = episode.opened_by
    if opened.precision is Precision.DATE:
        return None
    raised = hand_raise(story.hand_raises, opened.at, story.since)
    start = raised or opened.at
    policy = rules.policy_at(start)
    until = _end_of(episode, story)
    inside = [a for a in story.attempts if start <= a.at < until]
    tries = [a for a in inside if is_qualifying(a, policy)]
    first = tries[0] if tries else None
    target = policy.target(story.part._replace(tier=opened.tier)) if policy else None
    unpaused = _segments(start, until, story, rules)
    pauses = [*within(_known(story, policy), start, until)] if story.pauses else []
    early = [pause for pause in pauses if first is None or pause.start < first.at]
    waiting = without(unpaused, early)
    due_at = due_over_segments(waiting, target) if target is not None else None
    routed = _routed_at(start, until, story.assigned)
    had_at = min((at for at in (routed, first.at if first else None) if at), default=None)
    is_known = bool(story.assigned) or story.owner is None or not story.owner.is_human
    return Clock(
        start_at=start,
        hand_raised_at=raised,
        policy_version=policy.version if policy else None,
        target_seconds=target,
        due_at=due_at,
        first_attempt_at=first.at if first else None,
        credited_at=credited_at(first, policy) if first else None,
        wait_seconds=open_time(waiting, first.at if first else episode.closed_at),
        routing_seconds=open_time(waiting, had_at) if is_known else None,
        first_assigned_at=routed,
        is_routing_known=is_known,
        calendar_id=unpaused[-1].calendar.calendar_id,
        offset_seconds=offset_of(waiting),
        paused=paused(unpaused, waiting, early, due_at),
        tries=[attempt.at for attempt in tries],
        connected_at=next((attempt.at for attempt in inside if attempt.is_connected), None),
        is_excluded=_is_excluded(episode, first, rules, start),
        is_paused=bool(pauses),
        segments=without(unpaused, pauses),
    )


def tried_since(episode: Episode, story: Story, rules: Rules) -> list[Attempt]:
    """What a human tried for a lead handed over on a day that is all that's known: from it on."""
    day, policy = episode.opened_by.at.date(), rules.policy_at(episode.opened_by.at)
    until = _end_of(episode, story)
    ours = (a for a in story.attempts if a.at < until and is_qualifying(a, policy))
    return [attempt for attempt in ours if rules.day_of(attempt.at) >= day]


def is_qualifying(attempt: Attempt, policy: Policy | None) -> bool:
    """Whether the agreement counts this as a human attempt."""
    kinds = policy.qualifying if policy else DEFAULT_QUALIFYING
    human = not attempt.is_automated and attempt.is_outbound
    return human and attempt.activity_type in kinds and attempt.precision is Precision.INSTANT


def _known(story: Story, policy: Policy | None) -> Iterator[Pause]:
    """The pauses that the agreement knows."""
    return (pause for pause in story.pauses if policy and pause.reason in policy.pauses)


def credited_at(attempt: Attempt, policy: Policy | None) -> datetime:
    """When an attempt counts: as it happened, or as it was logged when that was late."""
    grace = timedelta(seconds=policy.late_log_grace if policy else 24 * 3600.0)
    logged = attempt.recorded_at
    return logged if logged is not None and logged - attempt.at > grace else attempt.at


def hand_raise(
    raises: Sequence[datetime], mql_at: datetime, since: datetime | None
) -> datetime | None:
    """Tell the first hand-raise of this story: after the one before closed, before the MQL."""
    floor = max(since or datetime.min, mql_at - HAND_RAISE_MEMORY)
    return next((moment for moment in raises if floor <= moment <= mql_at), None)


def _end_of(episode: Episode, story: Story) -> datetime:
    """When the story of the episode ends: what is done to the person later is another's."""
    closed = episode.closed_at
    if closed is None or episode.is_impossible_order:
        return story.until or datetime.max
    is_day = episode.closed_by is not None and episode.closed_by.precision is Precision.DATE
    end = closed + (timedelta(days=1) if is_day else timedelta(microseconds=1))
    return min(end, story.until or end)


def _routed_at(start: datetime, until: datetime, assigned: Sequence[Assigned]) -> datetime | None:
    """When a human had the lead: from before its start on, or at the first handing to one."""
    given = [change for change in assigned if change.at <= start][-1:]
    given += [change for change in assigned if start < change.at < until]
    return next((change.at for change in given if change.is_human and change.is_active), None)


def _segments(start: datetime, until: datetime, story: Story, rules: Rules) -> list[Segment]:
    """Cut the wait where it changed owners; an owner without a calendar has the default one."""

    def theirs(owner: Assigned | None) -> Calendar:
        return rules.calendar_at(owner.calendar_id if owner else None, start)

    calendar = theirs(None if story.assigned else story.owner)
    segments: list[Segment] = []
    begun = start
    for change in story.assigned:
        if change.at >= until:
            break
        following = theirs(change)
        if change.at > start and following is not calendar:
            segments.append(Segment(calendar, begun, change.at))
            begun = change.at
        calendar = following
    return [*segments, Segment(calendar, begun, begun)]


def open_time(segments: Sequence[Segment], until: datetime | None) -> float | None:
    """Open seconds from the first segment's start to *until*, each piece on its calendar.

    What was so before the start took no time.
    """
    if until is None:
        return None
    calendar, start, _ = segments[0]
    if until <= start:
        return 0.0
    if len(segments) == 1:  # most never change hands
        return elapsed(calendar, start, until)
    ends = [segment.end for segment in segments[:-1]] + [datetime.max]
    pieces = (
        Segment(segment.calendar, segment.start, min(end, until))
        for segment, end in zip(segments, ends, strict=True)
        if segment.start < until
    )
    return elapsed_over_segments(pieces)


def offset_of(segments: Sequence[Segment]) -> float:
    """What to add to the last calendar's open seconds until now, to have the wait until now."""
    before = elapsed_over_segments(segments[:-1])
    last = segments[-1]
    return before - elapsed(last.calendar, _DAWN, last.start)


def _is_excluded(episode: Episode, first: Attempt | None, rules: Rules, start: datetime) -> bool:
    """A lead put aside for a reason that needs no contact, before anybody tried, has no clock."""
    closing = episode.closed_by
    if closing is None or first is not None:
        return False
    reason = rules.reason_at(closing.reason, start)
    return reason is not None and reason.is_no_contact_required
