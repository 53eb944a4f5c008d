"""Sources: what each source system has told, when last, and by which imports."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import Connection, Table, cast, func, select
from sqlalchemy.types import DateTime

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
        _count(connection, fact, found)
        _date(connection, fact, found)
        named = select(fact.c.source_system, fact.c.batch_id).distinct()
        for system, batch in connection.execute(named):
            found[system or ""].batches.add(batch)
    return found


def import_moments(connection: Connection) -> dict[int, tuple[datetime, str]]:
    """When each import that stands was made, and by whom."""
    b = load_batch.c
    standing = select(b.batch_id, b.loaded_at, b.by).where(b.undone_at.is_(None))
    return {batch: (at, by) for batch, at, by in connection.execute(standing)}


def _count(connection: Connection, fact: Table, found: dict[str, Told]) -> None:
    counted = select(fact.c.source_system, func.count()).where(in_force(fact))
    for system, count in connection.execute(counted.group_by(fact.c.source_system)):
        found[system or ""].records += count


def _date(connection: Connection, fact: Table, found: dict[str, Told]) -> None:
    """Note the newest moment; what is said to come after its own loading tells of no past."""
    for name in _HAPPENED:
        if name not in fact.c:
            continue
        happened = fact.c[name]
        past = cast(happened, DateTime) <= fact.c.loaded_at
        newest = select(fact.c.source_system, func.max(happened)).where(in_force(fact), past)
        for system, moment in connection.execute(newest.group_by(fact.c.source_system)):
            told = found[system or ""]
            told.newest = max((m for m in (told.newest, _instant(moment)) if m), default=None)


def _instant(moment: date | None) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time())
