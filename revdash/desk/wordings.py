"""Wordings: what both sides sign: the reasons, the root causes, and what a junk lead is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select

from revdash.desk.audit import Stamp
from revdash.desk.questions import SIDES
from revdash.desk.revisions import change, insert
from revdash.desk.tables.feedback import joint_wording
from revdash.errors import InputError
from revdash.terms import Side

JUNK = (
    "A junk lead is one that nobody could ever sell to: spam or invented data, a student, a "
    "competitor, a job seeker or vendor, a duplicate, or contact data that do not work. Bad "
    "timing, no budget and a poor fit are no junk: they have reasons of their own."
)
_w = joint_wording.c


class WordingOf(StrEnum):
    """What both sides agree on in words, or as a list."""

    JUNK = "junk"
    REASONS = "reasons"
    CAUSES = "causes"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One version of it: it holds from a day on, and each side signs it."""

    subject: WordingOf
    valid_from: date | None
    words: str = ""
    version_no: int = 0
    signed_by_marketing: str | None = None
    signed_by_marketing_at: datetime | None = None
    signed_by_sales: str | None = None
    signed_by_sales_at: datetime | None = None
    wording_id: str = ""
    version: int = 0

    @property
    def is_joint(self) -> bool:
        """Whether both sides signed it."""
        return bool(self.signed_by_marketing and self.signed_by_sales)


def read_wordings(connection: Connection, subject: WordingOf) -> tuple[Wording, ...]:
    """Read every version, the newest first."""
    query = select(joint_wording).where(_w.subject == subject.value)
    rows = connection.execute(query.order_by(_w.version_no.desc()))
    return tuple(_wording(row) for row in rows)


def save_wording(connection: Connection, wanted: Wording, by: Stamp) -> str:
    """Put a new version down, which nobody has signed yet; return its id."""
    if wanted.subject is WordingOf.JUNK and not wanted.words.strip():
        raise InputError("The definition says nothing. Write what a junk lead is, in a sentence.")
    of_subject = select(func.max(_w.version_no)).where(_w.subject == wanted.subject.value)
    values: dict[str, Any] = {
        "subject": wanted.subject.value,
        "version_no": (connection.execute(of_subject).scalar_one() or 0) + 1,
        "valid_from": wanted.valid_from,
        "words": wanted.words.strip() or None,
    }
    return insert(connection, joint_wording, values, by)


def sign(connection: Connection, wanted: Wording, side: Side, by: Stamp) -> int:
    """Sign a version for one side, as it was seen; nobody signs for both."""
    if side not in SIDES:
        raise InputError(
            "It is not said for which side you sign: marketing or sales. "
            "Have your side set on Settings › People."
        )
    if by.actor_id in {wanted.signed_by_marketing, wanted.signed_by_sales}:
        raise InputError(
            "You have signed this already. It needs one signature of each side: "
            "ask a colleague of the other side."
        )
    signed = {f"signed_by_{side.value}": by.actor_id, f"signed_by_{side.value}_at": by.now}
    values = {"wording_id": wanted.wording_id, **signed}
    return change(connection, joint_wording, values, wanted.version, by)


def _wording(row: Any) -> Wording:
    return Wording(
        wording_id=row.wording_id,
        subject=WordingOf(row.subject),
        version_no=row.version_no,
        valid_from=row.valid_from,
        words=row.words or "",
        signed_by_marketing=row.signed_by_marketing,
        signed_by_marketing_at=row.signed_by_marketing_at,
        signed_by_sales=row.signed_by_sales,
        signed_by_sales_at=row.signed_by_sales_at,
        version=row.version,
    )
