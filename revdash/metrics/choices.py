"""Choices: the values a filter may take, as leads and deals know them."""

from sqlalchemy import Connection, select, union

from revdash.metrics.scope import BLANK, cut
from revdash.store.schema.episodes import deal, exposure_day, lead_episode

MOST = 1_000  # of so many one is still found by typing


def choices(connection: Connection, name: str) -> tuple[str, ...]:
    """List the values of the cut *name*, in order; blank last, where some have none."""
    columns = [cut(table, name) for table in (lead_episode, deal, exposure_day)]
    known = [column for column in columns if column is not None]
    found = set(
        connection.execute(union(*(select(column).distinct() for column in known))).scalars()
    )
    named = sorted(str(value) for value in found if value is not None)[:MOST]
    return (*named, BLANK) if None in found and named else tuple(named)
