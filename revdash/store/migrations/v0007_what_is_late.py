"""Version 7: what is dropped now, apart from what ever was; what Health was counted from."""

from sqlalchemy import Connection

from revdash.store.schema.drops import drop_now
from revdash.store.schema.joint import health_part


def tell_what_is_late(connection: Connection) -> None:
    """Make the tables of what is late now and of the parts of Health again, empty."""
    for table in (drop_now, health_part):
        table.drop(connection, checkfirst=True)
        table.create(connection)
