"""Disputes: refusals that marketing does not accept, and what the two sides decide."""

from revdash.demo.dice import dice
from revdash.demo.dirt import is_verdict
from revdash.demo.lives import Change, Dispute
from revdash.demo.staff import MARKETERS
from revdash.demo.verdicts import Handed
from revdash.demo.work import business_days_after
from revdash.terms import LeadStage

_P_DISPUTED = 0.07
_P_UPHELD = 0.45


def dispute_of(handed: Handed, key: str, changes: list[Change]) -> Dispute | None:
    """Return what marketing made of a soft refusal that nobody has taken back since."""
    rng = dice("dispute", key)
    last = changes[-1] if changes else None
    is_open_to_it = last is not None and last.stage is LeadStage.REJECTED and not last.is_hard
    if last is None or not is_open_to_it or handed.lead.is_prize_draw:
        return None
    if rng.random() >= _P_DISPUTED:
        return None
    raised = business_days_after(handed.rep.calendar, last.at, rng.uniform(0.5, 6))
    decided = business_days_after(handed.rep.calendar, raised, rng.uniform(2, 8))
    marketer = MARKETERS[handed.rep.region][0]
    return Dispute(raised, marketer, decided, is_upheld=rng.random() < _P_UPHELD)


def taken_up_again(handed: Handed, dispute: Dispute) -> list[Change]:
    """List what follows a dispute that marketing was right in: sales takes the lead after all."""
    if not dispute.is_upheld:
        return []
    accepted = business_days_after(handed.rep.calendar, dispute.decided_at, 0.6)
    return [
        Change(LeadStage.MQL, dispute.decided_at, dispute.by),
        Change(LeadStage.SAL, accepted, handed.rep.user),
    ]


def disputed_change(changes: tuple[Change, ...], dispute: Dispute) -> int:
    """Return the place of the refusal that a dispute is about."""
    before = [n for n, one in enumerate(changes) if is_verdict(one) and one.at < dispute.at]
    return before[-1]
