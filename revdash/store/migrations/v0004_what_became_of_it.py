"""Version 4: what is judged anew, in tables that tell more; the next judging fills them."""

from sqlalchemy import Connection

from revdash.store.schema import JUDGED
from revdash.store.schema.agreement import threshold_used
from revdash.store.schema.rollups import series_point, series_seen


def tell_what_became_of_it(connection: Connection) -> None:
    """Make every judged table again, empty."""
    for table in (*JUDGED, threshold_used, series_point, series_seen):
        table.drop(connection, checkfirst=True)
        table.create(connection)
