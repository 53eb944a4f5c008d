"""Followers: tables of what people did and what was done for them, made again with them."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, Text, delete, exists, func, select

from revdash.episodes.attempts import attempt_rows
from revdash.episodes.demos import demo_rows
from revdash.episodes.known_words import word_rows
from revdash.episodes.lead_starts import lead_start_rows
from revdash.episodes.questions import question_rows
from revdash.episodes.rules import Rules
from revdash.episodes.touches import touch_rows
from revdash.episodes.verdicts import verdict_rows
from revdash.store.frames import insert_found, set_aside, settle
from revdash.store.schema.followers import (
    attempt_now,
    demo_now,
    lead_start,
    person_word,
    question_now,
    touch_now,
    verdict_now,
)
from revdash.store.schema.lifecycle import lead_question, lifecycle_event
from revdash.store.schema.marketing import touch
from revdash.store.schema.people import person
from revdash.store.schema.sales import meeting, sales_activity

AT_ONCE = 125_000  # people whose rows are made at a time, to bound memory
_LOTS = 256  # into which people fall by the hash of who stands for them


class Follower(NamedTuple):
    """A derived table with a ``person_id``, and the statement that gives some people's rows.

    The statement is asked for people: a table of every ``person_id`` with the ``root`` that
    stands for it, which is the ``person_id`` of the rows. Their episodes are already made.
    Without any *fact* there are no rows, and nothing is asked.
    """

    table: Table
    fact: Table
    rows: Callable[[Table, Rules], Select[Any]]


FOLLOWERS: tuple[Follower, ...] = (
    Follower(lead_start, lifecycle_event, lead_start_rows),
    Follower(touch_now, touch, touch_rows),  # reads when each became a lead
    Follower(attempt_now, sales_activity, attempt_rows),
    Follower(verdict_now, lifecycle_event, verdict_rows),  # reads the attempts before each
    Follower(demo_now, meeting, demo_rows),
    Follower(question_now, lead_question, question_rows),
    Follower(person_word, person, word_rows),
)


def make_followers(connection: Connection, people: Table, rules: Rules) -> None:
    """Make every follower's rows of *people* again."""
    told: list[Follower] = []
    for follower in FOLLOWERS:
        table, fact, _ = follower
        theirs = table.c.person_id.in_(select(people.c.person_id))
        connection.execute(delete(table).where(theirs))
        if connection.execute(select(exists(select(fact.c.event_key)))).scalar_one():
            told.append(follower)
    for some in _parts(connection, people):
        for table, _, rows in told:
            insert_found(connection, table, rows(some, rules))


def _parts(connection: Connection, people: Table) -> Iterator[Table]:
    """Give *people* in parts that fit in memory, whoever is one human together."""
    count = connection.execute(select(func.count()).select_from(people)).scalar_one()
    parts = min(1 + count // AT_ONCE, _LOTS)
    if parts == 1:
        yield people
        return
    lot = func.substr(func.md5(people.c.root), 1, 2, type_=Text()).label("lot")
    with set_aside(connection, "lots", select(people.c.person_id, people.c.root, lot)) as lots:
        own = select(lots.c.person_id, lots.c.root)
        for first, end in pairwise(_LOTS * part // parts for part in range(parts + 1)):
            is_here = lots.c.lot.between(f"{first:02x}", f"{end - 1:02x}")
            with set_aside(connection, "some_people", own.where(is_here)) as some:
                yield some
            settle(connection)
