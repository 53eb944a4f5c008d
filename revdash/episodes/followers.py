"""Followers: tables of what people did and what was done for them, made again with them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, delete, select

from revdash.episodes.rules import Rules
from revdash.store.frames import insert_found


class Follower(NamedTuple):
    """A derived table with a ``person_id``, and the statement that gives some people's rows.

    The statement is asked for people: a table of every ``person_id`` with the ``root`` that
    stands for it, which is the ``person_id`` of the rows. Their episodes are already made.
    """

    table: Table
    rows: Callable[[Table, Rules], Select[Any]]


FOLLOWERS: tuple[Follower, ...] = ()


def make_followers(connection: Connection, people: Table, rules: Rules) -> None:
    """Make every follower's rows of *people* again."""
    theirs = select(people.c.person_id)
    for table, rows in FOLLOWERS:
        connection.execute(delete(table).where(table.c.person_id.in_(theirs)))
        insert_found(connection, table, rows(people, rules))
