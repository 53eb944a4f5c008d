"""Disputes: a refusal that marketing doubts, worked to a decision that both sides agree to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.questions import OTHER_SIDE, SIDES
from revdash.desk.revisions import change, earlier_click, insert, remove
from revdash.desk.tables.feedback import dispute
from revdash.errors import InputError
from revdash.terms import Side

_VERDICT = "verdict"
_d = dispute.c


class Decision(StrEnum):
    """How a dispute may end."""

    UPHELD = "upheld"  # marketing was right
    DISMISSED = "dismissed"  # the refusal stands


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """One dispute of the verdict ``verdict_id``; decided once both sides agreed to the same."""

    verdict_id: str
    words: str
    raised_at: datetime
    due_at: datetime
    raised_by_side: Side = Side.MARKETING
    raised_by: str = ""
    decision: Decision | None = None
    decided_at: datetime | None = None
    agreed_by_marketing: str | None = None
    agreed_by_sales: str | None = None
    note: str = ""
    dissent: str = ""
    reinstated_at: datetime | None = None
    dispute_id: str = ""
    version: int = 0

    @property
    def turn(self) -> Side | None:
        """Whose turn it is: who has not agreed to what is proposed; nobody's once decided."""
        if self.decided_at is not None:
            return None
        if self.agreed_by_marketing:
            return Side.SALES
        if self.agreed_by_sales:
            return Side.MARKETING
        return OTHER_SIDE[self.raised_by_side]

    def is_overdue(self, now: datetime) -> bool:
        """Whether it waits for a decision past its time."""
        return self.decided_at is None and self.due_at < now


@dataclass(frozen=True, kw_only=True)
class Say:
    """What one side says of a dispute that it saw at *version*; ``dissent`` is noted with it.

    With ``reinstates`` the lead becomes an MQL again once both agree that marketing was right.
    """

    dispute_id: str
    side: Side
    decision: Decision
    at: datetime
    version: int
    note: str = ""
    dissent: str = ""
    reinstates: bool = True


def read_disputes(connection: Connection) -> tuple[Dispute, ...]:
    """Read every dispute of a verdict: those not decided first, the one due first on top."""
    query = select(dispute).where(_d.kind == _VERDICT)
    ordered = query.order_by(
        _d.decided_at.isnot(None), _d.decided_at.desc(), _d.due_at, _d.dispute_id
    )
    return tuple(_dispute(row) for row in connection.execute(ordered))


def read_dispute(connection: Connection, dispute_id: str) -> Dispute:
    """Read one dispute."""
    row = connection.execute(select(dispute).where(_d.dispute_id == dispute_id)).one_or_none()
    if row is None:
        raise InputError("This dispute is no longer there. Reload the page to see those that are.")
    return _dispute(row)


def raise_dispute(connection: Connection, wanted: Dispute, closes_at: datetime, by: Stamp) -> str:
    """Dispute a verdict until *closes_at*; return the dispute's id. A verdict has one at most."""
    if wanted.raised_by_side is not Side.MARKETING:
        raise InputError(
            f"A refusal is disputed by marketing, not by {wanted.raised_by_side.value}. "
            "Ask a marketer to raise it, or ask marketing a question."
        )
    if not wanted.words.strip():
        raise InputError("The dispute gives no ground. Write what speaks against the refusal.")
    if wanted.raised_at > closes_at:
        raise InputError(
            f"This refusal could be disputed until {closes_at:%Y-%m-%d %H:%M} UTC. It stands. "
            "If the lead asks again, it comes back as a new one."
        )
    if any(one.verdict_id == wanted.verdict_id for one in read_disputes(connection)):
        raise InputError("This refusal is disputed already. Decide the dispute that is there.")
    values: dict[str, Any] = {
        "kind": _VERDICT,
        "subject": wanted.verdict_id,
        "raised_by_side": wanted.raised_by_side.value,
        "raised_by": by.actor_id,
        "raised_at": wanted.raised_at,
        "due_at": wanted.due_at,
        "words": wanted.words.strip(),
    }
    return insert(connection, dispute, values, by)


def settle(connection: Connection, said: Say, by: Stamp) -> Dispute:
    """Propose a decision for one's side, or agree to the other's: the second makes it joint."""
    before = read_dispute(connection, said.dispute_id)
    if earlier_click(connection, by):
        return before
    _check(before, said, by)
    other = OTHER_SIDE[said.side]
    agreed = {Side.MARKETING: before.agreed_by_marketing, Side.SALES: before.agreed_by_sales}
    is_joint = bool(agreed[other]) and before.decision is said.decision
    is_back = is_joint and said.decision is Decision.UPHELD and said.reinstates
    agreed |= {said.side: by.actor_id, other: agreed[other] if is_joint else None}
    values = {
        "dispute_id": said.dispute_id,
        "decision": said.decision.value,
        "decision_note": said.note.strip() or before.note or None,
        "dissent": "\n".join(filter(None, (before.dissent, _dissent(said)))) or None,
        "agreed_by_marketing": agreed[Side.MARKETING],
        "agreed_by_sales": agreed[Side.SALES],
        "decided_at": said.at if is_joint else None,
        "reinstated_at": said.at if is_back else None,
    }
    change(connection, dispute, values, said.version, by)
    return read_dispute(connection, said.dispute_id)


def reopen(connection: Connection, dispute_id: str, version: int, by: Stamp) -> None:
    """Take a decision, or what was proposed of one, back; words and dissent stay."""
    names = ("decision", "decided_at", "agreed_by_marketing", "agreed_by_sales", "reinstated_at")
    nothing = dict.fromkeys(names)
    change(connection, dispute, {"dispute_id": dispute_id, **nothing}, version, by)


def withdraw_dispute(connection: Connection, dispute_id: str, version: int, by: Stamp) -> None:
    """Take a dispute back that is not decided."""
    if read_dispute(connection, dispute_id).decided_at is not None:
        raise InputError("Both sides decided this dispute, so it stands. Reopen it first.")
    remove(connection, dispute, dispute_id, version, by)


def _check(before: Dispute, said: Say, by: Stamp) -> None:
    if said.side not in SIDES:
        raise InputError(
            "It is not said for which side you speak: marketing or sales. "
            "Have your side set on Settings › People."
        )
    if before.decided_at is not None:
        raise InputError(
            f"This dispute was {before.decision} by both sides on {before.decided_at:%Y-%m-%d}. "
            "Reopen it to decide again."
        )
    if by.actor_id in {before.agreed_by_marketing, before.agreed_by_sales} - {None}:
        raise InputError(
            "You have agreed to this already. A decision is joint: somebody of the other side "
            "agrees, or proposes another."
        )
    if not (said.note.strip() or before.note):
        raise InputError("The decision gives no ground. Write on which facts it rests.")


def _dissent(said: Say) -> str:
    return f"{said.side.value}: {said.dissent.strip()}" if said.dissent.strip() else ""


def _dispute(row: Any) -> Dispute:
    return Dispute(
        dispute_id=row.dispute_id,
        verdict_id=row.subject,
        raised_by_side=Side(row.raised_by_side),
        raised_by=row.raised_by or "",
        raised_at=row.raised_at,
        due_at=row.due_at,
        words=row.words or "",
        decision=Decision(row.decision) if row.decision else None,
        decided_at=row.decided_at,
        agreed_by_marketing=row.agreed_by_marketing,
        agreed_by_sales=row.agreed_by_sales,
        note=row.decision_note or "",
        dissent=row.dissent or "",
        reinstated_at=row.reinstated_at,
        version=row.version,
    )
