"""World: everything that happened at Halden Field Systems in 65 weeks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from revdash.demo.arrivals import leads_in_order
from revdash.demo.channels import PARTNER_WEBINAR, PRIZE_DRAW, TRADE_SHOW, channel_of
from revdash.demo.companies import Directory
from revdash.demo.deals import outbound_deals
from revdash.demo.dice import dice, lognormal
from revdash.demo.handoffs import hand_over
from revdash.demo.lives import Account, Deal, Episode, Lead, Life, Twin
from revdash.demo.tending import ENDINGS
from revdash.demo.timeline import END
from revdash.demo.touches import touches_of
from revdash.demo.work import days_after
from revdash.terms import LeadStage

_HANDED_AT_ONCE = (PRIZE_DRAW, PARTNER_WEBINAR)
_P_NURTURED_FIRST = 0.15  # of MQLs, how many took a while to become one
_P_TWIN, _P_TWIN_HANDED = 0.012, 0.6
_P_RETURN = 0.16
_RETURN_DAYS = (75, 0.6)


@dataclass(frozen=True, kw_only=True)
class World:
    """The truth of the demo, which any kind of file can be written from."""

    accounts: tuple[Account, ...]
    lives: tuple[Life, ...]
    outbound: tuple[Deal, ...]

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """All handoffs, in the order the leads came."""
        return tuple(episode for life in self.lives for episode in life.episodes)

    @property
    def deals(self) -> tuple[Deal, ...]:
        """All deals, those from leads first."""
        inbound = (episode.deal for episode in self.episodes if episode.deal)
        return (*inbound, *self.outbound)

    def since(self, start: datetime) -> "World":
        """Keep the leads and deals to which something happened from *start* on."""
        lives = tuple(life for life in self.lives if max(life.moments()) >= start)
        outbound = tuple(deal for deal in self.outbound if deal.closed_at >= start)
        known = {life.lead.account for life in lives} | {deal.account for deal in outbound}
        return World(accounts=tuple(sorted(known)), lives=lives, outbound=outbound)


def build_world() -> World:
    """Let the 65 weeks happen."""
    directory = Directory()
    lives = tuple(_live(lead) for lead in leads_in_order(directory))
    outbound = tuple(outbound_deals(directory))
    return World(accounts=directory.all(), lives=lives, outbound=outbound)


def _live(lead: Lead) -> Life:
    episodes = _episodes(lead, dice("life", lead.number))
    return Life(
        lead=lead,
        touches=touches_of(lead, episodes),
        episodes=episodes,
        twin=_twin(lead, episodes),
    )


def _twin(lead: Lead, episodes: tuple[Episode, ...]) -> Twin | None:
    """Some humans come again by another address, and somebody merges the two records later."""
    rng = dice("twin", lead.number)
    if rng.random() >= _P_TWIN:
        return None
    at = days_after(lead.known_at, lognormal(rng, 5, 0.7))
    merged_at = days_after(at, lognormal(rng, 9, 0.6))
    open_ones = [e for e in episodes if e.mql_at < at and not _is_over(e, at)]
    return Twin(
        number=lead.number,
        email=f"private-{lead.number:05d}@mail-{lead.account.number:05d}.example",
        at=at,
        merged_at=merged_at,
        is_handed=bool(open_ones) and rng.random() < _P_TWIN_HANDED,
    )


def _is_over(episode: Episode, moment: datetime) -> bool:
    return any(change.at < moment and change.stage in ENDINGS for change in episode.changes)


def _episodes(lead: Lead, rng: Random) -> tuple[Episode, ...]:
    channel = channel_of(lead.channel, lead.campaign)
    if rng.random() >= channel.p_mql:
        return ()
    mql_at = _mql_at(lead, rng)
    if mql_at > END:
        return ()
    first = hand_over(lead, 1, mql_at, rng)
    recycled_at = first.reached(LeadStage.RECYCLED)
    if recycled_at is None or first.reached(LeadStage.SQL) or rng.random() >= _P_RETURN:
        return (first,)
    back_at = days_after(recycled_at, lognormal(rng, *_RETURN_DAYS))
    return (first,) if back_at > END else (first, hand_over(lead, 2, back_at, rng))


def _mql_at(lead: Lead, rng: Random) -> datetime:
    if lead.channel == "demo_request":
        return lead.arrived_at + timedelta(seconds=rng.randint(60, 300))
    is_hot = lead.campaign in _HANDED_AT_ONCE
    if is_hot or (lead.campaign != TRADE_SHOW and rng.random() >= _P_NURTURED_FIRST):
        return lead.known_at + timedelta(seconds=rng.randint(120, 2400))
    return days_after(lead.known_at, lognormal(rng, 6, 0.8))
