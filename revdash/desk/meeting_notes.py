"""Meeting notes: only added, so that several people may write at once; each mends their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, literal, select

from revdash.desk.audit import Stamp
from revdash.desk.meetings import writable
from revdash.desk.revisions import change, earlier_click, insert, remove
from revdash.desk.tables.ledger import audit
from revdash.desk.tables.meetings import meeting_note
from revdash.errors import InputError, NotAllowedError

_n = meeting_note.c


@dataclass(frozen=True, kw_only=True)
class Note:
    """What one person wrote under one heading of one meeting."""

    meeting_id: str
    section: str
    words: str
    at: datetime
    by: str = ""
    note_id: str = ""
    version: int = 0


def read_notes(connection: Connection, meeting_id: str) -> tuple[Note, ...]:
    """Read all notes of a meeting, in the order they were written."""
    added = (audit.c.action == "meeting_note.added") & (
        audit.c.subject == literal("meeting_note:") + _n.note_id
    )
    query = (
        select(meeting_note)
        .outerjoin(audit, added)
        .where(_n.meeting_id == meeting_id)
        .order_by(_n.said_at, audit.c.audit_no, _n.note_id)
    )
    return tuple(_note(row) for row in connection.execute(query))


def add_note(connection: Connection, wanted: Note, by: Stamp) -> str:
    """Write a note under a heading; return its id."""
    writable(connection, wanted.meeting_id)
    values = {
        "meeting_id": wanted.meeting_id,
        "section": wanted.section,
        "words": _said(wanted.words),
        "said_by": by.actor_id,
        "said_at": wanted.at,
    }
    return insert(connection, meeting_note, values, by)


def reword_note(connection: Connection, note_id: str, words: str, version: int, by: Stamp) -> None:
    """Correct one's own note."""
    _own(connection, note_id, by)
    change(connection, meeting_note, {"note_id": note_id, "words": _said(words)}, version, by)


def take_note_back(connection: Connection, note_id: str, version: int, by: Stamp) -> None:
    """Take one's own note back."""
    if not earlier_click(connection, by):
        _own(connection, note_id, by)
        remove(connection, meeting_note, note_id, version, by)


def _own(connection: Connection, note_id: str, by: Stamp) -> None:
    row = connection.execute(select(meeting_note).where(_n.note_id == note_id)).one_or_none()
    if row is None:
        raise InputError("This note is no longer there. Reload the page to see those that are.")
    writable(connection, row.meeting_id)
    if row.said_by != by.actor_id:
        raise NotAllowedError(
            "Somebody else wrote this note: only they may change it. Add a note of your own."
        )


def _said(words: str) -> str:
    if not words.strip():
        raise InputError("The note is empty. Write what was said.")
    return words.strip()


def _note(row: Any) -> Note:
    return Note(
        note_id=row.note_id,
        meeting_id=row.meeting_id,
        section=row.section,
        words=row.words or "",
        by=row.said_by or "",
        at=row.said_at,
        version=row.version,
    )
