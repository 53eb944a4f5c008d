"""Migrations: numbered steps, forward only, each from one schema version to the next.

A step never touches a file in use: the whole path is walked in the next release while it is
built, so a release is of one version or of the other. A new step is a module such as
``v0002_tell_regions_apart.py`` with a `Step`, listed in ``STEPS``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from revdash.errors import ForeignStoreError
from revdash.store.migrations.v0002_who_is_who import tell_who_is_who
from revdash.store.migrations.v0003_what_is_carried import tell_what_is_carried
from revdash.store.migrations.v0004_what_became_of_it import tell_what_became_of_it
from revdash.store.migrations.v0005_what_is_shared import tell_what_is_shared
from revdash.store.migrations.v0006_what_was_agreed_then import tell_what_was_agreed_then
from revdash.store.migrations.v0007_what_is_late import tell_what_is_late
from revdash.store.notes import Purpose, schema_of
from revdash.store.releases import Building, Release, Releases
from revdash.store.schema import SCHEMA_VERSION
from revdash.store.schema.ledger import store_version


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what it does to a file of *from_version* to make it one of the next."""

    from_version: int
    what: str
    run: Callable[[Connection], None]


STEPS: tuple[Step, ...] = (
    Step(from_version=1, what="say who is who", run=tell_who_is_who),
    Step(from_version=2, what="say what an import did not tell", run=tell_what_is_carried),
    Step(from_version=3, what="judge all anew", run=tell_what_became_of_it),
    Step(from_version=4, what="keep what both sides share", run=tell_what_is_shared),
    Step(from_version=5, what="keep what was agreed then", run=tell_what_was_agreed_then),
    Step(from_version=6, what="keep what is late now", run=tell_what_is_late),
)


def bring_forward(connection: Connection, path: Path, steps: Sequence[Step] = STEPS) -> list[Step]:
    """Walk from the version of a file under construction to this revdash's; say by which steps."""
    by_version = {step.from_version: step for step in steps}
    walked: list[Step] = []
    while (version := schema_of(connection, path)) < SCHEMA_VERSION:
        if version not in by_version:
            raise ForeignStoreError(
                f"{path.name} has schema {version}, and this revdash knows no way from there to "
                f"{SCHEMA_VERSION}. Bring it forward with an earlier revdash first, then this one."
            )
        step = by_version[version]
        step.run(connection)
        connection.execute(store_version.update().values(schema_version=version + 1))
        walked.append(step)
    return walked


def migrate(
    releases: Releases,
    *,
    by: str,
    now: datetime,
    steps: Sequence[Step] = STEPS,
    then: Callable[[Building], None] = lambda _: None,
) -> Release | None:
    """Publish the release in force in this revdash's schema; none when it has it already.

    *then* is done to what is built before it is published: what was judged is judged anew.
    """
    start = releases.current()
    if start is None or releases.schema_version(start) == SCHEMA_VERSION:
        return None
    purpose = Purpose(what="bring the schema forward", by=by, now=now)
    with releases.building_from(None, purpose) as building:
        _walk(building, steps)
        then(building)
    return releases.current()


def _walk(building: Building, steps: Sequence[Step]) -> None:
    name = building.start.path if building.start else building.path
    bring_forward(building.connection, name, steps)
