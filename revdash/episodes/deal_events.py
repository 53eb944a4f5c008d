"""Deal events: what a deal's own dates say of the lead that became it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from revdash.episodes.episode import Event
from revdash.terms import LeadStage, Outcome, Precision

DEAL_COLUMNS = (
    "event_key",
    "person_id",
    "opportunity_id",
    "created_at",
    "created_on",
    "accepted_at",
    "closed_on",
    "outcome",
    "reason_code",
    "amount_base",
    "amount",
    "currency",
    "kind",
)
_OF_A_LEAD = (None, "new", "expansion")  # a renewal comes from no lead
_DECIDED = {Outcome.WON: LeadStage.WON, Outcome.LOST: LeadStage.LOST}


def deal_events(row: Mapping[str, Any]) -> Iterator[Event]:
    """Yield the opportunity and the outcome of one deal; *row* has the columns above."""
    if row["kind"] not in _OF_A_LEAD:
        return
    began = row["accepted_at"] or row["created_at"]
    if began is not None:
        yield _event(row, LeadStage.OPP, began)
    elif row["created_on"] is not None:
        yield _event(row, LeadStage.OPP, row["created_on"])
    decided = _DECIDED.get(row["outcome"])
    if decided is not None and row["closed_on"] is not None:
        yield _event(row, decided, row["closed_on"])


def in_base(row: Mapping[str, Any], currency: str) -> float | None:
    """A deal's amount; in another currency it is none of ours until somebody converts it."""
    is_ours = row["currency"] in (None, currency)
    known = row["amount"] if row["amount_base"] is None and is_ours else row["amount_base"]
    return None if known is None else float(known)


def _event(row: Mapping[str, Any], stage: LeadStage, when: date) -> Event:
    """The event of an instant, or of a day: kept as its midnight, in no zone."""
    is_instant = isinstance(when, datetime) and when.time() != datetime.min.time()
    return Event(
        key=f"{row['event_key']}:{stage}",
        person_id=row["person_id"],
        stage=stage,
        at=when if isinstance(when, datetime) else datetime(when.year, when.month, when.day),
        precision=Precision.INSTANT if is_instant else Precision.DATE,
        reason=row["reason_code"] if stage is LeadStage.LOST else None,
        opportunity_id=row["opportunity_id"],
        is_deal=True,
    )
