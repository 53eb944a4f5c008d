"""Salesforce's diaries: what sellers did, and whom they met."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from revdash.demo.dirt import is_logged_by_mistake
from revdash.demo.lives import Attempt, Booking, Episode
from revdash.demo.systems import ids
from revdash.demo.systems.lines import A_MONTH, Cell, Line, Sheet
from revdash.demo.systems.selling import who_buys
from revdash.demo.timeline import END, company_day
from revdash.demo.world import World
from revdash.terms import ActivityType

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
_OUTCOMES = {
    "COMPLETED": "Completed",
    "NO_SHOW": "No Show",
    "CANCELED": "Canceled",
    "RESCHEDULED": "Rescheduled",
}
_MEETING = timedelta(minutes=45)
_TOLD = timedelta(minutes=70)  # from a meeting's start until its host says how it went
_WARNED = timedelta(hours=3)  # before its start who puts it off or calls it off says so
_DELETED = timedelta(days=4)


def _tasks(world: World) -> Iterator[Line]:
    number = 0
    for episode in world.episodes:
        for attempt in episode.attempts:
            number += 1
            yield from _task(number, attempt, {"WhoId": _who(episode, attempt.at)})
    for deal in world.deals:
        what: dict[str, Cell] = {
            "WhatId": ids.sf_deal(deal),
            "AccountId": ids.sf_account(deal.account),
        }
        before = deal.prospect.attempts if deal.prospect else ()
        for attempt in before:
            number += 1
            yield from _task(
                number, attempt, {"WhoId": who_buys(deal), "AccountId": what["AccountId"]}
            )
        for attempt in deal.attempts:
            number += 1
            yield from _task(number, attempt, {**what, "WhoId": who_buys(deal)})


def _who(episode: Episode, at: datetime) -> str:
    """A lead, or the contact it has become."""
    deal = episode.deal
    return who_buys(deal) if deal and at >= deal.created_at else ids.sf_lead(episode.lead)


def _task(number: int, attempt: Attempt, about: dict[str, Cell]) -> Iterator[Line]:
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
        "IsDeleted": False,
        "CreatedDate": attempt.recorded_at,
    }
    yield Line(attempt.recorded_at, key, cells)
    if is_logged_by_mistake(number):
        yield Line(attempt.recorded_at + _DELETED, key, cells | {"IsDeleted": True})


def _events(world: World) -> Iterator[Line]:
    for episode in world.episodes:
        who: dict[str, Cell] = {"WhoId": ids.sf_lead(episode.lead)}
        yield from _meetings(episode.lead.number * 100 + episode.number, episode.bookings, who)
    for deal in world.deals:
        number = ids.deal_number(deal) * 100 + 10_000_000
        who = {
            "WhoId": who_buys(deal),
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
            told = booked | {"Meeting_Outcome__c": _OUTCOMES[booking.outcome]}
            yield Line(_told_at(booking), key, told)


def _told_at(booking: Booking) -> datetime:
    """Return when the calendar says how a meeting went, or that it will not be."""
    if booking.outcome in ("CANCELED", "RESCHEDULED"):
        return max(booking.start_at - _WARNED, booking.booked_at)
    return min(booking.start_at + _TOLD, END)


SHEETS = (
    Sheet(
        "Task",
        (
            *("Id", "WhoId", "WhatId", "AccountId", "OwnerId", "Subject", "Status"),
            *("TaskSubtype", "CallType", "CallDisposition", "CallDurationInSeconds"),
            *("ActivityDate", "Activity_Date_Time__c", "IsDeleted", "CreatedDate"),
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
        weeks=A_MONTH,
    ),
)
