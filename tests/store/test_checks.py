"""Checks: each thing that can be wrong is found, and said with its place and its remedy."""

from datetime import datetime, timedelta

import duckdb
import pytest
from sqlalchemy import select

from revdash.errors import ForeignStoreError, StoreError
from revdash.store.checks import Finding, check
from revdash.store.load import take_back
from revdash.store.reading import Reader
from revdash.store.releases import Releases
from revdash.store.schema.ledger import load_batch
from revdash.store.schema.lifecycle import lifecycle_event

LATER = datetime(2026, 6, 1)


@pytest.fixture
def broken(releases, publish):
    """Change the release in force behind revdash's back by one statement."""

    def _broken(statement):
        publish(("a", "sal"), ("c", "mql"))
        path = releases.current().path
        path.chmod(0o600)
        raw = duckdb.connect(str(path))
        raw.execute(statement)
        raw.close()
        return releases

    return _broken


def sentences(findings):
    return [finding.sentence for finding in findings]


@pytest.mark.parametrize("deep", [False, True])
def test_a_good_store_has_no_findings(releases, publish, deep):
    publish(("a", "sal"), ("c", "mql"))
    publish(("a", "sal"), ("c", "won"))

    assert check(releases, deep=deep) == []


BREAKS = {
    "a version twice": (
        (
            "INSERT INTO lifecycle_event BY NAME SELECT * REPLACE (2 AS batch_id)"
            " FROM lifecycle_event WHERE event_key = 'b'"
        ),
        "1 key (b, …) have more than one version in force",
    ),
    "an import undone, its rows still there": (
        "UPDATE load_batch SET undone_at = now() WHERE batch_id = 2",
        "2 keys (a, …) are of an import that was undone or never was",
    ),
    "rows of no import": (
        "UPDATE lifecycle_event SET batch_id = 99 WHERE event_key = 'c'",
        "1 key (c, …) are of an import that was undone or never was",
    ),
    "rows of a nameless import": (
        "UPDATE lifecycle_event SET batch_id = NULL WHERE event_key = 'c'",
        "1 key (c, …) are of an import that was undone or never was",
    ),
    "a gap between two versions": (
        (
            "UPDATE lifecycle_event SET superseded_at = superseded_at - INTERVAL 1 DAY"
            " WHERE superseded_at IS NOT NULL"
        ),
        "1 key (a, …) end when the next version does not begin",
    ),
    "the last version ended": (
        "UPDATE lifecycle_event SET superseded_at = loaded_at WHERE event_key = 'b'",
        "1 key (b, …) end when the next version does not begin",
    ),
    "a sighting of no import": (
        "INSERT INTO load_sighting VALUES (77, 'lifecycle_event', 'b', 'x', NULL)",
        "1 key (b, …) belong to an import that was undone or never was",
    ),
    "a receipt that does not add up": (
        (
            "UPDATE load_batch SET rows_read = 9, rows_loaded = 2, rows_unchanged = 1,"
            " rows_refused = 0 WHERE batch_id = 2"
        ),
        "its receipt does not add up: 9 rows read, but 2 loaded + 1 unchanged + 0 refused",
    ),
    "reasons lost": (
        "UPDATE load_batch SET rows_refused = 4 WHERE batch_id = 2",
        "4 rows were refused and 0 reasons are kept",
    ),
    "rows lost": (
        (
            "UPDATE load_batch SET rows_loaded = 2 WHERE batch_id = 2;"
            " UPDATE lifecycle_event SET batch_id = 1 WHERE batch_id = 2"
        ),
        "its receipt says 2 rows loaded, and none is there",
    ),
    "a column lost": (
        "ALTER TABLE deal DROP COLUMN amount_base",
        "deal: amount_base is missing, not DOUBLE",
    ),
    "a column of another type": (
        "ALTER TABLE deal ALTER amount_base TYPE TEXT",
        "deal: amount_base is VARCHAR, not DOUBLE",
    ),
    "a table too many": ("CREATE TABLE mine (i INT)", "mine is no table of this schema"),
    "a table lost": ("DROP TABLE deal", "deal is missing"),
    "another release's note": (
        "UPDATE store_version SET release_no = 1",
        "it says that it is release 1: the file was renamed or copied",
    ),
    "no note": ("DELETE FROM store_version", "is a DuckDB file but no revdash release"),
    "a newer schema": ("UPDATE store_version SET schema_version = 99", "by a newer revdash"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_fault_is_found_and_said_in_a_sentence(broken, name):
    statement, words = BREAKS[name]

    found = sentences(check(broken(statement)))

    assert any(words in sentence for sentence in found), found
    assert all(sentence.endswith(".") for sentence in found)


def test_a_finding_says_where_what_and_what_to_do(broken):
    (finding,) = check(broken("UPDATE load_batch SET rows_refused = 4 WHERE batch_id = 2"))

    assert finding.sentence == (
        "store-000002.duckdb, import 2: 4 rows were refused and 0 reasons are kept. "
        "Undo that import and run it again, or `revdash restore` a backup."
    )


def test_an_empty_store_says_what_to_run(tmp_path):
    (finding,) = check(Releases(tmp_path / "data"))

    assert finding.what == "no release was ever published"
    assert "revdash import" in finding.remedy


def test_a_pointer_to_nothing_is_a_finding(releases):
    (releases.folder / "CURRENT").write_text("store-000009.duckdb")

    (finding,) = check(releases)

    assert finding.what.startswith("CURRENT names 'store-000009.duckdb'")
    assert "revdash restore" in finding.remedy


@pytest.mark.parametrize("size", [0, 100, 5000, 300_000])
def test_a_cut_file_is_a_finding(releases, size):
    path = releases.current().path
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:size])

    (finding,) = check(releases)

    assert "store-000001.duckdb is damaged or no revdash store" in finding.sentence


def flip_in_block_of(path, table):
    """Damage one byte in the first block in which *table* keeps its data."""
    raw = duckdb.connect(str(path), read_only=True)
    blocks = f"SELECT min(block_id) FROM pragma_storage_info('{table}') WHERE block_id >= 0"
    (block,) = raw.execute(blocks).fetchone()
    raw.close()
    words = bytearray(path.read_bytes())
    words[3 * 4096 + block * 262_144 + 100] ^= 0xFF
    path.chmod(0o600)
    path.write_bytes(words)


def test_damage_in_one_table_is_found_by_reading_everything(releases, publish):
    publish(*((f"key{number}", f"stage {number * 7919}") for number in range(20_000)))
    flip_in_block_of(releases.current().path, "lifecycle_event")

    found = sentences(check(releases, deep=True))

    assert any("table lifecycle_event: its data is damaged" in sentence for sentence in found)
    assert all("the other tables can still be read" in sentence for sentence in found)


def test_damage_in_one_table_is_one_sentence_to_a_reader_and_a_writer(releases, publish):
    publish(*((f"key{number}", f"stage {number * 7919}") for number in range(20_000)))
    flip_in_block_of(releases.current().path, "lifecycle_event")
    reader = Reader(releases)

    with (
        pytest.raises(ForeignStoreError, match=r"store-000002.duckdb is damaged"),
        reader.connect() as connection,
    ):
        connection.execute(select(lifecycle_event)).all()
    with (
        pytest.raises(StoreError, match="The release in force is damaged"),
        releases.building("import", by="Ann", now=LATER) as building,
    ):
        building.connection.execute(select(lifecycle_event)).all()
    reader.close()


def test_what_a_rebuild_finds_is_told_by_the_deep_check_only(releases):
    odd = Finding(where="lead_episode", what="one is missing", remedy="Run `revdash init`")

    def rebuilt(connection):
        assert not connection.closed
        return [odd]

    assert check(releases, rebuilt=rebuilt) == []
    assert check(releases, deep=True, rebuilt=rebuilt) == [odd]


def test_an_undone_import_that_is_gone_is_no_finding(releases, publish):
    publish(("a", "sal"))
    publish(("a", "sal"), ("b", "sal"))
    with releases.building("undo", by="Ann", now=LATER + timedelta(days=1)) as building:
        take_back(building.connection, 2)
        building.connection.execute(
            load_batch.update().where(load_batch.c.batch_id == 2).values(undone_at=LATER)
        )

    assert check(releases, deep=True) == []
