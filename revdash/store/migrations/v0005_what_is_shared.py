"""Version 5: customers, enablement and what the desk tells; the next judging fills them."""

from sqlalchemy import Connection

from revdash.store.schema import JUDGED
from revdash.store.schema.customers import cycle_step, step_tool
from revdash.store.schema.joint import JOINT


def tell_what_is_shared(connection: Connection) -> None:
    """Make every judged table again, empty, and those of the steps and of what the desk tells."""
    for table in (*JUDGED, *JOINT, cycle_step, step_tool):
        table.drop(connection, checkfirst=True)
        table.create(connection)
