"""Version 3: a version names the columns that its import did not tell, and so does a sighting."""

from sqlalchemy import Connection

from revdash.store.schema import FACTS

_LATER = ("cycle_step", "step_tool", "clock_pause")  # there from version 5 and 6 on


def tell_what_is_carried(connection: Connection) -> None:
    """Add the column everywhere; until now every import told all that it kept."""
    for name in (*(name for name in FACTS if name not in _LATER), "load_sighting"):
        connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN carried TEXT")
