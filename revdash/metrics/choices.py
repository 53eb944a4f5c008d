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


def owner_names(connection: Connection) -> dict[str, str]:
    """The owners of leads and deals by their ids, as filters name them."""
    found = union(
        *(select(of.c.owner_user_id, of.c.owner).distinct() for of in (lead_episode, deal))
    )
    return {row[0]: row[1] for row in connection.execute(found) if row[0] and row[1]}
