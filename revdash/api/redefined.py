"""Redefined: what today's definitions count of the facts as they were when a meeting closed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection

from revdash.api.house import House
from revdash.desk.snapshots import FrozenReading, Snapshot
from revdash.episodes.rebuild import rebuild
from revdash.episodes.rules import read_rules
from revdash.handoffs import drops
from revdash.metrics.catalog import find
from revdash.metrics.frozen import sides
from revdash.metrics.scope import Scope
from revdash.store.ledger import note_of
from revdash.store.notes import Release
from revdash.store.schema import SCHEMA_VERSION

Adds: TypeAlias = Mapping[str, float]  # what each record adds, by its key


def frozen_release(house: House, snapshot: Snapshot, known_at: datetime) -> Release | None:
    """The release whose facts a meeting froze, while it is kept as this revdash reads it.

    The demo's meetings of the past froze one that has grown since, under the same name.
    """
    kept = (one for one in house.releases.published() if one.name == snapshot.release)
    release = next(kept, None)
    if release is None or house.releases.schema_version(release) != SCHEMA_VERSION:
        return None
    with house.releases.reading(release.path) as connection:
        return release if note_of(connection).published_at == known_at else None


def counted_then(
    house: House,
    connection: Connection,
    release: Release,
    asked: Sequence[tuple[FrozenReading, Scope]],
    people: Collection[str],
) -> dict[str, dict[tuple[str, str], Adds]]:
    """Count each frozen number, side by side, in *release* as its metric is defined today.

    On a copy of it *people* are judged by the rules of *connection*, where those are others.
    """
    if not asked:
        return {}
    with house.releases.tried(release) as copy:
        rules = read_rules(connection)
        if rules != read_rules(copy):
            rebuild(copy, (people,), rules, asked[0][1].as_of, drops.follow)
        return {
            one.reading_id: {
                (side.part, side.kind): side.adds for side in sides(copy, find(one.metric), scope)
            }
            for one, scope in asked
        }
