"""Customers: who pays, how much, how they like it, and what they say the market needs."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from revdash.demo.companies import invented
from revdash.demo.company import DEMO_COMPANY
from revdash.demo.dice import dice, lognormal, pick, poisson
from revdash.demo.lives import Account
from revdash.demo.places import REGIONS
from revdash.demo.systems import ids
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.systems.own import BEGINNING, own, user_id
from revdash.demo.timeline import END, WEEKS, company_day, week_start
from revdash.demo.work import days_after
from revdash.demo.world import World

_BEFORE = 300  # customers when the story begins
_FIRST_NUMBER = 8_000  # their numbers, which no company of a lead has
_ARR = (23_500, 0.65)
_P_LEFT_A_YEAR, _P_GREW_A_YEAR = 0.09, 0.22
_WAVES = {6: "2025-Q1", 19: "2025-Q2", 32: "2025-Q3", 45: "2025-Q4", 58: "2026-Q1"}
_P_ANSWERS = 0.28
_SCORES = {10: 0.22, 9: 0.24, 8: 0.21, 7: 0.13, 6: 0.08, 5: 0.06, 3: 0.04, 1: 0.02}
_THEMES = ("support", "mobile app", "price", "reports", "spare parts")
_NEEDS = {
    "spare parts": "Book the part with the visit.",
    "mobile app": "Work without a network in basements.",
    "reports": "Show the empty kilometres by team.",
    "calendar": "Take over leave from our own calendar.",
}
_DECISIONS = {"do": 0.3, "later": 0.4, "no": 0.3}
_WHY_NOT = ("Few ask for it.", "A partner does it well.", "It does not fit the product.")


class _Customer(NamedTuple):
    """One customer, from the day it began to pay."""

    account_id: str
    opportunity_id: str | None
    since: datetime
    arr: float
    source: str


def _old_accounts() -> Iterator[tuple[str, Account]]:
    shares = {name: region.share for name, region in REGIONS.items()}
    for number in range(_FIRST_NUMBER, _FIRST_NUMBER + _BEFORE):
        rng = dice("customer", number)
        region = REGIONS[pick(rng, shares)]
        account = invented(number, region.name, pick(rng, region.countries))
        yield f"salesforce:account:{ids.sf_account(account)}", account


def _customers(world: World) -> Iterator[_Customer]:
    for key, account in _old_accounts():
        rng = dice("customer since", account.number)
        since = BEGINNING - timedelta(days=rng.randint(30, 1600))
        yield _Customer(key, None, since, round(lognormal(rng, *_ARR), -2), "unknown")
    for deal in world.deals:
        if deal.is_won:
            account_id = f"salesforce:account:{ids.sf_account(deal.account)}"
            deal_id = f"salesforce:opportunity:{ids.sf_deal(deal)}"
            yield _Customer(account_id, deal_id, deal.closed_at, deal.amount, deal.source)


def _accounts(_world: World) -> Iterator[Line]:
    for key, account in _old_accounts():
        cells: dict[str, Cell] = {
            "event_key": key,
            "account_id": key,
            "name": account.name,
            "domain": account.domain,
            "segment": account.segment,
            "industry": account.industry,
            "country": account.country,
            "region": account.region,
            "employees": account.employees,
        }
        yield Line(BEGINNING, key, cells)


def _paying(world: World) -> Iterator[Line]:
    for one in _customers(world):
        rng = dice("kick-off", one.account_id, one.since)
        cells: dict[str, Cell] = {
            "event_key": own("customer", f"{one.account_id}-{one.opportunity_id or 'old'}"),
            "account_id": one.account_id,
            "opportunity_id": one.opportunity_id,
            "started_on": company_day(one.since),
            "acquired_source": one.source,
            "cs_owner_user_id": user_id("success-desk"),
            "kickoff_at": days_after(one.since, rng.uniform(2, 15)),
        }
        yield Line(max(one.since, BEGINNING), str(cells["event_key"]), cells)


def _subscriptions(world: World) -> Iterator[Line]:
    for one in _customers(world):
        key = f"{one.account_id}-{one.opportunity_id or 'old'}"
        yield _change(key, one, "new", (one.since, one.arr))
        rng, arr = dice("renewal", key), one.arr
        for year in range(1, 6):
            at = days_after(one.since, 365 * year)
            luck = rng.random()
            if at < BEGINNING or at > END:
                continue
            if luck < _P_LEFT_A_YEAR:
                yield _change(key, one, "churn", (at, -arr))
                break
            is_more = luck > 1 - _P_GREW_A_YEAR
            more = round(one.arr * rng.uniform(0.08, 0.4), -2) if is_more else 0.0
            arr += more
            yield _change(key, one, "expansion" if is_more else "renewal", (at, more))


def _change(key: str, one: _Customer, kind: str, what: tuple[datetime, float]) -> Line:
    at, delta = what
    event_key = own("subscription", f"{key}-{kind}-{at:%Y%m%d}")
    cells: dict[str, Cell] = {
        "event_key": event_key,
        "account_id": one.account_id,
        "event_kind": kind,
        "arr_delta": delta,
        "currency": DEMO_COMPANY.currency,
        "event_at": at,
    }
    return Line(max(at, BEGINNING), event_key, cells)


def _answers(world: World) -> Iterator[Line]:
    customers = list(_customers(world))
    for week, wave in _WAVES.items():
        opened = datetime.combine(week_start(week), time(9))
        for place, one in enumerate(customers):
            rng = dice("nps", wave, place)
            if one.since < opened - timedelta(days=60) and rng.random() < _P_ANSWERS:
                at = days_after(opened, rng.uniform(0.1, 12))
                key = own("nps", f"{wave}-{place}")
                cells: dict[str, Cell] = {
                    "event_key": key,
                    "account_id": one.account_id,
                    "wave": wave,
                    "score": rng.choices(tuple(_SCORES), tuple(_SCORES.values()))[0],
                    "theme": rng.choice(_THEMES),
                    "respondent_role": "Operations lead",
                    "event_at": at,
                }
                yield Line(at, key, cells)


def _needs(_world: World) -> Iterator[Line]:
    """What sellers and customers say is missing, and what product decided."""
    for week in range(1, WEEKS + 1):
        rng = dice("needs", week)
        for number in range(poisson(rng, 1.6)):
            theme = rng.choice(tuple(_NEEDS))
            captured_at = days_after(datetime.combine(week_start(week), time(8)), rng.uniform(0, 5))
            key = own("need", f"{week:02d}-{number}")
            said: dict[str, Cell] = {
                "event_key": key,
                "source_kind": rng.choice(("call note", "win/loss", "NPS", "event")),
                "theme": theme,
                "need": _NEEDS[theme],
                "product_area": theme,
                "captured_by": user_id(rng.choice(("gita", "ines", "aisha", "success-desk"))),
                "captured_at": captured_at,
            }
            yield Line(captured_at, key, said)
            if rng.random() < 0.7:  # noqa: PLR2004  the rest waits for an answer
                decided_at = days_after(captured_at, lognormal(rng, 18, 0.6))
                answer = pick(rng, _DECISIONS)
                decision: dict[str, Cell] = {
                    "decision": answer,
                    "decided_at": decided_at,
                    "decision_reason": _WHY_NOT[week % len(_WHY_NOT)] if answer == "no" else None,
                }
                yield Line(decided_at, key, said | decision)


SHEETS = (
    Sheet(
        "account-customers",
        (
            *("event_key", "account_id", "name", "domain", "segment", "industry", "country"),
            *("region", "employees"),
        ),
        _accounts,
    ),
    Sheet(
        "customer",
        (
            *("event_key", "account_id", "opportunity_id", "started_on", "acquired_source"),
            *("cs_owner_user_id", "kickoff_at"),
        ),
        _paying,
        weeks=A_MONTH,
    ),
    Sheet(
        "subscription_event",
        ("event_key", "account_id", "event_kind", "arr_delta", "currency", "event_at"),
        _subscriptions,
        weeks=A_MONTH,
    ),
    Sheet(
        "nps_response",
        (
            *("event_key", "account_id", "wave", "score", "theme", "respondent_role"),
            "event_at",
        ),
        _answers,
    ),
    Sheet(
        "market_feedback",
        (
            *("event_key", "source_kind", "theme", "need", "product_area", "captured_by"),
            *("captured_at", "decision", "decided_at", "decision_reason"),
        ),
        _needs,
        weeks=A_MONTH,
    ),
)
