"""Credit: who claims to have found which deal, and what was shown to win it."""

from collections.abc import Iterator
from datetime import timedelta

from revdash.demo.claims import Claim, claims
from revdash.demo.dice import dice, pick
from revdash.demo.systems import ids
from revdash.demo.systems.hubspot import FORM_IDS
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.systems.own import own, user_id
from revdash.demo.systems.selling import who_buys
from revdash.demo.world import World

_SAYS = {"sales": "sales_sourced", "marketing": "marketing_sourced"}
_SHOWN = {"deck-standard": 0.55, "calculator": 0.25, "one-pager": 0.20}
_P_SHOWN = 0.6


def _claims(world: World) -> Iterator[Line]:
    for claim in claims(world):
        key, at = own("claim", claim.deal.key), claim.deal.created_at + timedelta(hours=2)
        cells: dict[str, Cell] = {
            "event_key": key,
            "opportunity_id": f"salesforce:opportunity:{ids.sf_deal(claim.deal)}",
            "claimed_by_team": claim.team,
            "claim": _SAYS[claim.team],
            "claimed_at": at,
        }
        yield Line(at, key, cells)


def _read_later(world: World) -> Iterator[Line]:
    """What the buyers of deals that marketing claims read: after sales had found them."""
    for claim in claims(world):
        if claim.team == "marketing":
            yield _download(claim)


def _download(claim: Claim) -> Line:
    deal, prospect = claim.deal, claim.deal.prospect
    first = prospect.attempts[0].at if prospect else deal.created_at
    at = first + (deal.created_at - first) / 2
    key = own("touch", f"read-later-{deal.key}")
    cells: dict[str, Cell] = {
        "event_key": key,
        "person_id": f"salesforce:person:{who_buys(deal)}",
        "touch_type": "content_download",
        "direction": "inbound",
        "asset_id": f"hubspot:form:{FORM_IDS['Get the guide']}",
        "event_at": at,
    }
    return Line(at, key, cells)


def _tools(world: World) -> Iterator[Line]:
    """What sellers showed in the demos that were held."""
    for deal in world.deals:
        for place, booking in enumerate(deal.bookings, 1):
            rng = dice("tool", deal.key, place)
            if booking.outcome == "COMPLETED" and rng.random() < _P_SHOWN:
                key = own("tool", f"{deal.key}-{place}")
                cells: dict[str, Cell] = {
                    "event_key": key,
                    "asset_id": own("asset", pick(rng, _SHOWN)),
                    "cycle_step": "Demo",
                    "opportunity_id": f"salesforce:opportunity:{ids.sf_deal(deal)}",
                    "user_id": user_id(booking.host),
                    "event_at": booking.start_at,
                    "evidence": "manual",
                }
                yield Line(booking.start_at, key, cells)


SHEETS = (
    Sheet(
        "source_claim",
        ("event_key", "opportunity_id", "claimed_by_team", "claim", "claimed_at"),
        _claims,
        weeks=A_MONTH,
    ),
    Sheet(
        "touch-of-prospects",
        ("event_key", "person_id", "touch_type", "direction", "asset_id", "event_at"),
        _read_later,
        weeks=A_MONTH,
    ),
    Sheet(
        "tool_usage",
        (
            *("event_key", "asset_id", "cycle_step", "opportunity_id", "user_id", "event_at"),
            "evidence",
        ),
        _tools,
        weeks=A_MONTH,
    ),
)
