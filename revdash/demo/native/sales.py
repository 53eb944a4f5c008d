"""Sales rows: attempts and meetings, of reps and of account executives."""

from collections.abc import Iterator
from datetime import timedelta

from revdash.demo.lives import Account, Attempt, Booking, Lead
from revdash.demo.native.identity import (
    Row,
    account_id,
    deal_id,
    demo_id,
    lead_id,
    row,
    user_id,
)
from revdash.demo.world import World
from revdash.terms import ActivityType

_SUBJECTS = {
    ActivityType.CALL: "Call",
    ActivityType.EMAIL: "E-mail",
    ActivityType.LINKEDIN: "Message",
    ActivityType.AUTOMATED_EMAIL: "Thank you for your interest",
    ActivityType.SEQUENCE_STEP: "Automatic follow-up",
}


def sales_activities(world: World) -> Iterator[Row]:
    """Yield calls, e-mails and messages; those of deals name the deal."""
    for episode in world.episodes:
        for number, attempt in enumerate(episode.attempts, 1):
            who = _who(episode.lead, episode.lead.account)
            yield _activity(f"{episode.key}-{number}", attempt, who)
    for deal in world.deals:
        for number, attempt in enumerate(deal.attempts, 1):
            who = _who(deal.lead, deal.account) | {"opportunity_id": deal_id(deal)}
            yield _activity(f"{deal.key}-{number}", attempt, who)


def meetings(world: World) -> Iterator[Row]:
    """Yield discovery calls and demos."""
    for episode in world.episodes:
        who = _who(episode.lead, episode.lead.account)
        yield from _bookings(episode.key, episode.bookings, who)
    for deal in world.deals:
        who = _who(deal.lead, deal.account) | {"opportunity_id": deal_id(deal)}
        yield from _bookings(deal.key, deal.bookings, who)


def _who(lead: Lead | None, account: Account) -> Row:
    return {"person_id": lead_id(lead) if lead else None, "account_id": account_id(account)}


def _activity(source_id: str, attempt: Attempt, who: Row) -> Row:
    is_call = attempt.kind == ActivityType.CALL
    own: Row = {
        **who,
        "user_id": user_id(attempt.user),
        "activity_type": str(attempt.kind),
        "direction": "inbound" if attempt.is_inbound else "outbound",
        "outcome": attempt.outcome,
        "is_automated": attempt.is_automated,
        "evidence": "manual" if is_call else "system_captured",
        "duration_seconds": attempt.seconds,
        "subject": _SUBJECTS[ActivityType(attempt.kind)],
        "event_at": attempt.at,
        "event_precision": "instant",
    }
    return row("activity", source_id, attempt.recorded_at, own)


def _bookings(key: str, bookings: tuple[Booking, ...], who: Row) -> Iterator[Row]:
    for number, booking in enumerate(bookings, 1):
        source_id = f"{key}-{booking.kind}-{number}"
        own: Row = {
            **who,
            "meeting_kind": booking.kind,
            "chain_id": demo_id("meeting-chain", f"{key}-{booking.kind}-{booking.chain}"),
            "scheduled_at": booking.booked_at,
            "start_at": booking.start_at,
            "end_at": booking.start_at + timedelta(minutes=45),
            "outcome": booking.outcome,
            "host_user_id": user_id(booking.host),
            "booked_by": user_id(booking.booked_by),
        }
        yield row("meeting", source_id, booking.booked_at, own)
