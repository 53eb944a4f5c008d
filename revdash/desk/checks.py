"""Checks: whether the desk is whole, as `revdash check` asks."""

import hashlib

from sqlalchemy import Connection, select

from revdash.desk.audit import verify_chain
from revdash.desk.engine import Desk
from revdash.desk.migrate import head_revision, read_revision
from revdash.desk.tables import METADATA
from revdash.desk.tables.company import business_calendar, company


def verify(desk: Desk) -> tuple[str, ...]:
    """Say what is wrong with the desk, a sentence each; nothing when it is whole."""
    with desk.connect() as connection:
        found = [*_pages(connection), *_shape(connection), verify_chain(connection)]
        found += _settings(connection)
    return tuple(sentence for sentence in found if sentence)


def content_hash(connection: Connection) -> str:
    """Return one hash over every row of every table, whatever engine keeps them."""
    total = hashlib.sha256()
    for table in METADATA.sorted_tables:
        for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
            total.update(repr((table.name, tuple(row))).encode())
    return total.hexdigest()


def _pages(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [
        *(f"The desk's file is damaged: {line}." for line in said if line != "ok"),
        *(
            f"A row of {table} belongs to a row of {parent} that is gone."
            for table, _, parent, _ in orphans
        ),
    ]


def _shape(connection: Connection) -> list[str]:
    revision = read_revision(connection)
    if revision == head_revision():
        return []
    return [f"The desk has revision {revision}; this revdash needs {head_revision()}."]


def _settings(connection: Connection) -> list[str]:
    companies = len(connection.execute(select(company.c.company_id)).all())
    defaults = select(business_calendar.c.calendar_id).where(business_calendar.c.is_default)
    calendars = len(connection.execute(defaults).all())
    if not companies:
        return []  # not set up yet
    return [
        f"The desk has {companies} companies; it needs one." if companies != 1 else "",
        f"The desk has {calendars} default calendars; it needs one." if calendars != 1 else "",
    ]
