"""Migrations: a file of an older schema, with data, becomes the next release."""

from datetime import datetime

import duckdb
import pytest
from sqlalchemy import select

from revdash.errors import ForeignStoreError, StoreError
from revdash.store.backup import backup
from revdash.store.migrations import STEPS, Step, migrate
from revdash.store.releases import Releases
from revdash.store.schema import FACTS, SCHEMA_VERSION
from revdash.store.schema.lifecycle import lifecycle_event

NOW = datetime(2026, 3, 1, 12)

# A pair of versions for this test only: -1 called the note "remark", 0 had no tier yet.
RENAME = Step(
    from_version=-1,
    what="call a remark a note",
    run=lambda c: c.exec_driver_sql("ALTER TABLE lifecycle_event RENAME COLUMN remark TO note"),
)
ADD_TIER = Step(
    from_version=0,
    what="keep the tier of a change",
    run=lambda c: c.exec_driver_sql("ALTER TABLE lifecycle_event ADD COLUMN tier TEXT"),
)


@pytest.fixture
def old(releases):
    """A store of schema -1, with two rows."""
    path = releases.current().path
    path.chmod(0o600)
    raw = duckdb.connect(str(path))
    raw.execute("UPDATE lifecycle_event SET note = 'called ' || event_key")
    raw.execute("ALTER TABLE lifecycle_event RENAME COLUMN note TO remark")
    raw.execute("ALTER TABLE lifecycle_event DROP COLUMN tier")
    for later in ("person_identity", "kept_apart"):
        raw.execute(f"DROP TABLE {later}")
    for name in (*FACTS, "load_sighting"):
        raw.execute(f"ALTER TABLE {name} DROP COLUMN carried")
    raw.execute("UPDATE store_version SET schema_version = -1")
    raw.close()
    return releases


def notes_in(releases):
    of_rows = select(lifecycle_event.c.event_key, lifecycle_event.c.note, lifecycle_event.c.tier)
    with releases.reading(releases.current().path) as connection:
        return sorted(tuple(row) for row in connection.execute(of_rows))


def test_an_old_store_is_brought_forward_with_its_data(old):
    release = migrate(old, by="Ann", now=NOW, steps=(RENAME, ADD_TIER, *STEPS))

    assert release.number == 2
    assert old.note(release).schema_version == SCHEMA_VERSION
    assert notes_in(old) == [("a", "called a", None), ("b", "called b", None)]
    assert old.note(release).data_to is not None


def test_the_old_release_is_kept_as_it_was(old):
    before = old.current().path.read_bytes()

    migrate(old, by="Ann", now=NOW, steps=(RENAME, ADD_TIER, *STEPS))

    assert old.published()[0].path.read_bytes() == before


def test_one_step_alone_is_walked_from_its_version(old):
    migrate_to_zero = duckdb.connect(str(old.current().path))
    migrate_to_zero.execute("ALTER TABLE lifecycle_event RENAME COLUMN remark TO note")
    migrate_to_zero.execute("UPDATE store_version SET schema_version = 0")
    migrate_to_zero.close()

    migrate(old, by="Ann", now=NOW, steps=(RENAME, ADD_TIER, *STEPS))

    assert notes_in(old) == [("a", "called a", None), ("b", "called b", None)]


def test_a_store_of_this_schema_is_left_alone(releases):
    assert migrate(releases, by="Ann", now=NOW) is None
    assert releases.current().number == 1


def test_an_empty_store_has_nothing_to_bring_forward(tmp_path):
    assert migrate(Releases(tmp_path / "data"), by="Ann", now=NOW) is None


def test_a_missing_step_is_one_sentence_and_changes_nothing(old):
    with pytest.raises(ForeignStoreError, match=r"store-000001.duckdb has schema 0, .* no way"):
        migrate(old, by="Ann", now=NOW, steps=(RENAME,))

    assert [release.number for release in old.published()] == [1]


def test_steps_that_do_not_lead_to_the_declared_tables_change_nothing(old):
    idle = Step(from_version=0, what="nothing", run=lambda _connection: None)

    with pytest.raises(StoreError, match="lifecycle_event: tier is missing"):
        migrate(old, by="Ann", now=NOW, steps=(RENAME, idle, *STEPS))

    assert [release.number for release in old.published()] == [1]


def test_a_step_that_fails_changes_nothing(old):
    def failing(connection):
        connection.exec_driver_sql("DELETE FROM lifecycle_event")
        raise ZeroDivisionError

    broken = Step(from_version=0, what="fail", run=failing)

    with pytest.raises(ZeroDivisionError):
        migrate(old, by="Ann", now=NOW, steps=(RENAME, broken))

    assert [release.number for release in old.published()] == [1]


def test_building_on_an_old_store_says_what_to_run(old):
    with (
        pytest.raises(ForeignStoreError, match=r"older schema \(-1; .* `revdash init`"),
        old.building("import", by="Ann", now=NOW),
    ):
        pass


def test_a_backup_of_an_old_store_cannot_be_made_before_it_is_brought_forward(old, tmp_path):
    with pytest.raises(ForeignStoreError, match="`revdash init`"):
        backup(old, tmp_path / "b.zip", by="Ann", now=NOW)


def test_the_steps_lead_from_each_version_to_this_one():
    assert [step.from_version for step in STEPS] == list(range(1, SCHEMA_VERSION))
