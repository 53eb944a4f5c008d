"""Duplicates: people of one system who have one address: flagged, never merged."""

from typing import Any

from sqlalchemy import (
    Connection,
    FromClause,
    Select,
    Table,
    Text,
    cast,
    delete,
    func,
    literal,
    select,
)

from revdash.episodes.doubts import Doubtful
from revdash.episodes.rules import Rules
from revdash.store.dialects.functions import day_of, local_time
from revdash.store.frames import frame_of, insert_found, insert_frame
from revdash.store.schema.ledger import quality_issue
from revdash.store.schema.people import person
from revdash.terms import IssueRule

_RULE = IssueRule.POSSIBLE_DUPLICATE.value
_SHARE = " have this address"


def forget_flags(connection: Connection, circle: Table) -> None:
    """Take away what was flagged of those in *circle*."""
    q = quality_issue.c
    theirs = q.person_id.in_(select(circle.c.person_id))
    connection.execute(delete(quality_issue).where(q.rule == _RULE, theirs))


def flag_crowded(connection: Connection, told: FromClause, rules: Rules) -> None:
    """Flag each of the people of one system whom *told* names as holders of one address."""
    odd = _crowded(told, rules)
    insert_found(connection, quality_issue, odd)


def flag_knots(connection: Connection, doubtful: list[Doubtful], rules: Rules) -> None:
    """Flag those whom addresses tie to others of their own system."""
    rows = [
        {
            "rule": _RULE,
            "table_name": person.name,
            "event_key": one.key,
            "person_id": one.person_id,
            "event_at": one.since,
            "first_seen_on": rules.day_of(one.since),
            "detail": f"{one.people} people of {one.system} would be one by their addresses",
        }
        for one in doubtful
    ]
    insert_frame(connection, quality_issue, frame_of(quality_issue, rows))


def _crowded(told: FromClause, rules: Rules) -> Select[Any]:
    """An issue for each person of a system in which others have the same address."""
    holder = (
        select(
            told.c.address,
            told.c.system,
            told.c.holder,
            func.min(told.c.event_key).label("event_key"),
            func.min(told.c.since_at).label("since_at"),
        )
        .group_by(told.c.address, told.c.system, told.c.holder)
        .subquery("holder")
    )
    people = func.count().over(partition_by=[holder.c.address, holder.c.system])
    each = select(*holder.c, people.label("people")).subquery("each").c
    return select(
        literal(_RULE).label("rule"),
        literal(person.name).label("table_name"),
        each.event_key,
        each.holder.label("person_id"),
        each.since_at.label("event_at"),
        day_of(local_time(each.since_at, rules.zone)).label("first_seen_on"),
        func.concat(cast(each.people, Text), " people of ", each.system, _SHARE).label("detail"),
    ).where(each.people > 1)
