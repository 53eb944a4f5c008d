"""Handoffs: one lead's way from MQL to a rep, a verdict and perhaps a deal."""

from datetime import datetime, timedelta
from random import Random

from revdash.demo.channels import channel_of
from revdash.demo.chasing import FirstTry, attempts_from, first_try, machine_mail, talk
from revdash.demo.deals import inbound_deal, meeting_outcome
from revdash.demo.dice import dice, lognormal, pick
from revdash.demo.disputes import dispute_of, taken_up_again
from revdash.demo.lives import Attempt, Booking, Change, Episode, Handing, Lead, Touch
from revdash.demo.staff import BOT, LEFT, LEFT_WEEKS, MARKETERS, QUEUE, Rep, rep_for
from revdash.demo.tending import ENDINGS, tended
from revdash.demo.timeline import END, NEW_POLICY_WEEK, UNROUTED_SWISS_WEEK, week_of
from revdash.demo.verdicts import Handed, given_up, verdicts
from revdash.demo.work import business_days_after, business_hours_after, in_hours
from revdash.terms import LeadStage

_HAND_RAISES = {"contact_sales": 0.45, "pricing_request": 0.35, "demo_request": 0.20}
_P_HAND_RAISE = 0.35  # of tier A leads that did not come by one
_B_OF_REST = 0.58
_RETURNS_TIER_A = 0.30
_SCORES = {"A": (80, 100), "B": (60, 79), "C": (40, 59)}
_P_UNROUTED = 0.8
_UNROUTED_HOURS = 30
_P_OLD_RULE, _OLD_RULE_HOURS = 0.06, 12


def hand_over(lead: Lead, number: int, mql_at: datetime, rng: Random) -> Episode:
    """Hand the lead to sales and follow it to its end."""
    tier = _tier(lead, number, rng)
    hand_raise = _hand_raise(lead, number, mql_at, tier, rng)
    rep = rep_for(lead.account.region, lead.number + number)
    handings = _handings(lead, mql_at, rep, rng)
    first = first_try(rep, handings[-1].at, tier, rng)
    handed = Handed(
        lead=lead,
        channel=channel_of(lead.channel, lead.campaign if number == 1 else ""),
        tier=tier,
        rep=rep,
        is_return=number > 1,
        mql_at=mql_at,
        clock_start_at=hand_raise.at if hand_raise else mql_at,
        tried_at=first.at if first else None,
    )
    return tended(_followed(handed, number, hand_raise, handings, (first, rng)))


def _followed(
    handed: Handed,
    number: int,
    hand_raise: Touch | None,
    handings: tuple[Handing, ...],
    luck: tuple[FirstTry | None, Random],
) -> Episode:
    first, rng = luck
    lead, changes = handed.lead, verdicts(handed, rng)
    sql_at = next((change.at for change in changes if change.stage is LeadStage.SQL), None)
    opp_at = _opportunity_at(handed, sql_at, rng)
    if sql_at and opp_at is None:
        changes += given_up(handed, sql_at, rng)
    key = f"{lead.number:05d}-{number}"
    score = rng.randint(*_SCORES[handed.tier])
    attempts = tuple(_attempts(handed, first, changes, rng))
    dispute = dispute_of(handed, key, changes)
    if dispute:
        changes += taken_up_again(handed, dispute)
    is_deal = opp_at is not None and opp_at <= END
    return Episode(
        lead=lead,
        number=number,
        tier=handed.tier,
        score=score,
        mql_at=handed.mql_at,
        hand_raise=hand_raise,
        rep=handed.rep,
        handings=handings,
        attempts=attempts,
        changes=tuple(changes),
        bookings=tuple(_discovery(handed, sql_at, rng)) if sql_at else (),
        deal=inbound_deal(lead, key, opp_at, handed.channel.p_won) if opp_at and is_deal else None,
        dispute=dispute,
    )


def _tier(lead: Lead, number: int, rng: Random) -> str:
    channel = channel_of(lead.channel, lead.campaign)
    share = channel.tier_a if number == 1 else _RETURNS_TIER_A
    rest = 1 - share
    return pick(rng, {"A": share, "B": rest * _B_OF_REST, "C": rest * (1 - _B_OF_REST)})


def _hand_raise(lead: Lead, number: int, mql_at: datetime, tier: str, rng: Random) -> Touch | None:
    if number == 1 and lead.channel == "demo_request":
        return Touch("demo_request", lead.arrived_at, lead.campaign)
    if tier != "A" or rng.random() >= _P_HAND_RAISE:
        return None
    at = max(lead.arrived_at, mql_at - timedelta(seconds=rng.randint(20, 300)))
    return Touch(pick(rng, _HAND_RAISES), at, lead.campaign)


def _handings(lead: Lead, mql_at: datetime, rep: Rep, rng: Random) -> tuple[Handing, ...]:
    region, week = lead.account.region, week_of(mql_at)
    marketer = MARKETERS[region][0]
    if week < NEW_POLICY_WEEK:
        at = mql_at + timedelta(minutes=round(lognormal(rng, 6, 0.8)), seconds=rng.randint(1, 59))
        if _is_by_old_rule(lead, week):  # to somebody who has left, until marketing sees it
            found = business_hours_after(rep.calendar, at, _OLD_RULE_HOURS)
            return (Handing(at, None, LEFT, BOT), Handing(found, LEFT, rep.user, marketer))
        return (Handing(at, None, rep.user, marketer),)
    at = mql_at + timedelta(seconds=rng.randint(15, 90))
    is_forgotten = lead.account.country == "CH" and week >= UNROUTED_SWISS_WEEK
    if not (is_forgotten and rng.random() < _P_UNROUTED):
        return (Handing(at, None, rep.user, BOT),)
    hours = lognormal(rng, _UNROUTED_HOURS, 0.5)
    found = business_hours_after(rep.calendar, at, hours)
    return (Handing(at, None, QUEUE, BOT), Handing(found, QUEUE, rep.user, marketer))


def _is_by_old_rule(lead: Lead, week: int) -> bool:
    luck = dice("old rule", lead.number).random()
    return lead.account.region == "US" and week in LEFT_WEEKS and luck < _P_OLD_RULE


def _opportunity_at(handed: Handed, sql_at: datetime | None, rng: Random) -> datetime | None:
    if sql_at is None or rng.random() >= handed.channel.p_opp:
        return None
    return handed.later(sql_at, lognormal(rng, 5, 0.8), rng)


def _attempts(
    handed: Handed, first: FirstTry | None, changes: list[Change], rng: Random
) -> list[Attempt]:
    attempts = machine_mail(handed.mql_at, rng)
    if first:
        attempts += attempts_from(handed.rep, first, rng)
    ended = min((change.at for change in changes if change.stage in ENDINGS), default=None)
    kept = [one for one in attempts if ended is None or one.at <= ended]
    kept += [
        talk(handed.rep.user, change.at - timedelta(minutes=40), rng)
        for change in changes
        if change.stage is LeadStage.SQL
    ]
    return sorted(kept)


def _discovery(handed: Handed, sql_at: datetime, rng: Random) -> list[Booking]:
    rep = handed.rep
    booked = in_hours(rep.calendar, sql_at - timedelta(minutes=30), rng)
    start = business_days_after(rep.calendar, booked, rng.uniform(0.5, 3))
    outcome = meeting_outcome(rep.user, start, pick(rng, {"COMPLETED": 0.86, "NO_SHOW": 0.14}))
    return [Booking("discovery", 1, booked, start, outcome, rep.user, rep.user)]
