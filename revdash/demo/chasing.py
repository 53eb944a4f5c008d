"""Chasing: who tries to reach a lead, when and how often; and what the machines send."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from revdash.demo.dice import lognormal, pick, poisson
from revdash.demo.lives import Attempt
from revdash.demo.places import REGIONS
from revdash.demo.staff import BOT, P_NEVER_TOUCHED, REPS_OF, Rep, is_away
from revdash.demo.timeline import week_of
from revdash.demo.work import (
    ben_returns,
    business_days_after,
    business_hours_after,
    days_after,
    done_by,
)
from revdash.terms import ActivityType

_KINDS = {
    ActivityType.CALL.value: 0.52,
    ActivityType.EMAIL.value: 0.38,
    ActivityType.LINKEDIN.value: 0.10,
}
_CALL_OUTCOMES = {
    "no_answer": 0.40,
    "voicemail": 0.33,
    "connected": 0.22,
    "busy": 0.03,
    "wrong_number": 0.02,
}
_TALK_SECONDS = (90, 1500)
_P_REPLY = 0.12
_P_LATE_LOGGED = 0.04
_P_COVERED = 0.10  # S2: of Ben's leads while he is away, how many a colleague takes
_P_FIRST_WEEK_BACK = 0.5
_GAP_DAYS = 1.1
_FRIDAY = 4


class FirstTry(NamedTuple):
    """The first human attempt to be made for a lead."""

    user: str
    at: datetime


def first_try(rep: Rep, assigned_at: datetime, tier: str, rng: Random) -> FirstTry | None:
    """Return who first tries to reach the lead and when; None when nobody ever does."""
    if rng.random() < rep.p_never.get(tier, P_NEVER_TOUCHED):
        return None
    hours = lognormal(rng, rep.median_hours(week_of(assigned_at)), rep.sigma)
    hours *= rep.tier_factor[tier]
    if _local_weekday(rep, assigned_at) == _FRIDAY:
        hours *= rep.friday_factor
    if is_away(rep.user, assigned_at):
        return _while_away(rep, assigned_at, hours, rng)
    meant = business_hours_after(rep.calendar, assigned_at, hours)
    return FirstTry(rep.user, done_by(rep.user, rep.calendar, meant, rng))


def attempts_from(rep: Rep, first: FirstTry, rng: Random) -> list[Attempt]:
    """List a cadence of human attempts, and the answers to some of them."""
    attempts: list[Attempt] = []
    at = first.at
    for _ in range(1 + poisson(rng, rep.attempts - 1)):
        attempts.append(attempt(first.user, at, rng))
        if attempts[-1].kind == ActivityType.EMAIL and rng.random() < _P_REPLY:
            attempts.append(_reply(first.user, days_after(at, lognormal(rng, 0.4, 1.0))))
        meant = business_days_after(rep.calendar, at, lognormal(rng, _GAP_DAYS, 0.6))
        at = done_by(first.user, rep.calendar, meant, rng)
    return attempts


def attempt(user: str, at: datetime, rng: Random) -> Attempt:
    """Return one human attempt; a few calls are written down days later."""
    kind = pick(rng, _KINDS)
    if kind != ActivityType.CALL:
        return Attempt(at, at + timedelta(seconds=2), user, kind, None)
    outcome = pick(rng, _CALL_OUTCOMES)
    logged = at + timedelta(minutes=rng.randint(1, 9))
    if rng.random() < _P_LATE_LOGGED:
        logged = days_after(at, rng.uniform(1.1, 4))
    seconds = rng.randint(*_TALK_SECONDS) if outcome == "connected" else rng.randint(5, 45)
    return Attempt(at, logged, user, kind, outcome, seconds=seconds)


def talk(user: str, at: datetime, rng: Random) -> Attempt:
    """Return a call in which both sides spoke."""
    logged = at + timedelta(minutes=rng.randint(1, 9))
    return Attempt(
        at, logged, user, ActivityType.CALL, "connected", seconds=rng.randint(*_TALK_SECONDS)
    )


def machine_mail(mql_at: datetime, rng: Random) -> list[Attempt]:
    """List what goes out by itself: a receipt at once, sequence steps after."""
    receipt = mql_at + timedelta(minutes=1)
    steps = (days_after(receipt, 2 + 3 * step) for step in range(poisson(rng, 1.6)))
    return [
        _automated(receipt, ActivityType.AUTOMATED_EMAIL),
        *(_automated(at, ActivityType.SEQUENCE_STEP) for at in steps),
    ]


def _while_away(rep: Rep, assigned_at: datetime, hours: float, rng: Random) -> FirstTry:
    draw = rng.random()
    if draw < _P_COVERED:
        colleague = next(other for other in REPS_OF[rep.region] if other is not rep)
        return FirstTry(
            colleague.user, business_hours_after(colleague.calendar, assigned_at, hours)
        )
    in_first_week = draw < _P_COVERED + (1 - _P_COVERED) * _P_FIRST_WEEK_BACK
    backlog = rng.uniform(0.5, 41) if in_first_week else rng.uniform(43, 80)
    return FirstTry(rep.user, business_hours_after(rep.calendar, ben_returns(), backlog))


def _reply(user: str, at: datetime) -> Attempt:
    recorded = at + timedelta(seconds=2)
    return Attempt(at, recorded, user, ActivityType.EMAIL, "replied", is_inbound=True)


def _automated(at: datetime, kind: ActivityType) -> Attempt:
    return Attempt(at, at + timedelta(seconds=2), BOT, kind, None, is_automated=True)


def _local_weekday(rep: Rep, moment: datetime) -> int:
    zone = REGIONS[rep.region].zone
    return moment.replace(tzinfo=UTC).astimezone(zone).weekday()
