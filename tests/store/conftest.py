"""Stores for tests: a small published one, and ways to fill it."""

import shutil
from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from sqlalchemy import select

from revdash.store.engine import memory_engine
from revdash.store.load import arrow_schema, merge, next_batch, staged_columns
from revdash.store.releases import Releases
from revdash.store.schema import METADATA
from revdash.store.schema.ledger import load_batch
from revdash.store.schema.lifecycle import lifecycle_event

FIRST = datetime(2026, 1, 5, 9)


def _staged(stages, target=lifecycle_event):
    """A staged frame: of each (key, stage) one row, in this order."""
    names = staged_columns(target)
    rows = [
        {"event_key": key, "person_id": f"person:{key}", "to_stage": stage, "line": line}
        for line, (key, stage) in enumerate(stages, start=2)
    ]
    columns = {name: [row.get(name) for row in rows] for name in names}
    return pa.table(columns, schema=arrow_schema(target, names))


def _import_into(connection, *files, target=lifecycle_event):
    """Import files, each a list of (key, stage), as one batch; give what became of each."""
    batch_id = next_batch(connection)
    loaded_at = FIRST + timedelta(days=batch_id)
    connection.execute(load_batch.insert().values(batch_id=batch_id, loaded_at=loaded_at))
    return [
        merge(connection, target, _staged(rows, target), batch_id=batch_id, loaded_at=loaded_at)
        for rows in files
    ]


@pytest.fixture(name="import_into", scope="session")
def give_import_into():
    return _import_into


@pytest.fixture(name="staged", scope="session")
def give_staged():
    return _staged


@pytest.fixture
def memory():
    """A connection to an empty store in memory."""
    engine = memory_engine()
    with engine.connect() as connection:
        METADATA.create_all(connection)
        connection.commit()
        yield connection
    engine.dispose()


@pytest.fixture(scope="session")
def published_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    with Releases(folder).building("import one.csv", by="Ann", now=FIRST) as building:
        _import_into(building.connection, [("a", "mql"), ("b", "mql")])
        building.data_to = FIRST
    return folder


@pytest.fixture
def releases(published_once, tmp_path):
    """Releases with one in force: keys a and b, both mql, of import 1."""
    shutil.copytree(published_once, tmp_path / "data")
    return Releases(tmp_path / "data")


@pytest.fixture
def now(releases):
    """The day after the release in force."""
    return releases.note(releases.current()).published_at + timedelta(days=1)


@pytest.fixture
def publish(releases, import_into):
    """Publish one more import, a list of (key, stage)."""

    def _publish(*rows, into=releases):
        now = FIRST + timedelta(days=len(into.published()))
        with into.building("import more.csv", by="Ann", now=now) as building:
            import_into(building.connection, list(rows))
        return into.current()

    return _publish


@pytest.fixture
def stages_in():
    """Read the stages in force over a connection, by key."""

    def _stages(connection):
        in_force = select(lifecycle_event.c.event_key, lifecycle_event.c.to_stage).where(
            lifecycle_event.c.superseded_at.is_(None)
        )
        return {row.event_key: row.to_stage for row in connection.execute(in_force)}

    return _stages
