"""Salesforce's deals: opportunities with their accounts, contacts and stages."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from revdash.demo.company import DEMO_COMPANY
from revdash.demo.dirt import closed_at_told, country_told, is_entered_twice
from revdash.demo.lives import Account, Deal, Step
from revdash.demo.systems import ids
from revdash.demo.systems.hubspot import SAID
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.timeline import END, company_day
from revdash.demo.world import World

LOSSES = {  # what Salesforce calls a reason, and what the company means by it
    "No decision": "no_decision",
    "Price": "price",
    "Lost to competitor": "lost_to_competitor",
    "Not now": "timing",
}
_LOSS_OF = {ours: theirs for theirs, ours in LOSSES.items()}
_STAGES = {"Closed won": "Closed Won", "Closed lost": "Closed Lost"}
_A_DAY = datetime(2026, 1, 20)


def _accounts(world: World) -> Iterator[Line]:
    met: set[int] = set()
    for deal in sorted(world.deals, key=known_at):
        account = deal.account
        if account.number not in met:
            met.add(account.number)
            yield Line(known_at(deal), str(account.number), _account(account, deal))


def _account(account: Account, deal: Deal) -> dict[str, Cell]:
    return {
        "Id": ids.sf_account(account),
        "Name": account.name,
        "Website": account.domain,
        "Industry": account.industry,
        "NumberOfEmployees": account.employees,
        "BillingCountry": country_told(account),
        "Segment__c": account.segment,
        "Region__c": account.region,
        "OwnerId": ids.sf_user(deal.seller),
        "IsDeleted": False,
        "LastModifiedDate": known_at(deal),
    }


def _contacts(world: World) -> Iterator[Line]:
    for deal in world.deals:
        key = who_buys(deal)
        yield Line(known_at(deal), key, _contact(deal, key))


def _contact(deal: Deal, key: str) -> dict[str, Cell]:
    lead, prospect = deal.lead, deal.prospect
    number = lead.number if lead else prospect.number if prospect else 0
    return {
        "Id": key,
        "FirstName": "Lead" if lead else "Prospect",
        "LastName": f"{number:05d}" if lead else f"{number:04d}",
        "AccountId": ids.sf_account(deal.account),
        "Email": ids.email_of(lead) if lead else f"prospect-{number:04d}@{deal.account.domain}",
        "MailingCountry": country_told(deal.account),
        "LeadSource": SAID[lead.channel] if lead else "Outbound",
        "OwnerId": ids.sf_user(deal.seller),
        "IsDeleted": False,
        "CreatedDate": known_at(deal),
        "LastModifiedDate": known_at(deal),
    }


def who_buys(deal: Deal) -> str:
    """Salesforce's id of the contact a deal is made with."""
    if deal.lead:
        return ids.sf_contact(deal.lead)
    return ids.sf_prospect(deal.prospect.number if deal.prospect else 0)


def known_at(deal: Deal) -> datetime:
    """Return when that contact first stood in Salesforce."""
    return deal.prospect.known_at if deal.prospect else deal.created_at


def _roles(world: World) -> Iterator[Line]:
    """Whom the deals are made with that came from no lead."""
    for deal in world.deals:
        if deal.prospect:
            key = ids.salesforce("00K", deal.prospect.number)
            cells: dict[str, Cell] = {
                "Id": key,
                "OpportunityId": ids.sf_deal(deal),
                "ContactId": who_buys(deal),
                "Role": "Decision maker",
                "IsPrimary": True,
                "CreatedDate": deal.created_at,
            }
            yield Line(deal.created_at, key, cells)


def _opportunities(world: World) -> Iterator[Line]:
    mistyped = _mistyped(world)
    for deal in world.deals:
        for step in deal.steps:
            told = _opportunity(deal, step)
            if step.at == deal.closed_at:
                told["CloseDate"] = company_day(closed_at_told(deal, mistyped))
            yield Line(step.at, deal.key, told)
        if is_entered_twice(deal):
            yield from _entered_twice(deal)


def _mistyped(world: World) -> str:
    """The deal whose seller typed a day into the close date that was long before it began."""
    won = (deal for deal in world.deals if deal.is_won and deal.lead and deal.closed_at <= END)
    return min(won, key=lambda deal: abs(deal.closed_at - _A_DAY)).key


def _entered_twice(deal: Deal) -> Iterator[Line]:
    """The same deal once more, deleted when somebody saw it."""
    at, deleted_at = (deal.created_at + timedelta(minutes=20), deal.created_at + timedelta(days=8))
    own: dict[str, Cell] = {
        "Id": ids.sf_deal(deal, again=True),
        "CreatedDate": at,
        "LastModifiedDate": at,
    }
    twice = _opportunity(deal, deal.steps[0]) | own
    yield Line(at, f"{deal.key}-twice", twice)
    gone = twice | {"IsDeleted": True, "LastModifiedDate": deleted_at}
    yield Line(deleted_at, f"{deal.key}-twice", gone)


def _opportunity(deal: Deal, step: Step) -> dict[str, Cell]:
    is_closed = step.at >= deal.closed_at
    return {
        "Id": ids.sf_deal(deal),
        "Name": f"{deal.account.name}: scheduling",
        "AccountId": ids.sf_account(deal.account),
        "OwnerId": ids.sf_user(deal.seller),
        "Type": "New Business",
        "Amount": deal.amount,
        "CurrencyIsoCode": DEMO_COMPANY.currency,
        "CloseDate": step.expected_on,
        "StageName": _STAGES.get(step.stage, step.stage),
        "IsClosed": is_closed,
        "IsWon": is_closed and deal.is_won,
        "Probability": round(100 * step.probability),
        "LeadSource": SAID[deal.lead.channel] if deal.lead else "Outbound",
        "CampaignId": ids.sf_campaign(deal.campaign),
        "Accepted_Date__c": deal.created_at,
        "Loss_Reason__c": _LOSS_OF[deal.lost_reason] if is_closed and deal.lost_reason else None,
        "Competitor__c": deal.competitor if is_closed else None,
        "Loss_Note__c": deal.close_note if is_closed else None,
        "Segment__c": deal.account.segment,
        "Region__c": deal.account.region,
        "IsDeleted": False,
        "CreatedDate": deal.created_at,
        "LastModifiedDate": step.at,
    }


def _history(world: World) -> Iterator[Line]:
    for deal in world.deals:
        for number, step in enumerate(deal.steps, 1):
            key = f"{deal.key}-{number}"
            cells: dict[str, Cell] = {
                "Id": ids.salesforce("008", ids.deal_number(deal) * 100 + number),
                "OpportunityId": ids.sf_deal(deal),
                "StageName": _STAGES.get(step.stage, step.stage),
                "Amount": deal.amount,
                "CloseDate": step.expected_on,
                "Probability": round(100 * step.probability),
                "CreatedDate": step.at,
            }
            yield Line(step.at, key, cells)


SHEETS = (
    Sheet(
        "Account",
        (
            *("Id", "Name", "Website", "Industry", "NumberOfEmployees", "BillingCountry"),
            *("Segment__c", "Region__c", "OwnerId", "IsDeleted", "LastModifiedDate"),
        ),
        _accounts,
        weeks=A_MONTH,
    ),
    Sheet(
        "Contact",
        (
            *("Id", "FirstName", "LastName", "AccountId", "Email", "MailingCountry"),
            *("LeadSource", "OwnerId", "IsDeleted", "CreatedDate", "LastModifiedDate"),
        ),
        _contacts,
        weeks=A_MONTH,
    ),
    Sheet(
        "Opportunity",
        (
            *("Id", "Name", "AccountId", "OwnerId", "Type", "Amount", "CurrencyIsoCode"),
            *("CloseDate", "StageName", "IsClosed", "IsWon", "Probability", "LeadSource"),
            *("CampaignId", "Accepted_Date__c", "Loss_Reason__c", "Competitor__c", "Loss_Note__c"),
            *("Segment__c", "Region__c", "IsDeleted", "CreatedDate", "LastModifiedDate"),
        ),
        _opportunities,
    ),
    Sheet(
        "OpportunityContactRole",
        ("Id", "OpportunityId", "ContactId", "Role", "IsPrimary", "CreatedDate"),
        _roles,
        weeks=A_MONTH,
    ),
    Sheet(
        "OpportunityHistory",
        (
            *("Id", "OpportunityId", "StageName", "Amount", "CloseDate", "Probability"),
            "CreatedDate",
        ),
        _history,
        weeks=A_MONTH,
    ),
)
