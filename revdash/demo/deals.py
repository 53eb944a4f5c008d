"""Deals: size, stages, ending, calls and meetings; and the deals sales found on its own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from revdash.demo.chasing import attempt, talk
from revdash.demo.companies import Directory
from revdash.demo.dice import dice, lognormal, pick, poisson
from revdash.demo.lives import Account, Attempt, Booking, Deal, Lead, Step
from revdash.demo.places import REGIONS
from revdash.demo.staff import seller_for
from revdash.demo.timeline import END, WEEKS, local_instant, week_start
from revdash.demo.work import business_days_after, days_after, in_hours

_SIZE = {"SMB": 0.75, "MM": 1.20, "ENT": 1.70}  # geometric mean 1 over the segments
_SIZE_SIGMA = 0.54  # 0.6 once the segments are added
_STAGES = (("Discovery", 0.0, 0.10), ("Demo", 0.2, 0.25), ("Proposal", 0.5, 0.50))
_NEGOTIATION = ("Negotiation", 0.8, 0.75)
_LOST_REASONS = {"no_decision": 0.34, "price": 0.24, "lost_to_competitor": 0.24, "timing": 0.18}
_OUTBOUND_A_WEEK = 2.2
_ATTEMPTS = 9
_P_NO_SHOW = 0.12


class Start(NamedTuple):
    """How a deal begins."""

    key: str
    lead: Lead | None
    account: Account
    source: str
    created_at: datetime


def inbound_deal(lead: Lead, key: str, created_at: datetime, p_won: float) -> Deal:
    """Return the deal a lead turned into."""
    return _deal(Start(f"in-{key}", lead, lead.account, lead.channel, created_at), 24_000, p_won)


def outbound_deals(directory: Directory) -> Iterator[Deal]:
    """Yield the deals that sales found without marketing: larger, and harder to win."""
    rng = dice("outbound")
    shares = {name: region.share for name, region in REGIONS.items()}
    number = 0
    for week in range(1, WEEKS + 1):
        for _ in range(poisson(rng, _OUTBOUND_A_WEEK)):
            number += 1
            region = REGIONS[pick(rng, shares)]
            day = week_start(week) + timedelta(days=rng.randrange(5))
            moment = local_instant(day, rng.uniform(9, 16), region.zone)
            account = directory.account(rng, region.name, pick(rng, region.countries))
            created_at = in_hours(region.calendar, moment, rng)
            if created_at <= END:
                start = Start(f"out-{number:04d}", None, account, "outbound", created_at)
                yield _deal(start, 36_000, 0.19)


def _deal(start: Start, median_amount: float, p_won: float) -> Deal:
    rng = dice("deal", start.key)
    is_won = rng.random() < p_won
    days = lognormal(rng, 48, 0.55) if is_won else lognormal(rng, 38, 0.7)
    calendar = REGIONS[start.account.region].calendar
    closed_at = in_hours(calendar, days_after(start.created_at, days), rng)
    seller = seller_for(start.account.region, start.key)
    size = median_amount * _SIZE[start.account.segment]
    return Deal(
        key=start.key,
        lead=start.lead,
        account=start.account,
        seller=seller,
        source=start.source,
        campaign=start.lead.campaign if start.lead else None,
        amount=float(round(lognormal(rng, size, _SIZE_SIGMA), -2)),
        created_at=start.created_at,
        closed_at=closed_at,
        is_won=is_won,
        lost_reason=None if is_won else pick(rng, _LOST_REASONS),
        steps=_steps(start.created_at, closed_at, is_won=is_won),
        attempts=tuple(_attempts(start, seller, closed_at, rng)),
        bookings=tuple(_demos(start, seller, rng)),
    )


def _steps(created_at: datetime, closed_at: datetime, *, is_won: bool) -> tuple[Step, ...]:
    length = (closed_at - created_at).total_seconds()
    stages = (*_STAGES, _NEGOTIATION) if is_won else _STAGES
    passed = (
        Step(stage, created_at + timedelta(seconds=round(share * length)), probability)
        for stage, share, probability in stages
    )
    ending = ("Closed won", 1.0) if is_won else ("Closed lost", 0.0)
    return (*passed, Step(ending[0], closed_at, ending[1]))


def _attempts(start: Start, seller: str, closed_at: datetime, rng: Random) -> Iterator[Attempt]:
    calendar = REGIONS[start.account.region].calendar
    length = (closed_at - start.created_at).total_seconds()
    for _ in range(poisson(rng, _ATTEMPTS)):
        meant = start.created_at + timedelta(seconds=round(rng.random() * length))
        at = in_hours(calendar, meant, rng)
        yield talk(seller, at, rng) if rng.random() < 0.3 else attempt(seller, at, rng)  # noqa: PLR2004


def _demos(start: Start, seller: str, rng: Random) -> Iterator[Booking]:
    calendar = REGIONS[start.account.region].calendar
    starts = business_days_after(calendar, start.created_at, rng.uniform(1, 6))
    if rng.random() < _P_NO_SHOW:
        outcome = meeting_outcome(seller, starts, "NO_SHOW")
        yield Booking("demo", 1, start.created_at, starts, outcome, seller, seller)
        booked, starts = starts, business_days_after(calendar, starts, rng.uniform(1, 5))
    else:
        booked = start.created_at
    outcome = meeting_outcome(seller, starts, "COMPLETED")
    yield Booking("demo", 1, booked, starts, outcome, seller, seller)


def meeting_outcome(host: str, start_at: datetime, outcome: str) -> str:
    """Return what stands in the calendar by the end of the data: Jonas never says (S16)."""
    return "SCHEDULED" if host == "jonas" or start_at > END else outcome
