"""Evidence: the facts about people that an answer or a rejection may rest on."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Select,
    Table,
    Text,
    cast,
    func,
    literal,
    select,
    union_all,
)

from revdash.episodes.subjects import roots_of
from revdash.store.own import OWN
from revdash.store.schema.identity import person_identity
from revdash.store.schema.lifecycle import disposition, lifecycle_event
from revdash.store.schema.sales import meeting, sales_activity
from revdash.store.versions import in_force

_i = person_identity.c


class Fact(NamedTuple):
    """One fact of one human: its key, when, and in which words it is named."""

    person_id: str  # the id that was asked for
    event_key: str
    at: datetime
    kind: str
    words: str


_Fact: TypeAlias = tuple[Table, str, ColumnElement[Any], tuple[str, ...]]
_FACTS: tuple[_Fact, ...] = (
    (
        sales_activity,
        "Activity",
        sales_activity.c.event_at,
        ("activity_type", "direction", "outcome"),
    ),
    (meeting, "Meeting", meeting.c.start_at, ("meeting_kind", "outcome")),
    (lifecycle_event, "Stage", lifecycle_event.c.event_at, ("to_stage", "reason_code")),
    (disposition, "Verdict", disposition.c.event_at, ("verdict", "reason_code")),
)


def facts_about(connection: Connection, people: Collection[str]) -> Iterator[Fact]:
    """Read what sources tell of *people*, the newest first; never what was only said here.

    Each fact is of that one of *people* who is the human that it names.
    """
    asked = {root: name for name, root in roots_of(connection, people).items()}
    others = select(_i.person_id, _i.root).where(_i.root.in_(sorted(asked)))
    whose = asked | {name: asked[root] for name, root in connection.execute(others)}
    told = union_all(*(_told(fact, sorted(whose)) for fact in _FACTS)).subquery("told")
    newest = select(told).order_by(told.c.happened_at.desc(), told.c.event_key)
    for person, *rest in connection.execute(newest):
        yield Fact(whose[person], *rest)


def _told(fact: _Fact, ids: list[str]) -> Select[Any]:
    table, kind, at, names = fact
    is_theirs = table.c.person_id.in_(ids) & (table.c.batch_id != OWN) & at.isnot(None)
    columns: tuple[ColumnElement[Any], ...] = (
        table.c.person_id,
        table.c.event_key,
        cast(at, DateTime).label("happened_at"),
        cast(literal(kind), Text).label("kind"),
        func.concat_ws(" · ", *(table.c[name] for name in names), type_=Text()).label("words"),
    )
    return select(*columns).where(in_force(table), is_theirs)
