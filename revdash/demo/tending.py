"""Tending: since the New Year people go through the list of what lies open, and see to it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from random import Random

from revdash.demo.chasing import attempt, talk
from revdash.demo.dice import dice
from revdash.demo.lives import Attempt, Booking, Change, Episode
from revdash.demo.staff import is_away
from revdash.demo.timeline import END, TENDED_WEEK, week_start
from revdash.demo.work import business_days_after, business_hours_after, days_after, done_by
from revdash.terms import LeadStage
from revdash.worktime.calendar import Calendar

TENDED_SINCE = datetime.combine(week_start(TENDED_WEEK), time(8))
ENDINGS = (LeadStage.REJECTED, LeadStage.RECYCLED, LeadStage.DISQUALIFIED)
_P_SEEN_TO = 0.95
_BACKLOG_DAYS, _LIST_DAYS = (0.3, 15.0), (0.1, 0.8)  # of work, until somebody's turn comes
_LATER_DAYS = (3.0, 9.0)  # more, for what the first look passes over
_FORGOTTEN = timedelta(days=45)  # what had lain for longer when the list came lies on
_UNTRIED, _UNANSWERED, _LET_GO, _UNDECIDED = 2.0, 1.0, 5.0, 5.0
_WITHOUT_DEAL = 10.0  # days of work, as rules say
_TRIES = 6
_MET = ("COMPLETED", "NO_SHOW", "CANCELED")
_QUIET = timedelta(days=14)
_MEETING = timedelta(minutes=45)


def tended(episode: Episode) -> Episode:
    """Add to a handoff what the list makes people do for it: chase, decide, book, follow up."""
    if is_away(episode.rep.user, episode.mql_at):  # S2: whose leads nobody sees to
        return episode
    rng = dice("tended", episode.key)
    changes = _hurried(episode, rng)
    if episode.deal is None and not (changes and changes[-1].stage in ENDINGS):
        changes = (*changes, *_decided(episode, rng))
    bookings = tuple(_booked(episode, changes, rng))
    over_at = _over_at(episode, changes)
    more = [*_tried(episode, over_at, rng), *_followed(episode, bookings, rng)]
    attempts = sorted(one for one in (*episode.attempts, *more) if one.at < over_at)
    return replace(episode, changes=changes, bookings=bookings, attempts=tuple(attempts))


def follow_ups(
    bookings: Sequence[Booking], calendar: Calendar, key: str, user: str = ""
) -> Iterator[Attempt]:
    """Yield what is written or called after meetings, held or missed, by *user* or their host."""
    rng = dice("follow-up", key)
    for booking in bookings:
        if booking.outcome in _MET and booking.start_at >= TENDED_SINCE:
            ended_at = booking.start_at + _MEETING
            at = business_days_after(calendar, ended_at, rng.uniform(0.2, 1.6))
            if rng.random() < _P_SEEN_TO:
                yield attempt(user or booking.host, at, rng)


def talks(
    heard: Sequence[datetime], closed_at: datetime, who: tuple[str, Calendar, str]
) -> list[Attempt]:
    """List the calls that keep a deal from falling silent, of one last *heard* of at moments."""
    seller, calendar, key = who
    rng, found = dice("talk", key), []
    moments = [*sorted(heard), closed_at]
    for last, next_at in pairwise(moments):
        at = _seen_to_at(calendar, last + _QUIET, rng)
        while at and at < min(next_at, END):
            found.append(talk(seller, at, rng))
            at = _seen_to_at(calendar, at + _QUIET, rng)
    return found


def _seen_to_at(calendar: Calendar, due_at: datetime, rng: Random) -> datetime | None:
    """Return when somebody sees to what was due; None when it had been forgotten by then."""
    if due_at < TENDED_SINCE - _FORGOTTEN:
        return None
    days = rng.uniform(*(_LIST_DAYS if due_at >= TENDED_SINCE else _BACKLOG_DAYS))
    days += 0 if rng.random() < _P_SEEN_TO else rng.uniform(*_LATER_DAYS)
    return business_days_after(calendar, max(due_at, TENDED_SINCE), days)


def _over_at(episode: Episode, changes: Sequence[Change]) -> datetime:
    """When the handoff ended, or became a deal."""
    ends = [change.at for change in changes if change.stage in ENDINGS]
    return min([*ends, *([episode.deal.created_at] if episode.deal else [])], default=END)


def _deeds(episode: Episode) -> list[Attempt]:
    return [one for one in episode.attempts if not one.is_automated]


def _hurried(episode: Episode, rng: Random) -> tuple[Change, ...]:
    """What was decided more slowly than agreed is decided sooner, since the list asks for it."""
    calendar, user = episode.rep.calendar, episode.rep.user
    found: list[Change] = []
    first = episode.first_attempt_at
    last, days = (first, _UNDECIDED) if first else (episode.handings[-1].at, _UNTRIED)
    for change in episode.changes:
        is_asked = not found or (change.stage is LeadStage.RECYCLED and days == _WITHOUT_DEAL)
        if is_asked:
            at = _seen_to_at(calendar, business_days_after(calendar, last, days), rng)
            if at:
                at = done_by(user, calendar, at, rng)
                change = change._replace(at=min(at, change.at))  # noqa: PLW2901
        found.append(change)
        last, days = change.at, _WITHOUT_DEAL if change.stage is LeadStage.SQL else _UNDECIDED
    return tuple(found)


def _decided(episode: Episode, rng: Random) -> Iterator[Change]:
    """Decide upon a lead that nobody decided upon: it goes back to nurture."""
    calendar, user = episode.rep.calendar, episode.rep.user
    deeds = [one.at for one in _deeds(episode)]
    last = max([episode.handings[-1].at, *(change.at for change in episode.changes)])
    first = min((at for at in deeds if at > last), default=last)
    at = _seen_to_at(calendar, business_days_after(calendar, first, _UNDECIDED), rng)
    if at:
        yield Change(LeadStage.RECYCLED, done_by(user, calendar, at, rng), user, "no_response")


def _tried(episode: Episode, over_at: datetime, rng: Random) -> Iterator[Attempt]:
    """Try again, or answer, where a lead that was tried lay silent for longer than agreed."""
    calendar, user, tries = episode.rep.calendar, episode.rep.user, 0
    deeds = _deeds(episode)
    for place, (last, next_at) in enumerate(pairwise([*(one.at for one in deeds), over_at]), 1):
        before = deeds[:place]
        is_asked = before[-1].is_inbound
        tries += not is_asked
        if not is_asked and (tries >= _TRIES or any(o.outcome == "connected" for o in before)):
            continue
        days = _UNANSWERED if is_asked else _LET_GO
        at = _seen_to_at(calendar, business_days_after(calendar, last, days), rng)
        while at and at < next_at:
            at = done_by(user, calendar, at, rng)
            yield attempt(user, at, rng)
            tries += 1
            again_at = business_days_after(calendar, at, _LET_GO)
            at = _seen_to_at(calendar, again_at, rng) if tries < _TRIES else None


def _booked(episode: Episode, changes: Sequence[Change], rng: Random) -> Iterator[Booking]:
    """Book whom asked for a demo soon after the first try; the others as before."""
    calendar, user = episode.rep.calendar, episode.rep.user
    raised, first = episode.hand_raise, episode.first_attempt_at
    is_asked = raised is not None and raised.kind == "demo_request"
    if not (is_asked and first and first >= TENDED_SINCE and rng.random() < _P_SEEN_TO):
        yield from episode.bookings
        return
    booked_at = business_hours_after(calendar, first, rng.uniform(0.3, 6))
    if episode.bookings:
        one = episode.bookings[0]
        yield one._replace(booked_at=min(one.booked_at, booked_at))
        yield from episode.bookings[1:]
        return
    start_at = business_days_after(calendar, booked_at, rng.uniform(3, 6))
    over_at = _over_at(episode, changes)
    outcome = "CANCELED" if over_at < start_at else "NO_SHOW"
    if booked_at < over_at:
        outcome = outcome if start_at <= END else "SCHEDULED"
        yield Booking("discovery", 1, booked_at, start_at, outcome, user, user)


def _followed(episode: Episode, bookings: Sequence[Booking], rng: Random) -> Iterator[Attempt]:
    user, calendar = episode.rep.user, episode.rep.calendar
    for one in follow_ups(bookings, calendar, episode.key, user):
        at = done_by(user, calendar, one.at, rng)
        yield one._replace(at=at, recorded_at=at + (one.recorded_at - one.at))


def late_look(due_at: datetime, rng: Random) -> datetime | None:
    """Return when marketing looks at a lead whose day had come; None when it was forgotten."""
    if due_at < TENDED_SINCE - _FORGOTTEN:
        return None
    days = rng.uniform(0.1, 1.2) if due_at >= TENDED_SINCE else rng.uniform(0.5, 20)
    days += 0 if rng.random() < _P_SEEN_TO else rng.uniform(*_LATER_DAYS)
    return days_after(max(due_at, TENDED_SINCE), days)
