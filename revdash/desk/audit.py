"""Audit: who did what, when; rows are only added, each chained by hash to the one before."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from revdash.desk.tables.ledger import audit, audit_head

HIDDEN = "[hidden]"

_SECRET_NAMES = re.compile(
    r"pass(word|wd|phrase)|secret|token|api_?key|cookie|authori[sz]ation|credential|private_key"
    r"|(link|cookie|token)_hash",
    re.IGNORECASE,
)
_SECRET_VALUES = re.compile(
    r"pat-\w+-[\w-]{6,}"  # HubSpot private apps
    r"|\b(?:sk|xox[abprs]|gh[pousr])[-_][\w-]{10,}"
    r"|\beyJ[\w-]{10,}\.[\w-]+\.?[\w-]*"  # JSON web tokens
    r"|\b00D\w{12}!\S+"  # Salesforce sessions
    r"|(?i:\b(?:bearer|basic)\s+\S{8,})"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # user:password@host
)


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Who writes, when, and by which click; the same click again changes nothing."""

    actor_id: str
    now: datetime
    click_id: str = ""

    def part(self) -> "Stamp":
        """The same stamp for one of several writes of a click, which is remembered as a whole."""
        return replace(self, click_id="")


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One thing someone did."""

    audit_no: int
    recorded_at: datetime
    actor_id: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    hash: str


def record(
    connection: Connection, action: str, subject: str, detail: Mapping[str, Any], by: Stamp
) -> int:
    """Add a row to the audit log and return its number; secrets in *detail* are hidden."""
    head = connection.execute(select(audit_head).with_for_update()).one()
    row: dict[str, Any] = {
        "audit_no": head.last_no + 1,
        "recorded_at": by.now,
        "actor_id": by.actor_id,
        "action": action,
        "subject": subject,
        "detail": json.dumps(hide_secrets(detail), sort_keys=True, ensure_ascii=False),
        "previous_hash": head.last_hash,
    }
    row["hash"] = _hash(row)
    connection.execute(insert(audit).values(row))
    connection.execute(update(audit_head).values(last_no=row["audit_no"], last_hash=row["hash"]))
    return int(row["audit_no"])


def read_log(connection: Connection, *, subject: str = "", limit: int = 200) -> list[AuditRow]:
    """Read the newest rows of the audit log, of one *subject* when it is named."""
    query = select(audit).order_by(audit.c.audit_no.desc()).limit(limit)
    if subject:
        query = query.where(audit.c.subject == subject)
    return [
        AuditRow(
            audit_no=row.audit_no,
            recorded_at=row.recorded_at,
            actor_id=row.actor_id,
            action=row.action,
            subject=row.subject,
            detail=json.loads(row.detail),
            hash=row.hash,
        )
        for row in connection.execute(query)
    ]


def recorded_subjects(connection: Connection, action: str) -> frozenset[str]:
    """Everything that *action* was ever done to."""
    found = connection.execute(select(audit.c.subject).where(audit.c.action == action).distinct())
    return frozenset(found.scalars())


def last_number(connection: Connection) -> int:
    """Return the number of the newest row: it changes whenever anything in the desk does."""
    return int(connection.execute(select(audit_head.c.last_no)).scalar_one())


def verify_chain(connection: Connection) -> str:
    """Say where the audit log was changed, or nothing when it is whole."""
    previous, expected_no = "", 1
    for found in connection.execute(select(audit).order_by(audit.c.audit_no)).mappings():
        row = dict(found)
        if row["audit_no"] != expected_no:
            return f"The audit log misses row {expected_no}: it was removed."
        if row["previous_hash"] != previous or row["hash"] != _hash(row):
            return f"Row {expected_no} of the audit log was changed after it was written."
        previous, expected_no = row["hash"], expected_no + 1
    head = connection.execute(select(audit_head)).one()
    if (head.last_no, head.last_hash) != (expected_no - 1, previous):
        return f"The audit log ends at row {expected_no - 1}; it had {head.last_no}."
    return ""


def hide_secrets(value: Any, name: str = "") -> Any:
    """Return *value* as JSON can keep it, without passwords, tokens and keys."""
    if _SECRET_NAMES.search(name) and value is not None:
        return HIDDEN
    if isinstance(value, Mapping):
        return {str(inner): hide_secrets(value[inner], str(inner)) for inner in value}
    if isinstance(value, str):
        return _SECRET_VALUES.sub(HIDDEN, value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [hide_secrets(inner) for inner in value]
    return f"{len(value)} bytes" if isinstance(value, bytes) else value


def _hash(row: Mapping[str, Any]) -> str:
    parts = [
        row["audit_no"],
        row["recorded_at"].isoformat(),
        *(row[part] for part in ("actor_id", "action", "subject", "detail", "previous_hash")),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
