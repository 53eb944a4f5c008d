"""Needs: what the market asks for: heard, weighed, answered by product, and told back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, insert
from revdash.desk.tables.work import market_need_entry
from revdash.errors import InputError

SOURCES = ("call note", "win/loss", "NPS", "event", "rejection")
_n = market_need_entry.c


class NeedDecision(StrEnum):
    """What product says of a need."""

    DO = "do"
    LATER = "later"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Need:
    """One need, where it was heard, and what became of it.

    ``evidence`` names what says it too: ``loss:price`` and ``rejection:no_budget`` are the reasons
    of lost deals and of leads given back, anything else is the key of a fact.
    """

    theme: str
    words: str
    heard_on: date
    source: str = SOURCES[0]
    account_id: str | None = None
    product_area: str | None = None
    heard_by: str | None = None
    evidence: tuple[str, ...] = ()
    decision: NeedDecision | None = None
    decision_reason: str = ""
    decided_on: date | None = None
    told_back_on: date | None = None
    need_id: str = ""
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class NeedAnswer:
    """What product answers to a need, as it was at *version*."""

    need_id: str
    decision: NeedDecision
    reason: str
    on: date
    version: int


def read_needs(connection: Connection) -> tuple[Need, ...]:
    """Read every need: those without an answer first, the oldest on top."""
    order = (_n.decided_on.isnot(None), _n.told_back_on.isnot(None), _n.heard_on, _n.need_id)
    query = select(market_need_entry).order_by(*order)
    return tuple(_need(row) for row in connection.execute(query))


def hear(connection: Connection, wanted: Need, by: Stamp) -> str:
    """Write down a need; return its id."""
    if not wanted.words.strip():
        raise InputError("The need is empty. Write what is asked for, in the customer's words.")
    if not wanted.theme.strip():
        raise InputError("The need has no theme. Name one, such as reports, so that they add up.")
    if wanted.source not in SOURCES:
        raise InputError(
            f"'{wanted.source}' is no place to hear a need. Known: {', '.join(SOURCES)}."
        )
    values: dict[str, Any] = {
        "need_id": wanted.need_id or None,
        "source": wanted.source,
        "account_id": wanted.account_id,
        "theme": wanted.theme.strip(),
        "product_area": wanted.product_area,
        "words": wanted.words.strip(),
        "heard_on": wanted.heard_on,
        "heard_by": wanted.heard_by or by.actor_id,
        "evidence": list(wanted.evidence) or None,
    }
    return insert(connection, market_need_entry, values, by)


def take_up(connection: Connection, heard: Need, by: Stamp) -> str:
    """Take up a need that came by import, under its own key, with the answer it may have.

    From then on what stands here is what counts of it; taken up before, it stays as it is.
    """
    query = select(_n.need_id).where(_n.need_id == heard.need_id)
    if connection.execute(query).first() is not None:
        return heard.need_id
    names = ("need_id", "source", "account_id", "theme", "product_area", "words", "heard_by")
    values: dict[str, Any] = {
        **{name: getattr(heard, name) for name in names},
        "heard_on": heard.heard_on,
        "decision": heard.decision.value if heard.decision else None,
        "decision_reason": heard.decision_reason or None,
        "decided_on": heard.decided_on,
    }
    return insert(connection, market_need_entry, values, by)


def weigh(
    connection: Connection, need_id: str, evidence: tuple[str, ...], version: int, by: Stamp
) -> int:
    """Say what else speaks for a need; return its new version."""
    values = {"need_id": need_id, "evidence": list(evidence) or None}
    return change(connection, market_need_entry, values, version, by)


def answer_need(connection: Connection, said: NeedAnswer, by: Stamp) -> int:
    """Answer a need: do, later, or no with a reason; return its new version."""
    if said.decision is NeedDecision.NO and not said.reason.strip():
        raise InputError(
            "A no without a reason is no answer. Say why, so that it can be told back."
        )
    values = {
        "need_id": said.need_id,
        "decision": said.decision.value,
        "decision_reason": said.reason.strip() or None,
        "decided_on": said.on,
    }
    return change(connection, market_need_entry, values, said.version, by)


def tell_back(connection: Connection, need_id: str, on: date, version: int, by: Stamp) -> int:
    """Say that whoever asked has heard the answer; return its new version."""
    known = read_need(connection, need_id)
    if known.decided_on is None:
        raise InputError("Product has not answered this need yet. Write the answer down first.")
    values = {"need_id": need_id, "told_back_on": on}
    return change(connection, market_need_entry, values, version, by)


def reopen_need(connection: Connection, need_id: str, version: int, by: Stamp) -> int:
    """Make a need as open as it was before its answer; return its new version."""
    nothing = dict.fromkeys(("decision", "decision_reason", "decided_on", "told_back_on"))
    return change(connection, market_need_entry, {"need_id": need_id, **nothing}, version, by)


def read_need(connection: Connection, need_id: str) -> Need:
    """Read one need."""
    query = select(market_need_entry).where(_n.need_id == need_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise InputError("This need is no longer there. Reload the page to see those that are.")
    return _need(row)


def _need(row: Any) -> Need:
    return Need(
        need_id=row.need_id,
        source=row.source,
        account_id=row.account_id,
        theme=row.theme,
        product_area=row.product_area,
        words=row.words or "",
        heard_on=row.heard_on,
        heard_by=row.heard_by,
        evidence=tuple(row.evidence or ()),
        decision=NeedDecision(row.decision) if row.decision else None,
        decision_reason=row.decision_reason or "",
        decided_on=row.decided_on,
        told_back_on=row.told_back_on,
        version=row.version,
    )
