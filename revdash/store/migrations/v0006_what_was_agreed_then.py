"""Version 6: calendars, reasons and targets as they were; the next judging fills them."""

from sqlalchemy import Connection

from revdash.store.schema import JUDGED
from revdash.store.schema.agreement import calendar_used, policy_used, reason_before
from revdash.store.schema.lifecycle import clock_pause


def tell_what_was_agreed_then(connection: Connection) -> None:
    """Make every judged table again, empty, and those of what was agreed."""
    for table in (*JUDGED, calendar_used, policy_used, reason_before, clock_pause):
        table.drop(connection, checkfirst=True)
        table.create(connection)
