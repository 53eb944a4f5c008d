"""Whereabouts: where a lead is, since when, whose turn it is, and which clock runs or ran out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from revdash.episodes.rules import Rules
from revdash.handoffs.rules.record import Turn
from revdash.handoffs.silence import AUTOMATED, INBOUND, is_heard, is_try
from revdash.handoffs.timeline import Happened
from revdash.store.schema.drops import handoff_drop
from revdash.store.schema.lifecycle import nurture_enrolment
from revdash.store.schema.people import app_user, user_absence
from revdash.store.versions import in_force
from revdash.terms import LeadStage
from revdash.worktime.calendar import Calendar, elapsed, standard_day_seconds

RUNGS = (
    (LeadStage.OPP, "opp_at"),
    (LeadStage.SQL, "sql_at"),
    (LeadStage.SAL, "sal_at"),
    (LeadStage.MQL, "mql_at"),
)
_d = handoff_drop.c


class Move(NamedTuple):
    """What somebody is to do next: whose turn it is, by when, and by which rule it is late."""

    side: str
    what: str = ""  # while nothing is late
    due_at: datetime | None = None
    firing: Row[Any] | None = None  # a row of handoff_drop
    others: tuple[str, ...] = ()  # rules by which it is late too


class Owner(NamedTuple):
    """Who has it, and why they may not see to it."""

    name: str | None
    away_until: date | None = None
    left_at: datetime | None = None


class Known(NamedTuple):
    """What else is to be known: the rules, the moment, the owner, the day to look again."""

    rules: Rules
    as_of: datetime
    owner: Owner
    review_on: date | None


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where one lead is, as facts and rules tell."""

    episode: Row[Any]
    rung: LeadStage  # how far it got
    since: datetime  # at that stage, or closed
    last_at: datetime  # the last thing that anybody did
    quiet: float  # open seconds since then
    calendar: Calendar
    move: Move | None
    owner: Owner

    def days(self, seconds: float) -> float:
        """Open *seconds* as business days."""
        return seconds / standard_day_seconds(self.calendar)


def whereabouts(
    episode: Row[Any],
    happened: Sequence[Happened],
    firings: Sequence[Row[Any]],
    known: Known,
) -> Whereabouts:
    """Say where the lead of its newest *episode* is, by what *happened*, the newest first."""
    rules, as_of = known.rules, known.as_of
    calendar = rules.calendar.get(episode.calendar_id or "", rules.default_calendar)
    rung, reached = next((stage, at) for stage, name in RUNGS if (at := getattr(episode, name)))
    last_at = next((one.at for one in happened if one.at <= as_of and one.note != AUTOMATED), None)
    last_at = max(last_at or reached, reached)
    return Whereabouts(
        episode=episode,
        rung=rung,
        since=reached if episode.is_open else episode.closed_at or reached,
        last_at=last_at,
        quiet=elapsed(calendar, last_at, as_of),
        calendar=calendar,
        move=_late(firings, as_of) or _next(episode, happened, firings, known),
        owner=known.owner,
    )


def known_of(
    connection: Connection, rules: Rules, as_of: datetime, ids: Sequence[str], episode: Row[Any]
) -> Known:
    """Read what else is to be known of the human of *ids*."""
    n = nurture_enrolment.c
    reviews = select(func.max(n.next_review_on)).where(
        n.person_id.in_(ids), in_force(nurture_enrolment), n.exited_at.is_(None)
    )
    owner = _owner(connection, rules.day_of(as_of), as_of, episode)
    return Known(rules, as_of, owner, connection.execute(reviews).scalar_one())


def firings_of(connection: Connection, person_id: str, deals: Sequence[str]) -> list[Row[Any]]:
    """Every time that a rule fired, or will, on the human or one of their deals."""
    ours = _d.person_id == person_id
    theirs = ours | _d.opportunity_id.in_(deals) if deals else ours
    fired = select(handoff_drop).where(theirs).order_by(_d.precedence, _d.opens_at)
    return list(connection.execute(fired))


def _late(firings: Iterable[Row[Any]], as_of: datetime) -> Move | None:
    """The first in precedence of what is late now, and what else is; a warning is not late."""
    open_now = [
        one
        for one in firings
        if one.weight
        and one.opens_at < as_of
        and (one.resolved_at is None or one.resolved_at > as_of)
    ]
    if not open_now:
        return None
    first, *others = open_now
    rules = dict.fromkeys(one.rule for one in others if one.rule != first.rule)
    return Move(first.side, due_at=first.opens_at, firing=first, others=tuple(rules))


def _next(
    episode: Row[Any],
    happened: Sequence[Happened],
    firings: Iterable[Row[Any]],
    known: Known,
) -> Move | None:
    """Whose turn it is while nothing is late, and the next clock to run out."""
    if episode.is_open:
        what, due_at = _of_sales(episode, happened)
        ahead = [
            one.opens_at
            for one in firings
            if one.opens_at >= known.as_of and one.resolved_at is None and one.weight
        ]
        return Move(Turn.SALES, what, due_at or min(ahead, default=None))
    if episode.stage == LeadStage.RECYCLED.value and episode.returned_at is None:
        if episode.nurtured_at is None:
            return Move(Turn.MARKETING, "enrol", episode.nurture_due_at)
        day = known.review_on
        looks_at = known.rules.midnight(day) if day else None
        return Move(Turn.MARKETING, "look again", looks_at)
    if episode.stage == LeadStage.REJECTED.value:
        return Move(Turn.MARKETING, "triage")
    return None


def _of_sales(episode: Row[Any], happened: Sequence[Happened]) -> tuple[str, datetime | None]:
    if episode.first_attempt_at is None and episode.sal_at is None:
        return "first attempt", episode.due_at
    spoken = next((one for one in happened if is_heard(one) or is_try(one)), None)
    if spoken is not None and spoken.how == INBOUND:
        return "reply", None
    return ("verdict" if episode.sal_at is None else "next step"), None


def _owner(connection: Connection, today: date, as_of: datetime, episode: Row[Any]) -> Owner:
    user_id, u, a = episode.owner_user_id, app_user.c, user_absence.c
    if user_id is None:
        return Owner(episode.owner)
    left = select(func.max(u.active_to)).where(u.user_id == user_id, in_force(app_user))
    away = select(func.max(a.until_on)).where(
        a.user_id == user_id, in_force(user_absence), a.from_on <= today, a.until_on > today
    )
    left_at = connection.execute(left).scalar_one()
    gone = left_at if left_at is not None and left_at <= as_of else None
    return Owner(episode.owner, connection.execute(away).scalar_one(), gone)
