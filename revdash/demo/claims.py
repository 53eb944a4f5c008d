"""Claims: who says to have found a deal (S4), and what the records say to that."""

from typing import NamedTuple

from revdash.demo.lives import Deal
from revdash.demo.timeline import END
from revdash.demo.world import World

CLAIMANT = "henrik"
_CONTRADICTED, _SUPPORTED = 5, 3
_BY_MARKETING = ("gita", "ines")


class Claim(NamedTuple):
    """One team's word that a deal is its own, and what the records make of it."""

    deal: Deal
    team: str
    verdict: str


def claims(world: World) -> tuple[Claim, ...]:
    """List Henrik's nine claims, and two of marketing that are no better."""
    his = [deal for deal in world.deals if deal.seller == CLAIMANT and deal.created_at <= END]
    came = [deal for deal in his if deal.lead]
    found = [deal for deal in his if deal.prospect and deal.prospect.attempts]
    unheard = [deal for deal in his if deal.prospect and not deal.prospect.attempts]
    ours = [deal for user in _BY_MARKETING for deal in _found_by(world, user)[:1]]
    return (
        *(Claim(deal, "sales", "contradicted") for deal in came[-_CONTRADICTED:]),
        *(Claim(deal, "sales", "supported") for deal in found[-_SUPPORTED:]),
        *(Claim(deal, "sales", "unsupported") for deal in unheard[:1]),
        *(Claim(deal, "marketing", "contradicted") for deal in ours),
    )


def _found_by(world: World, user: str) -> list[Deal]:
    """The deals that a seller found, whose buyers could read something of ours later."""
    return [
        deal
        for deal in world.outbound
        if deal.seller == user and deal.prospect and len(deal.prospect.attempts) > 1
    ]
