"""Salesforce's deals and diaries: opportunities, their accounts, and what sellers did."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from revdash.demo.company import DEMO_COMPANY
from revdash.demo.lives import Account, Attempt, Booking, Deal, Lead, Step
from revdash.demo.systems import ids
from revdash.demo.systems.hubspot import SAID
from revdash.demo.systems.lines import Cell, Line, Sheet
from revdash.demo.timeline import END, company_day
from revdash.demo.world import World
from revdash.terms import ActivityType

LOSSES = {  # what Salesforce calls a reason, and what the company means by it
    "No decision": "no_decision",
    "Price": "price",
    "Lost to competitor": "lost_to_competitor",
    "Not now": "timing",
}
_LOSS_OF = {ours: theirs for theirs, ours in LOSSES.items()}
_STAGES = {"Closed won": "Closed Won", "Closed lost": "Closed Lost"}
_EXPECTED_DAYS = 55  # what sellers promise when a deal is new
_SUBTYPES = {
    ActivityType.CALL: "Call",
    ActivityType.EMAIL: "Email",
    ActivityType.LINKEDIN: "LinkedIn",
    ActivityType.AUTOMATED_EMAIL: "ListEmail",
    ActivityType.SEQUENCE_STEP: "Cadence",
}
_SUBJECTS = {
    ActivityType.CALL: "Call",
    ActivityType.EMAIL: "E-mail",
    ActivityType.LINKEDIN: "Message",
    ActivityType.AUTOMATED_EMAIL: "Thank you for your interest",
    ActivityType.SEQUENCE_STEP: "Automatic follow-up",
}
_CALLS = {
    "connected": "Connected",
    "voicemail": "Left Voicemail",
    "no_answer": "No Answer",
    "busy": "Busy",
    "wrong_number": "Wrong Number",
}
_OUTCOMES = {"COMPLETED": "Completed", "NO_SHOW": "No Show", "SCHEDULED": "Scheduled"}
_MEETING = timedelta(minutes=45)
_TOLD = timedelta(minutes=70)  # from a meeting's start until its host says how it went


def _accounts(world: World) -> Iterator[Line]:
    met: set[int] = set()
    for deal in sorted(world.deals, key=lambda deal: deal.created_at):
        account = deal.account
        if account.number not in met:
            met.add(account.number)
            yield Line(deal.created_at, str(account.number), _account(account, deal))


def _account(account: Account, deal: Deal) -> dict[str, Cell]:
    return {
        "Id": ids.sf_account(account),
        "Name": account.name,
        "Website": account.domain,
        "Industry": account.industry,
        "NumberOfEmployees": account.employees,
        "BillingCountry": account.country,
        "Segment__c": account.segment,
        "Region__c": account.region,
        "OwnerId": ids.sf_user(deal.seller),
        "IsDeleted": False,
        "LastModifiedDate": deal.created_at,
    }


def _contacts(world: World) -> Iterator[Line]:
    for deal in world.deals:
        if deal.lead is None:
            continue
        lead = deal.lead
        cells: dict[str, Cell] = {
            "Id": ids.sf_contact(lead),
            "FirstName": "Lead",
            "LastName": f"{lead.number:05d}",
            "AccountId": ids.sf_account(lead.account),
            "Email": ids.email_of(lead),
            "MailingCountry": lead.account.country,
            "LeadSource": SAID[lead.channel],
            "OwnerId": ids.sf_user(deal.seller),
            "IsDeleted": False,
            "CreatedDate": deal.created_at,
            "LastModifiedDate": deal.created_at,
        }
        yield Line(deal.created_at, ids.sf_contact(lead), cells)


def _opportunities(world: World) -> Iterator[Line]:
    for deal in world.deals:
        for step in deal.steps:
            yield Line(step.at, deal.key, _opportunity(deal, step))


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
        "CloseDate": _close_date(deal, step),
        "StageName": _STAGES.get(step.stage, step.stage),
        "IsClosed": is_closed,
        "IsWon": is_closed and deal.is_won,
        "Probability": round(100 * step.probability),
        "LeadSource": SAID[deal.lead.channel] if deal.lead else "Outbound",
        "CampaignId": ids.sf_campaign(deal.campaign),
        "Loss_Reason__c": _LOSS_OF[deal.lost_reason] if is_closed and deal.lost_reason else None,
        "IsDeleted": False,
        "CreatedDate": deal.created_at,
        "LastModifiedDate": step.at,
    }


def _history(world: World) -> Iterator[Line]:
    for deal in world.deals:
        for number, step in enumerate(deal.steps, 1):
            key = f"{deal.key}-{number}"
            cells: dict[str, Cell] = {
                "Id": ids.salesforce("008", int(ids.sf_deal(deal)[4:15]) * 100 + number),
                "OpportunityId": ids.sf_deal(deal),
                "StageName": _STAGES.get(step.stage, step.stage),
                "Amount": deal.amount,
                "CloseDate": _close_date(deal, step),
                "Probability": round(100 * step.probability),
                "CreatedDate": step.at,
            }
            yield Line(step.at, key, cells)


def _close_date(deal: Deal, step: Step) -> date:
    if step.at >= deal.closed_at:
        return company_day(deal.closed_at)
    return company_day(deal.created_at + timedelta(days=_EXPECTED_DAYS))


def _tasks(world: World) -> Iterator[Line]:
    number = 0
    for episode in world.episodes:
        for attempt in episode.attempts:
            number += 1
            yield _task(number, attempt, {"WhoId": _who(episode.lead, None, attempt.at)})
    for deal in world.deals:
        what: dict[str, Cell] = {
            "WhatId": ids.sf_deal(deal),
            "AccountId": ids.sf_account(deal.account),
        }
        for attempt in deal.attempts:
            number += 1
            yield _task(number, attempt, {"WhoId": _who(deal.lead, deal, attempt.at)} | what)


def _who(lead: Lead | None, deal: Deal | None, at: datetime) -> str | None:
    """A lead, or the contact it has become."""
    if lead is None:
        return None
    is_converted = deal is not None and at >= deal.created_at
    return ids.sf_contact(lead) if is_converted else ids.sf_lead(lead)


def _task(number: int, attempt: Attempt, about: dict[str, Cell]) -> Line:
    kind = ActivityType(attempt.kind)
    key = ids.salesforce("00T", number)
    cells: dict[str, Cell] = {
        **about,
        "Id": key,
        "OwnerId": ids.sf_user(attempt.user),
        "Subject": _SUBJECTS[kind],
        "Status": "Completed",
        "TaskSubtype": _SUBTYPES[kind],
        "CallType": "Inbound" if attempt.is_inbound else "Outbound",
        "CallDisposition": _CALLS.get(attempt.outcome or "", attempt.outcome),
        "CallDurationInSeconds": attempt.seconds,
        "ActivityDate": company_day(attempt.at),
        "Activity_Date_Time__c": attempt.at,
        "CreatedDate": attempt.recorded_at,
    }
    return Line(attempt.recorded_at, key, cells)


def _events(world: World) -> Iterator[Line]:
    for episode in world.episodes:
        who: dict[str, Cell] = {"WhoId": ids.sf_lead(episode.lead)}
        yield from _meetings(episode.lead.number * 100 + episode.number, episode.bookings, who)
    for deal in world.deals:
        number = int(ids.sf_deal(deal)[4:15]) * 100 + 10_000_000
        who = {
            "WhoId": ids.sf_contact(deal.lead) if deal.lead else None,
            "WhatId": ids.sf_deal(deal),
            "AccountId": ids.sf_account(deal.account),
        }
        yield from _meetings(number, deal.bookings, who)


def _meetings(number: int, bookings: tuple[Booking, ...], who: dict[str, Cell]) -> Iterator[Line]:
    for place, booking in enumerate(bookings, 1):
        key = ids.salesforce("00U", number * 10 + place)
        booked: dict[str, Cell] = {
            **who,
            "Id": key,
            "OwnerId": ids.sf_user(booking.host),
            "CreatedById": ids.sf_user(booking.booked_by),
            "Type": booking.kind.capitalize(),
            "Subject": booking.kind.capitalize(),
            "StartDateTime": booking.start_at,
            "EndDateTime": booking.start_at + _MEETING,
            "Meeting_Outcome__c": "Scheduled",
            "IsDeleted": False,
            "CreatedDate": booking.booked_at,
        }
        yield Line(booking.booked_at, key, booked)
        if booking.outcome != "SCHEDULED":
            told = {"Meeting_Outcome__c": _OUTCOMES[booking.outcome]}
            yield Line(min(booking.start_at + _TOLD, END), key, booked | told)


SHEETS = (
    Sheet(
        "Account",
        (
            *("Id", "Name", "Website", "Industry", "NumberOfEmployees", "BillingCountry"),
            *("Segment__c", "Region__c", "OwnerId", "IsDeleted", "LastModifiedDate"),
        ),
        _accounts,
    ),
    Sheet(
        "Contact",
        (
            *("Id", "FirstName", "LastName", "AccountId", "Email", "MailingCountry"),
            *("LeadSource", "OwnerId", "IsDeleted", "CreatedDate", "LastModifiedDate"),
        ),
        _contacts,
    ),
    Sheet(
        "Opportunity",
        (
            *("Id", "Name", "AccountId", "OwnerId", "Type", "Amount", "CurrencyIsoCode"),
            *("CloseDate", "StageName", "IsClosed", "IsWon", "Probability", "LeadSource"),
            *("CampaignId", "Loss_Reason__c", "IsDeleted", "CreatedDate", "LastModifiedDate"),
        ),
        _opportunities,
    ),
    Sheet(
        "OpportunityHistory",
        (
            *("Id", "OpportunityId", "StageName", "Amount", "CloseDate", "Probability"),
            "CreatedDate",
        ),
        _history,
    ),
    Sheet(
        "Task",
        (
            *("Id", "WhoId", "WhatId", "AccountId", "OwnerId", "Subject", "Status"),
            *("TaskSubtype", "CallType", "CallDisposition", "CallDurationInSeconds"),
            *("ActivityDate", "Activity_Date_Time__c", "CreatedDate"),
        ),
        _tasks,
    ),
    Sheet(
        "Event",
        (
            *("Id", "WhoId", "WhatId", "AccountId", "OwnerId", "CreatedById", "Type"),
            *("Subject", "StartDateTime", "EndDateTime", "Meeting_Outcome__c", "IsDeleted"),
            "CreatedDate",
        ),
        _events,
    ),
)
