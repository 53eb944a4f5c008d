"""Deal rows: opportunities as they stand when the data ends, and their stages."""

from collections.abc import Iterator
from datetime import date, timedelta

from revdash.demo.company import DEMO_COMPANY
from revdash.demo.lives import Deal, Step
from revdash.demo.native.identity import (
    Row,
    account_id,
    campaign_id,
    deal_id,
    lead_id,
    row,
    user_id,
)
from revdash.demo.timeline import END, company_day
from revdash.demo.world import World
from revdash.terms import Outcome

_EXPECTED_DAYS = 55  # what sellers promise when a deal is new


def opportunities(world: World) -> Iterator[Row]:
    """Yield every deal."""
    for deal in world.deals:
        yield row("deal", deal.key, deal.created_at, _opportunity(deal))


def opportunity_stage_events(world: World) -> Iterator[Row]:
    """Yield every stage a deal has entered."""
    for deal in world.deals:
        for number, step in enumerate(deal.steps, 1):
            own: Row = {
                "opportunity_id": deal_id(deal),
                "stage": step.stage,
                "outcome": _outcome_at(deal, step),
                "amount": deal.amount,
                "expected_close_on": _expected_on(deal),
                "probability": step.probability,
                "owner_user_id": user_id(deal.seller),
                "event_at": step.at,
                "event_precision": "instant",
            }
            yield row("deal-stage", f"{deal.key}-{number}", step.at, own)


def _opportunity(deal: Deal) -> Row:
    is_closed = deal.closed_at <= END
    step = [one for one in deal.steps if one.at <= END][-1]
    return {
        "opportunity_id": deal_id(deal),
        "account_id": account_id(deal.account),
        "account_name": deal.account.name,
        "person_id": lead_id(deal.lead) if deal.lead else None,
        "name": f"{deal.account.name}: scheduling",
        "owner_user_id": user_id(deal.seller),
        "kind": "new",
        "amount": deal.amount,
        "currency": DEMO_COMPANY.currency,
        "created_on": company_day(deal.created_at),
        "created_at": deal.created_at,
        "accepted_at": deal.created_at,
        "expected_close_on": _expected_on(deal),
        "closed_on": company_day(deal.closed_at) if is_closed else None,
        "stage": step.stage,
        "outcome": _outcome_at(deal, step),
        "probability": step.probability,
        "lead_source": deal.source,
        "campaign_id": campaign_id(deal.campaign),
        "product": "Scheduling",
        "segment": deal.account.segment,
        "region": deal.account.region,
        "reason_code": deal.lost_reason if is_closed else None,
        "is_test": False,
    }


def _outcome_at(deal: Deal, step: Step) -> str:
    if step.at < deal.closed_at:
        return Outcome.OPEN.value
    return Outcome.WON.value if deal.is_won else Outcome.LOST.value


def _expected_on(deal: Deal) -> date:
    return company_day(deal.created_at + timedelta(days=_EXPECTED_DAYS))
