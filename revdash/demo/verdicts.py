"""Verdicts: what sales decides about a handed-over lead, why, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log
from random import Random

from revdash.demo.channels import PARTNER_WEBINAR, Channel
from revdash.demo.company import DEMO_REASONS
from revdash.demo.dice import lognormal, pick
from revdash.demo.lives import Change, Lead
from revdash.demo.staff import MARKETERS, Rep
from revdash.demo.timeline import NEW_REASONS_WEEK, company_day, week_of
from revdash.demo.work import business_days_after, days_after, done_by
from revdash.terms import LeadStage
from revdash.worktime.calendar import elapsed

_HARD = frozenset(reason.code for reason in DEMO_REASONS if reason.is_hard)
SECOND_LIFE = 1.5  # S7: leads that come back turn into SQLs this much more often

_TIER_EFFECT = {"A": 0.55, "B": 0.0, "C": -0.55}
_P_NO_VERDICT = 0.03
_P_WRITTEN_OFF = 0.6  # of leads nobody called, how many are closed all the same
_P_RECYCLED = 0.45
_FALSE_ACCEPT = 0.25  # S16: what a lead taken out of kindness is worth
_AFTER_SAL = {"recycled": 0.74, "disqualified": 0.16, "silent": 0.10}
_AFTER_KINDNESS = {"recycled": 0.30, "disqualified": 0.62, "silent": 0.08}
_AFTER_SQL = {"recycled": 0.88, "silent": 0.12}
_LATER = {"timing": 0.42, "no_budget": 0.30, "no_response": 0.28}
_NO = {
    "bad_fit": 0.46,
    "no_budget": 0.16,
    "duplicate": 0.10,
    "student": 0.08,
    "competitor": 0.08,
    "spam": 0.08,
    "do_not_contact": 0.04,
}
_MORE_LATER = {"no_project": 0.25}  # what the new list says besides
_MORE_NO = {"too_small": 0.22, "wrong_contact": 0.15}
_PRIZE_HUNTERS = {"student": 0.50, "competitor": 0.28, "spam": 0.14, "bad_fit": 0.08}
_OTHER_SHARE = (0.38, 0.15)  # S6: before and after the new reason list


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A lead on a rep's desk, and all that bears on what becomes of it."""

    lead: Lead
    channel: Channel
    tier: str
    rep: Rep
    is_return: bool
    mql_at: datetime
    clock_start_at: datetime
    tried_at: datetime | None

    @property
    def is_called_at_once(self) -> bool:
        """Whether it came to the two days in which sales put everything else aside (S17)."""
        return self.lead.campaign == PARTNER_WEBINAR and not self.is_return

    def later(self, moment: datetime, days: float, rng: Random) -> datetime:
        """Return when the rep gets to something some days after *moment*."""
        return done_by(self.rep.user, self.rep.calendar, days_after(moment, days), rng)


def verdicts(handed: Handed, rng: Random) -> list[Change]:
    """Decide what sales makes of the lead, up to the SQL or the refusal."""
    if handed.tried_at is None:
        return _written_off(handed, rng)
    if rng.random() < _P_NO_VERDICT:
        return []
    draw, speed = rng.random(), speed_factor(handed)
    if draw >= speed * _chance(handed.channel.p_sal, handed, handed.rep.accept_bias):
        return _turned_down(handed, rng)
    is_kindness = draw >= speed * _chance(handed.channel.p_sal, handed)
    p_sql = _p_sql(handed) * (_FALSE_ACCEPT if is_kindness else 1)
    return _accepted(handed, p_sql, _AFTER_KINDNESS if is_kindness else _AFTER_SAL, rng)


def speed_factor(handed: Handed) -> float:
    """Return how much of its chance a lead keeps: a modest effect, and a causal one."""
    if handed.tried_at is None:
        return 0.0
    waited = elapsed(handed.rep.calendar, handed.clock_start_at, handed.tried_at) / 3600
    return 0.72 + 0.28 * exp(-waited / 6)


def given_up(handed: Handed, sql_at: datetime, rng: Random) -> list[Change]:
    """Decide what becomes of an SQL that never turns into a deal."""
    if pick(rng, _AFTER_SQL) == "silent":
        return []
    at = handed.later(sql_at, lognormal(rng, 12, 0.6), rng)
    return [_recycled(at, handed.rep.user, _or_other(_LATER, _MORE_LATER, at, rng), rng)]


def _chance(share: float, handed: Handed, bias: float = 0.0) -> float:
    logit = log(share / (1 - share)) + _TIER_EFFECT[handed.tier] + bias
    return 1 / (1 + exp(-logit))


def _p_sql(handed: Handed) -> float:
    better = SECOND_LIFE if handed.is_return else 1.0
    return min(0.95, _chance(handed.channel.p_sql, handed) * better)


def _accepted(handed: Handed, p_sql: float, fates: dict[str, float], rng: Random) -> list[Change]:
    sal_at = _decided_at(handed, 1.5, rng)
    sal = Change(LeadStage.SAL, sal_at, handed.rep.user)
    if rng.random() < p_sql:
        sql_at = handed.later(sal_at, _sql_days(handed, rng), rng)
        return [sal, Change(LeadStage.SQL, sql_at, handed.rep.user)]
    fate = pick(rng, fates)
    if fate == "silent":
        return [sal]
    at = handed.later(sal_at, lognormal(rng, 14, 0.6), rng)
    if fate == "recycled":
        reason = _or_other(_LATER, _MORE_LATER, at, rng)
        return [sal, _recycled(at, handed.rep.user, reason, rng)]
    return [sal, Change(LeadStage.DISQUALIFIED, at, handed.rep.user, "bad_fit")]


def _sql_days(handed: Handed, rng: Random) -> float:
    """Return how long it takes to qualify a lead: two days of calling make it short (S17)."""
    return lognormal(rng, 0.5, 0.4) if handed.is_called_at_once else lognormal(rng, 6, 0.9)


def _turned_down(handed: Handed, rng: Random) -> list[Change]:
    at = _decided_at(handed, 2.0, rng)
    user = handed.rep.user
    if handed.lead.is_prize_draw and not handed.is_return:
        reason = pick(rng, _PRIZE_HUNTERS)
        return [_refused(at, user, reason, rng)]
    if rng.random() >= _P_RECYCLED:
        return [_refused(at, user, _or_other(_NO, _MORE_NO, at, rng), rng)]
    reason = _or_other(_LATER, _MORE_LATER, at, rng)
    if rng.random() < 0.5:  # noqa: PLR2004  half the reps recycle themselves
        return [_recycled(at, user, reason, rng)]
    triaged = business_days_after(handed.rep.calendar, at, rng.uniform(0.3, 3.5))
    marketer = MARKETERS[handed.rep.region][0]
    return [
        Change(LeadStage.REJECTED, at, user, reason),
        _recycled(triaged, marketer, reason, rng),
    ]


def _written_off(handed: Handed, rng: Random) -> list[Change]:
    if rng.random() >= _P_WRITTEN_OFF:
        return []
    at = handed.later(handed.mql_at, rng.uniform(12, 40), rng)
    reason = "other" if rng.random() < _OTHER_SHARE[_is_new_list(at)] else "no_response"
    return [_recycled(at, handed.rep.user, reason, rng)]


def _decided_at(handed: Handed, median_days: float, rng: Random) -> datetime:
    median_days = 0.3 if handed.is_called_at_once else median_days
    meant = days_after(handed.mql_at, lognormal(rng, median_days, 0.9))
    tried_at = handed.tried_at or handed.mql_at
    earliest = tried_at + timedelta(minutes=rng.randint(5, 90))
    return done_by(handed.rep.user, handed.rep.calendar, max(meant, earliest), rng)


def _is_new_list(at: datetime) -> bool:
    return week_of(at) >= NEW_REASONS_WEEK


def _or_other(reasons: dict[str, float], more: dict[str, float], at: datetime, rng: Random) -> str:
    is_new = _is_new_list(at)
    if rng.random() < _OTHER_SHARE[is_new]:
        return "other"
    return pick(rng, {**reasons, **more} if is_new else reasons)


def _refused(at: datetime, user: str, reason: str, rng: Random) -> Change:
    is_hard = reason in _HARD
    if is_hard and rng.random() < 0.5:  # noqa: PLR2004  half the reps go all the way
        return Change(LeadStage.DISQUALIFIED, at, user, reason, is_hard=True)
    return Change(LeadStage.REJECTED, at, user, reason)


def _recycled(at: datetime, user: str, reason: str, rng: Random) -> Change:
    until = company_day(days_after(at, rng.randint(45, 120))) if reason == "timing" else None
    return Change(LeadStage.RECYCLED, at, user, reason, recycle_until=until)
