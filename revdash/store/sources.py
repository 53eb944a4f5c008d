"""Sources: what each source system has told, when last, and by which imports."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, DateTime, Select, Table, case, cast, func, select, union

from revdash.store.schema import FACTS
from revdash.store.schema.ledger import load_batch
from revdash.store.versions import in_force

# What a thing tells of itself, not of the future: the columns that say when it happened.
_HAPPENED = ("event_at", "closed_on", "day", "created_at", "created_on", "recorded_at")


@dataclass(kw_only=True)
class Told:
    """What one source system has told."""

    records: int = 0  # in force
    newest: datetime | None = None  # of what it tells, never later than its loading
    batches: set[int] = field(default_factory=set)


def told_by_source(connection: Connection) -> dict[str, Told]:
    """What each source system has told, by its name."""
    found: defaultdict[str, Told] = defaultdict(Told)
    for fact in FACTS.values():
        for system, batch, records, *moments in connection.execute(_told(fact)):
            told = found[system or ""]
            told.batches.add(batch)
            told.records += records
            known = [_instant(moment) for moment in (*moments, told.newest) if moment]
            told.newest = max(known, default=None)
    return found


def source_names(connection: Connection) -> tuple[str, ...]:
    """Every source system that has told anything."""
    systems = union(*(select(fact.c.source_system) for fact in FACTS.values()))
    return tuple(sorted(name for name in connection.execute(systems).scalars() if name))


def import_moments(connection: Connection) -> dict[int, tuple[datetime, str]]:
    """When each import that stands was made, and by whom."""
    b = load_batch.c
    standing = select(b.batch_id, b.loaded_at, b.by).where(b.undone_at.is_(None))
    return {batch: (at, by) for batch, at, by in connection.execute(standing)}


def _told(fact: Table) -> Select[Any]:
    """Count the records of each system and import, and read the newest moment of each kind.

    What is said to come after its own loading tells of no past.
    """
    f = fact.c
    is_told = in_force(fact)
    records = func.sum(case((is_told, 1), else_=0))
    moments = (
        func.max(case((is_told & (cast(f[name], DateTime) <= f.loaded_at), f[name])))
        for name in _HAPPENED
        if name in f
    )
    return select(f.source_system, f.batch_id, records, *moments).group_by(
        f.source_system, f.batch_id
    )


def _instant(moment: date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())
