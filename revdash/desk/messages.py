"""Messages: what both sides agreed to say: the need, the pain, the proof and what to do next."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, insert
from revdash.desk.tables.work import message
from revdash.errors import InputError
from revdash.terms import Side

PHASES = ("awareness", "consideration", "conversion")
_AGREED = {Side.MARKETING: "agreed_by_marketing", Side.SALES: "agreed_by_sales"}
_m = message.c


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message for one need and segment; agreed once a leader of each side has signed it."""

    name: str
    message_phase: str = PHASES[0]
    segment: str | None = None
    need: str = ""
    pain: str = ""
    proof: str = ""
    call_to_action: str = ""
    used_in: tuple[str, ...] = ()
    agreed_by_marketing: str | None = None
    agreed_by_sales: str | None = None
    message_id: str = ""
    version: int = 0

    @property
    def is_agreed(self) -> bool:
        """Whether both sides have signed it."""
        return bool(self.agreed_by_marketing and self.agreed_by_sales)


def read_messages(connection: Connection) -> tuple[Message, ...]:
    """Read every message, by phase and name."""
    query = select(message).order_by(_m.message_phase, _m.name, _m.message_id)
    return tuple(_message(row) for row in connection.execute(query))


def save_message(connection: Connection, wanted: Message, by: Stamp) -> str:
    """Save a message; one that says something else is signed by nobody yet. Return its id."""
    if not wanted.name.strip() or not wanted.need.strip():
        raise InputError("A message needs a name and the need that it speaks to. Fill in both.")
    if wanted.message_phase not in PHASES:
        raise InputError(f"'{wanted.message_phase}' is no phase. Known: {', '.join(PHASES)}.")
    values: dict[str, Any] = {
        "name": wanted.name.strip(),
        "message_phase": wanted.message_phase,
        "segment": wanted.segment or None,
        "need": wanted.need.strip(),
        "pain": wanted.pain.strip(),
        "proof": wanted.proof.strip(),
        "call_to_action": wanted.call_to_action.strip(),
        "used_in": list(wanted.used_in) or None,
        **dict.fromkeys(_AGREED.values()),
    }
    if not wanted.version:
        return insert(connection, message, {**values, "message_id": wanted.message_id or None}, by)
    values["message_id"] = wanted.message_id
    change(connection, message, values, wanted.version, by)
    return wanted.message_id


def agree_message(
    connection: Connection, message_id: str, side: Side, version: int, by: Stamp
) -> int:
    """Agree to a message for one side, as it was at *version*; return its new version."""
    if side not in _AGREED:
        raise InputError("A message is agreed by marketing and by sales. Choose one of them.")
    values = {"message_id": message_id, _AGREED[side]: by.actor_id}
    return change(connection, message, values, version, by)


def _message(row: Any) -> Message:
    return Message(
        message_id=row.message_id,
        name=row.name,
        message_phase=row.message_phase,
        segment=row.segment,
        need=row.need or "",
        pain=row.pain or "",
        proof=row.proof or "",
        call_to_action=row.call_to_action or "",
        used_in=tuple(row.used_in or ()),
        agreed_by_marketing=row.agreed_by_marketing,
        agreed_by_sales=row.agreed_by_sales,
        version=row.version,
    )
