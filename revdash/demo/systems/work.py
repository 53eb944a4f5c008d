"""Work: what marketers spent their hours on, and the decks they made for a single deal."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from revdash.demo.dice import dice, pick
from revdash.demo.lives import Deal
from revdash.demo.places import REGIONS
from revdash.demo.staff import ABSENCES, MARKETERS
from revdash.demo.systems import ids
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.systems.own import own, user_id
from revdash.demo.timeline import LESS_SUPPORT_WEEK, START, WEEKS
from revdash.demo.world import World

_SUPPORT = (0.57, 0.41)  # S10: hours for single deals, before and after
_REST = {"market_wide": 0.55, "segment": 0.20, "sales_enablement_market_wide": 0.25}
_KINDS = {
    "single_deal": {"deck": 0.6, "one-pager": 0.25, "call preparation": 0.15},
    "market_wide": {"campaign": 0.5, "article": 0.3, "webinar": 0.2},
    "segment": {"campaign": 0.6, "case study": 0.4},
    "sales_enablement_market_wide": {"deck": 0.4, "training": 0.3, "one-pager": 0.3},
}
_STEPS = {"Demo": 0.4, "Proposal": 0.4, "Negotiation": 0.2}
_P_ONE_OFF = 0.06
_HOURS = (2.5, 4.5)
_RECENT, _OPEN = 25, timedelta(days=70)  # deals that somebody may ask help for


class _Stint(NamedTuple):
    """Some hours of one marketer's day."""

    key: str
    user: str
    at: datetime
    hours: float
    scope: str
    kind: str
    deal: Deal | None


def _stints(world: World) -> Iterator[_Stint]:
    deals = sorted(world.deals, key=lambda deal: (deal.created_at, deal.key))
    begun = [deal.created_at for deal in deals]
    for user, day, week in _worked():
        at = datetime.combine(day, time(17))
        last = bisect_right(begun, at)
        asked_for = [d for d in deals[max(0, last - _RECENT) : last] if at - d.created_at < _OPEN]
        for part in (1, 2):
            yield _stint(f"{user}-{day:%Y%m%d}-{part}", (user, at, week), asked_for)


def _worked() -> Iterator[tuple[str, date, int]]:
    """Yield which marketer worked on which day of which week."""
    staff = [(user, region) for region, users in MARKETERS.items() for user in users]
    for offset in range(WEEKS * 7):
        day = START + timedelta(days=offset)
        for user, region in (*staff, ("olga", "UK")):
            away = any(a.user == user and a.from_on <= day < a.until_on for a in ABSENCES)
            if REGIONS[region].calendar.hours(day) and not away:
                yield user, day, offset // 7 + 1


def _stint(key: str, when: tuple[str, datetime, int], asked_for: list[Deal]) -> _Stint:
    (user, at, week), rng = when, dice("work", key)
    is_support = rng.random() < _SUPPORT[week >= LESS_SUPPORT_WEEK] and bool(asked_for)
    scope = "single_deal" if is_support else pick(rng, _REST)
    hours = round(rng.uniform(*_HOURS) * 2) / 2
    deal = rng.choice(asked_for) if is_support else None
    return _Stint(key, user, at, hours, scope, pick(rng, _KINDS[scope]), deal)


def _is_new_deck(stint: _Stint) -> bool:
    """Whether a deck was made for one deal that nobody will use again."""
    return stint.kind == "deck" and stint.deal is not None and _luck(stint) < _P_ONE_OFF


def _luck(stint: _Stint) -> float:
    return dice("one-off", stint.key).random()


def _deck(stint: _Stint) -> str:
    return own("asset", f"deck-{stint.key}")


def _log(world: World) -> Iterator[Line]:
    for stint in _stints(world):
        deal = stint.deal
        cells: dict[str, Cell] = {
            "event_key": own("work", stint.key),
            "day": stint.at.date(),
            "user_id": user_id(stint.user),
            "hours": stint.hours,
            "work_kind": stint.kind,
            "scope": stint.scope,
            "opportunity_id": f"salesforce:opportunity:{ids.sf_deal(deal)}" if deal else None,
            "asset_id": _deck(stint) if _is_new_deck(stint) else None,
            "cycle_step": pick(dice("step", stint.key), _STEPS) if deal else None,
            "requested_by": user_id(deal.seller) if deal else None,
        }
        yield Line(stint.at, stint.key, cells)


def _decks(world: World) -> Iterator[Line]:
    """The decks made for one deal."""
    for stint in _stints(world):
        if _is_new_deck(stint) and stint.deal:
            key = _deck(stint)
            cells: dict[str, Cell] = {
                "event_key": key,
                "asset_id": key,
                "title": f"Presentation for {stint.deal.account.name}",
                "asset_kind": "deck",
                "message_phase": "conversion",
                "scope": "single_deal",
                "opportunity_id": f"salesforce:opportunity:{ids.sf_deal(stint.deal)}",
                "created_by": user_id(stint.user),
                "created_at": stint.at,
                "is_approved": False,
            }
            yield Line(stint.at, key, cells)


SHEETS = (
    Sheet(
        "marketing_work_log",
        (
            *("event_key", "day", "user_id", "hours", "work_kind", "scope", "opportunity_id"),
            *("asset_id", "cycle_step", "requested_by"),
        ),
        _log,
        weeks=A_MONTH,
        is_cut=True,
    ),
    Sheet(
        "content_asset-decks",
        (
            *("event_key", "asset_id", "title", "asset_kind", "message_phase", "scope"),
            *("opportunity_id", "created_by", "created_at", "is_approved"),
        ),
        _decks,
        weeks=A_MONTH,
        is_cut=True,
    ),
)
