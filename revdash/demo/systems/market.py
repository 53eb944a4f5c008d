"""Market: who talks about us, who looks for us, and what we have for them to read."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from revdash.demo.arrivals import day_weight
from revdash.demo.dice import dice, lognormal
from revdash.demo.places import REGIONS
from revdash.demo.systems.ads import evening
from revdash.demo.systems.hubspot import FORM_IDS
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.systems.own import BEGINNING, own
from revdash.demo.timeline import BRAND_WEEKS, START, WEEKS, week_start
from revdash.demo.world import World

COUNTRIES = {"United Kingdom": "UK", "United States": "US", "Germany": "DACH"}
_MENTIONS = {"UK": 15, "US": 11, "DACH": 8}  # of us, in a week
_TONES = {"positive": 0.42, "neutral": 0.46, "negative": 0.12}
_LOUDER = {"Orvane": 1.7, "Tekkal Field": 1.2, "Fremor": 0.8}  # than we are
_CLICKS = {"UK": 25, "US": 18, "DACH": 15}  # on our name, on an ordinary weekday
_SEEN_A_CLICK = 3.1
_VISITS = {"UK": 85, "US": 64, "DACH": 47}
_BRAND_MENTIONS = 1.6  # S8: while the brand campaign runs
_BRAND_SEARCH = 1.25  # from three weeks after its start until three weeks after its end
_LAG_WEEKS = 3
_STEADY = 0.3  # who knows our name looks for it in slack weeks too
_NOISE = 0.07


class Asset(NamedTuple):
    """Something to read, to see or to show."""

    key: str
    title: str
    kind: str
    phase: str


PAGES = {
    "page-prices": 0.40,
    "page-tour": 0.35,
    "page-story": 0.25,
}
MAILS = {"mail-tips": 0.6, "mail-case": 0.4}
ADS = {"paid_search": "page-tour", "paid_social": "page-story"}
ASSETS: tuple[Asset, ...] = (
    Asset("page-prices", "Prices", "landing page", "conversion"),
    Asset("page-tour", "Product tour", "landing page", "consideration"),
    Asset("page-story", "A day with a technician", "article", "awareness"),
    Asset("mail-tips", "Ten tips for the dispatcher", "article", "awareness"),
    Asset("mail-case", "Lifts: a third fewer empty kilometres", "case study", "consideration"),
    Asset("calculator", "What an empty kilometre costs", "calculator", "conversion"),
    Asset("deck-standard", "The standard presentation", "deck", "conversion"),
    Asset("one-pager", "One page for the decision maker", "one-pager", "conversion"),
)
_FORM_PHASES = {
    "Talk to sales": "conversion",
    "See prices": "conversion",
    "Book a demo": "conversion",
    "Get the guide": "consideration",
    "Stay in touch": "awareness",
}


def _assets(_world: World) -> Iterator[Line]:
    for asset in ASSETS:
        yield _asset(own("asset", asset.key), asset.title, asset.kind, asset.phase)
    for title, phase in _FORM_PHASES.items():
        yield _asset(f"hubspot:form:{FORM_IDS[title]}", title, "landing page", phase)


def _asset(key: str, title: str, kind: str, phase: str) -> Line:
    cells: dict[str, Cell] = {
        "event_key": key,
        "asset_id": key,
        "title": title,
        "asset_kind": kind,
        "message_phase": phase,
        "scope": "market",
        "created_at": BEGINNING,
        "is_approved": True,
    }
    return Line(BEGINNING, key, cells)


def _signals(_world: World) -> Iterator[Line]:
    for week in range(1, WEEKS + 1):
        for market in REGIONS:
            yield from _mentions(week, market)
    for week in range(1, WEEKS + 1):
        for offset in range(7):
            for market in REGIONS:
                yield from _searches(week, week_start(week) + timedelta(days=offset), market)


def _mentions(week: int, market: str) -> Iterator[Line]:
    rng, day = dice("mentions", week, market), week_start(week) + timedelta(days=2)
    is_brand = market == "DACH" and week in BRAND_WEEKS
    usual = _MENTIONS[market] * (_BRAND_MENTIONS if is_brand else 1)
    for entity, louder in {"own": 1.0, **_LOUDER}.items():
        base = _MENTIONS[market] * louder if entity != "own" else usual
        for tone, share in _TONES.items():
            value = round(base * share * lognormal(rng, 1, 0.15))
            yield _signal(day, market, entity, ("mentions", value), tone)


def _searches(week: int, day: date, market: str) -> Iterator[Line]:
    rng = dice("searches", day, market)
    begins, ends = BRAND_WEEKS.start + _LAG_WEEKS, BRAND_WEEKS.stop + _LAG_WEEKS
    is_lifted = market == "DACH" and begins <= week < ends
    busy = _busy(market, day) ** _STEADY * (_BRAND_SEARCH if is_lifted else 1)
    clicks = round(_CLICKS[market] * busy * lognormal(rng, 1, _NOISE))
    seen = round(clicks * _SEEN_A_CLICK * lognormal(rng, 1, _NOISE))
    yield _signal(day, market, "own", ("branded_clicks", clicks))
    yield _signal(day, market, "own", ("branded_impressions", seen))


def _busy(market: str, day: date) -> float:
    """How busy a day is where an ordinary Monday is one."""
    region = REGIONS[market]
    return day_weight(region, day) / region.share


def _signal(
    day: date, market: str, entity: str, told: tuple[str, int], tone: str | None = None
) -> Line:
    kind, value = told
    key = f"{kind}-{market.lower()}-{entity.replace(' ', '-').lower()}-{day:%Y%m%d}-{tone or 'all'}"
    cells: dict[str, Cell] = {
        "event_key": own("signal", key),
        "day": day,
        "market": market,
        "entity": entity,
        "signal_kind": kind,
        "value": value,
        "sentiment": tone,
        "source_tool": "listening tool" if kind == "mentions" else "search console",
        "is_own_account": False,
    }
    return Line(evening(day), key, cells)


def _sessions(_world: World) -> Iterator[Line]:
    """Visits by day as the web analytics exports them; only the direct ones say something."""
    for offset in range(WEEKS * 7):
        day = START + timedelta(days=offset)
        for country, market in COUNTRIES.items():
            rng = dice("visits", day, market)
            visits = _VISITS[market] * _busy(market, day) * lognormal(rng, 1, _NOISE)
            for group, share in (("Direct", 1.0), ("Organic Search", 1.9)):
                cells: dict[str, Cell] = {
                    "Date": f"{day:%Y%m%d}",
                    "Session default channel group": group,
                    "Country": country,
                    "Sessions": round(visits * share),
                }
                yield Line(evening(day), f"{day}-{country}-{group}", cells)


SHEETS = (
    Sheet(
        "content_asset",
        (
            *("event_key", "asset_id", "title", "asset_kind", "message_phase", "scope"),
            *("created_at", "is_approved"),
        ),
        _assets,
    ),
    Sheet(
        "brand_signal",
        (
            *("event_key", "day", "market", "entity", "signal_kind", "value", "sentiment"),
            *("source_tool", "is_own_account"),
        ),
        _signals,
        is_cut=True,
        weeks=A_MONTH,
    ),
    Sheet(
        "ga4",
        ("Date", "Session default channel group", "Country", "Sessions"),
        _sessions,
        is_cut=True,
        weeks=A_MONTH,
    ),
)
