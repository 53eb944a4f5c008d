"""Version 6: calendars, reasons and targets as they were; the next judging fills them."""

from sqlalchemy import Connection

from revdash.store.schema import JUDGED
from revdash.store.schema.agreement import (
    calendar_used,
    policy_used,
    reason_before,
    worktime_opening,
)
from revdash.store.schema.lifecycle import clock_pause


def tell_what_was_agreed_then(connection: Connection) -> None:
    """Make every judged table again, empty, and those of what was agreed."""
    agreed = calendar_used, policy_used, reason_before, worktime_opening, clock_pause
    for table in (*JUDGED, *agreed):
        table.drop(connection, checkfirst=True)
        table.create(connection)
