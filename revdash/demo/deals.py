"""Deals: size, stages, ending, calls and meetings; and the deals sales found on its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from revdash.demo.chasing import attempt, talk
from revdash.demo.companies import Directory
from revdash.demo.dice import dice, lognormal, pick, poisson
from revdash.demo.lives import Account, Attempt, Booking, Deal, Lead, Prospect, Step
from revdash.demo.places import REGIONS
from revdash.demo.staff import SELLERS_OF, seller_for
from revdash.demo.tending import TENDED_SINCE, follow_ups, talks
from revdash.demo.timeline import (
    END,
    START,
    WEEKS,
    company_day,
    local_instant,
    week_start,
)
from revdash.demo.work import business_days_after, days_after, in_hours
from revdash.worktime.calendar import Calendar

_SIZE = {"SMB": 0.75, "MM": 1.20, "ENT": 1.70}  # geometric mean 1 over the segments
_SIZE_SIGMA = 0.54  # 0.6 once the segments are added
_STAGES = (("Discovery", 0.0, 0.10), ("Demo", 0.2, 0.25), ("Proposal", 0.5, 0.50))
_NEGOTIATION = ("Negotiation", 0.8, 0.75)
_EXPECTED_DAYS = 55  # what sellers promise when a deal is new
_PUT_OFF_DAYS = (20, 45)
COMPETITORS = {"Orvane": 0.45, "Tekkal Field": 0.33, "Fremor": 0.22}
_P_COMPETITOR_TOLD = 0.8
_P_NOTED = 0.6
_NOTES = {
    "no_decision": "They stay with spreadsheets until somebody owns the project.",
    "price": "Asked for a third less than we could give; procurement led the last call.",
    "lost_to_competitor": "The other one had the parts catalogue they need.",
    "timing": "Their service season begins; they want to look again in autumn.",
}
SAYS_NOTHING = "jonas"  # S16: of how a meeting went
_UNHEARD = 134  # the deal whose seller logged nothing before it was there
_P_MOVED, _P_CALLED_OFF = 0.09, 0.05
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
                deal = _deal(start, 36_000, 0.19)
                yield replace(deal, prospect=_prospect(number, deal))


def _prospect(number: int, deal: Deal) -> Prospect:
    """Whom the seller wrote to and called in the weeks before there was a deal."""
    rng = dice("prospect", number)
    calendar = REGIONS[deal.account.region].calendar
    before = deal.created_at - timedelta(seconds=round(rng.uniform(12, 45) * 86400))
    known_at = max(before, datetime.combine(START, time(8)))
    length = (deal.created_at - known_at).total_seconds()
    if number == _UNHEARD:
        return Prospect(number, known_at, ())
    moments = sorted(rng.uniform(0.05, 0.95) for _ in range(2 + poisson(rng, 1.8)))
    attempts = []
    for share in moments:
        at = in_hours(calendar, known_at + timedelta(seconds=round(share * length)), rng)
        if at < deal.created_at:
            attempts.append(attempt(deal.seller, at, rng))
    return Prospect(number, known_at, tuple(attempts))


def _deal(start: Start, median_amount: float, p_won: float) -> Deal:
    rng = dice("deal", start.key)
    is_won = rng.random() < p_won
    days = lognormal(rng, 48, 0.55) if is_won else lognormal(rng, 38, 0.7)
    calendar = REGIONS[start.account.region].calendar
    closed_at = in_hours(calendar, days_after(start.created_at, days), rng)
    seller = seller_for(start.account.region, start.key)
    size = median_amount * _SIZE[start.account.segment]
    deal = Deal(
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
        steps=_steps(start, closed_at, is_won=is_won),
        attempts=tuple(_attempts(start, seller, closed_at, rng)),
        bookings=tuple(_demos(start, seller, rng)),
    )
    seen_to = replace(deal, attempts=tuple(sorted((*deal.attempts, *_tended(deal, calendar)))))
    return seen_to if is_won else _told_why(seen_to)


def _tended(deal: Deal, calendar: Calendar) -> Iterator[Attempt]:
    """Yield what the weekly's list makes a seller do: write after meetings, break silences."""
    after = [*follow_ups(deal.bookings, calendar, deal.key)]
    met = (one.start_at for one in deal.bookings if one.outcome == "COMPLETED")
    spoken = (one.at for one in deal.attempts if one.outcome == "connected")
    heard = [deal.created_at, *met, *spoken]
    after += talks(heard, deal.closed_at, (deal.seller, calendar, deal.key))
    return (one for one in after if one.at < deal.closed_at)


def _told_why(deal: Deal) -> Deal:
    """Add what the seller wrote when the deal was lost."""
    rng = dice("why lost", deal.key)
    is_named = deal.lost_reason == "lost_to_competitor" and rng.random() < _P_COMPETITOR_TOLD
    return replace(
        deal,
        competitor=pick(rng, COMPETITORS) if is_named else None,
        close_note=_NOTES[deal.lost_reason or ""] if rng.random() < _P_NOTED else None,
    )


def _steps(start: Start, closed_at: datetime, *, is_won: bool) -> tuple[Step, ...]:
    """List the stages a deal enters, and the days on which its close date is put off."""
    length = (closed_at - start.created_at).total_seconds()
    stages = (*_STAGES, _NEGOTIATION) if is_won else _STAGES
    passed = [
        (start.created_at + timedelta(seconds=round(share * length)), stage, probability)
        for stage, share, probability in stages
    ]
    ending = ("Closed won", 1.0) if is_won else ("Closed lost", 0.0)
    expected = company_day(start.created_at + timedelta(days=_EXPECTED_DAYS))
    moves = list(_moves(start, expected, closed_at))
    steps = [
        _standing(at, passed, max((to for moved, to in moves if moved <= at), default=expected))
        for at in sorted([*(at for at, *_ in passed), *(at for at, _ in moves)])
    ]
    return (*steps, Step(ending[0], closed_at, ending[1], company_day(closed_at)))


def _standing(at: datetime, passed: list[tuple[datetime, str, float]], expected: date) -> Step:
    """How a deal stands at a moment: the last stage it has entered by then."""
    _, stage, probability = max(one for one in passed if one[0] <= at)
    return Step(stage, at, probability, expected)


def _moves(start: Start, expected: date, closed_at: datetime) -> Iterator[tuple[datetime, date]]:
    """Yield when a seller admits that a deal takes longer, and the new date."""
    rng, region = dice("put off", start.key), REGIONS[start.account.region]
    while expected < company_day(closed_at):
        day = expected - timedelta(days=rng.randint(-3, 6))
        at = in_hours(region.calendar, local_instant(day, rng.uniform(9, 15), region.zone), rng)
        expected += timedelta(days=rng.randint(*_PUT_OFF_DAYS))
        if start.created_at < at < closed_at:
            yield at, expected


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
    host, booked, luck = _host_of(start, seller, starts), start.created_at, rng.random()
    if luck < _P_NO_SHOW + _P_MOVED:
        first = "NO_SHOW" if luck < _P_NO_SHOW else "RESCHEDULED"
        outcome = meeting_outcome(host, starts, first)
        yield Booking("demo", 1, booked, starts, outcome, host, seller)
        again_from = starts if first == "NO_SHOW" else starts - timedelta(hours=3)
        booked, starts = again_from, business_days_after(calendar, starts, rng.uniform(1, 5))
    is_off = luck > 1 - _P_CALLED_OFF
    outcome = meeting_outcome(host, starts, "CANCELED" if is_off else "COMPLETED")
    yield Booking("demo", 1, booked, starts, outcome, host, seller)


def _host_of(start: Start, seller: str, starts: datetime) -> str:
    """Return who holds a demo: of Jonas's, since the New Year, a colleague who says how."""
    others = [one for one in SELLERS_OF[start.account.region] if one != SAYS_NOTHING]
    return others[0] if seller == SAYS_NOTHING and starts >= TENDED_SINCE else seller


def meeting_outcome(host: str, start_at: datetime, outcome: str) -> str:
    """Return what stands in the calendar by the end of the data: Jonas never says (S16)."""
    return "SCHEDULED" if host == SAYS_NOTHING or start_at > END else outcome
