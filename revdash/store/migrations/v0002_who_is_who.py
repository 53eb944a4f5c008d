"""Version 2: releases say who is who, and which people were decided to be kept apart."""

from sqlalchemy import Connection

from revdash.store.schema.identity import kept_apart, person_identity


def tell_who_is_who(connection: Connection) -> None:
    """Make the two tables, empty: the next release fills them."""
    for table in (person_identity, kept_apart):
        table.create(connection)
