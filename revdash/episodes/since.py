"""Since: which facts about a person, a deal or an event came, or were corrected, after a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import pyarrow as pa
from sqlalchemy import Column, Connection, Row, Select, Table, Text, func, null, select, table

from revdash.episodes.identities import roots
from revdash.store.frames import registered
from revdash.store.schema import FACTS

_NAMED_BY = ("event_key", "person_id", "opportunity_id")
_ASKED = table("subjects_asked", Column("subject", Text))
# What is told of as it stands: that it is told otherwise now says little of what happened.
_STANDING = frozenset({"person", "account", "opportunity", "campaign", "content_asset"})


@dataclass(kw_only=True)
class ToldSince:
    """What the facts about one subject did after a moment."""

    first_loaded_at: datetime | None = None  # of the fact that the subject itself is
    person_id: str | None = None  # whom that fact is about
    events_came: bool = False
    events_changed: bool = False
    is_described_anew: bool = False

    @property
    def has_news(self) -> bool:
        """Whether something that happened to it came, and nothing that had come was changed."""
        return self.events_came and not self.events_changed

    @property
    def is_corrected(self) -> bool:
        """Whether something that had been told was changed or taken back."""
        return self.events_changed or (self.is_described_anew and not self.events_came)

    def person_of(self, subject: str) -> str:
        """The person it is about, else the subject itself, who may be one."""
        return self.person_id or subject


def subject_of(key: str) -> str:
    """The person, deal or event that a record's key names.

    ``a#1`` is an episode of a, ``D05|lead:a#1|2026-05-01T09:00:00Z`` a firing about it, and
    ``b:2026-05-01`` something of b on one day.
    """
    if "|" in key:
        key = key.split("|")[1].partition(":")[2]
    key = key.partition("#")[0]
    whole, _, last = key.rpartition(":")
    return whole if whole and _is_day(last) else key


def told_since(
    connection: Connection, subjects: Collection[str], since: datetime
) -> defaultdict[str, ToldSince]:
    """Tell of each subject what the facts about it did *since*; merged people count as one."""
    root = roots(connection)
    aliases = {alias: who for alias, who in root.items() if who in subjects}
    found: defaultdict[str, ToldSince] = defaultdict(ToldSince)
    asked = pa.table({"subject": pa.array(sorted({*subjects, *aliases}), pa.string())})
    with registered(connection, _ASKED.name, asked):
        for fact, name in _looked_at():
            for row in connection.execute(_changes(fact, name)):
                mine = found[aliases.get(row.subject, row.subject)]
                _note(mine, row, since, is_event=fact.name not in _STANDING)
    return found


def _looked_at() -> Iterator[tuple[Table, str]]:
    for fact in FACTS.values():
        yield from ((fact, name) for name in _NAMED_BY if name in fact.c)


@cache
def _changes(fact: Table, name: str) -> Select[Any]:
    """Each thing told of a subject: when first, when last, and when it was last overtaken."""
    own = func.max(fact.c.person_id) if "person_id" in fact.c else null()
    return (
        select(
            fact.c[name].label("subject"),
            own.label("person_id"),
            func.min(fact.c.loaded_at).label("first_at"),
            func.max(fact.c.loaded_at).label("last_at"),
            func.max(fact.c.superseded_at).label("overtaken_at"),
            (func.min(fact.c[name]) == func.min(fact.c.event_key)).label("is_itself"),
        )
        .where(fact.c[name].in_(select(_ASKED.c.subject)))
        .group_by(fact.c[name], fact.c.event_key)
    )


def _note(mine: ToldSince, row: Row[Any], since: datetime, *, is_event: bool) -> None:
    if row.is_itself:
        mine.first_loaded_at = min(filter(None, (mine.first_loaded_at, row.first_at)))
        mine.person_id = mine.person_id or row.person_id
    is_new = row.first_at > since
    is_changed = not is_new and max(row.last_at, row.overtaken_at or since) > since
    if is_event:
        mine.events_came |= is_new
        mine.events_changed |= is_changed
    else:
        mine.is_described_anew |= is_changed


def _is_day(text: str) -> bool:
    return len(text) == len("2026-05-01") and text[4] == text[7] == "-"
