from sqlalchemy import update

from revdash.desk.checks import verify
from revdash.desk.sqlite import sqlite_engine
from revdash.desk.tables.company import business_calendar, calendar_exception
from revdash.desk.tables.ledger import audit


def test_a_seeded_desk_is_whole(seeded):
    assert verify(seeded) == ()


def test_a_row_without_its_parent_is_named(seeded, by):
    engine = sqlite_engine(seeded.path, 1, checks_references=False)
    marks = {"version": 1, "changed_at": by.now, "changed_by": by.actor_id}
    with engine.begin() as connection:
        row = {"exception_id": "x", "calendar_id": "gone", "day": by.now.date(), **marks}
        connection.execute(calendar_exception.insert().values(row))
    engine.dispose()

    assert verify(seeded) == (
        "A row of calendar_exception belongs to a row of business_calendar that is gone.",
    )


def test_a_changed_log_is_named(seeded):
    with seeded.writing() as connection:
        connection.execute(update(audit).where(audit.c.audit_no == 1).values(actor_id="other"))

    assert "Row 1 of the audit log was changed" in verify(seeded)[0]


def test_a_company_without_a_default_calendar_is_named(seeded):
    with seeded.writing() as connection:
        connection.execute(update(business_calendar).values(is_default=False))

    assert verify(seeded) == ("The desk has 0 default calendars; it needs one.",)
