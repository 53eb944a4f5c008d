"""Releases: published whole or not at all, one writer at a time, the last ones kept."""

import os
import subprocess
import sys

import duckdb
import pytest
from sqlalchemy import func, insert, select

from revdash.errors import ForeignStoreError, StoreError
from revdash.store import files
from revdash.store.releases import Releases
from revdash.store.schema.ledger import load_batch, store_version
from revdash.store.schema.lifecycle import lifecycle_event

PUBLISHED = ["CURRENT", "store-000001.duckdb", "writer.lock"]


def names_in(releases):
    return sorted(path.name for path in releases.folder.iterdir())


def build(releases, now, *, by="Ann"):
    return releases.building("a test", by=by, now=now)


def test_nothing_is_created_by_looking(tmp_path):
    releases = Releases(tmp_path / "data")

    assert releases.current() is None
    assert releases.published() == []
    assert list(tmp_path.iterdir()) == []


def test_a_release_says_what_it_is(releases):
    note = releases.note(releases.current())

    assert (note.number, note.what, note.by) == (1, "import one.csv", "Ann")
    assert note.data_to == note.published_at
    assert names_in(releases) == PUBLISHED


def test_only_its_owner_may_read_a_release_and_nobody_writes_it(releases):
    assert releases.current().path.stat().st_mode & 0o777 == 0o400


def test_the_next_release_starts_from_the_one_in_force(releases, publish, stages_in):
    release = publish(("c", "sal"))

    with releases.reading(release.path) as connection:
        assert stages_in(connection) == {"a": "mql", "b": "mql", "c": "sal"}
    assert release.number == 2


def test_a_build_that_says_no_newer_day_keeps_the_day_before(releases, publish):
    before = releases.note(releases.current()).data_to

    assert releases.note(publish(("c", "sal"))).data_to == before


def test_a_failed_build_leaves_no_trace(releases, now, import_into):
    before = releases.current().path.read_bytes()

    with pytest.raises(ZeroDivisionError), build(releases, now) as building:  # noqa: PT012
        import_into(building.connection, [("a", "won")])
        building.connection.commit()
        raise ZeroDivisionError

    assert names_in(releases) == PUBLISHED
    assert releases.current().path.read_bytes() == before


def test_a_build_after_a_failed_one_does_not_see_its_rows(releases, now, stages_in):
    with pytest.raises(ZeroDivisionError), build(releases, now) as building:  # noqa: PT012
        building.connection.execute(insert(lifecycle_event).values(event_key="lost"))
        building.connection.commit()
        raise ZeroDivisionError

    with build(releases, now) as building:
        assert stages_in(building.connection) == {"a": "mql", "b": "mql"}


def test_the_last_releases_and_the_pinned_ones_are_kept(releases, publish, now):
    for number in range(5):
        publish((f"key{number}", "mql"))
    assert [release.number for release in releases.published()] == [4, 5, 6]

    with build(releases, now) as building:
        building.pinned = frozenset({"store-000004.duckdb"})

    assert [release.number for release in releases.published()] == [4, 5, 6, 7]


def test_copying_keeps_the_locks_of_this_process(releases, tmp_path):
    """A file opened and closed here by Python would lose its lock: then two could write it."""
    held = duckdb.connect(str(tmp_path / "held.duckdb"))
    attempt = "import duckdb, sys; duckdb.connect(sys.argv[1])"
    files.copy_closed_file(tmp_path / "held.duckdb", tmp_path / "copy")
    with files.bytes_of(tmp_path / "held.duckdb") as source:
        source.read()

    other = subprocess.run(
        [sys.executable, "-c", attempt, str(tmp_path / "held.duckdb")],
        capture_output=True,
        text=True,
        check=False,
    )
    held.close()

    assert "Could not set lock" in other.stderr


def test_what_is_not_there_cannot_be_copied(tmp_path):
    with pytest.raises(StoreError, match="gone could not be copied"):
        files.copy_closed_file(tmp_path / "gone", tmp_path / "copy")


def test_a_build_needs_room_for_twice_the_release(releases):
    need = files.SPARE_BYTES + 2 * releases.current().path.stat().st_size

    with pytest.raises(StoreError, match=r"has 10 MB free and \d+ MB are needed") as caught:
        files.assert_room(releases.folder, need, free=lambda _folder: 10 * 2**20)

    assert "Nothing was changed" in str(caught.value)


def test_a_folder_that_cannot_be_written_is_named(tmp_path, now):
    (tmp_path / "taken").write_text("a file in the folder's place")
    releases = Releases(tmp_path / "taken")

    with (
        pytest.raises(StoreError, match=r"taken cannot be written .* Nothing was changed"),
        build(releases, now),
    ):
        pass


def test_a_folder_with_a_question_mark_is_refused(tmp_path, now):
    with (
        pytest.raises(StoreError, match=r"reads a '\?' in a path as a setting"),
        build(Releases(tmp_path / "why?"), now),
    ):
        pass

    assert list(tmp_path.glob("why*")) == []


def test_a_release_never_in_force_is_swept_away(releases, publish, now):
    publish(("c", "mql"))
    (releases.folder / "CURRENT").write_text("store-000001.duckdb\n")
    (releases.folder / "CURRENT.new").write_text("store-000002.duckdb\n")

    with build(releases, now) as building:
        assert building.number == 2
        kept = building.connection.execute(select(func.count()).select_from(load_batch))
        assert kept.scalar_one() == 1

    assert names_in(releases) == [*PUBLISHED[:2], "store-000002.duckdb", "writer.lock"]


def test_releases_without_a_pointer_are_not_overwritten(releases, now):
    (releases.folder / "CURRENT").unlink()

    with pytest.raises(ForeignStoreError, match="CURRENT is missing"), build(releases, now):
        pass

    assert (releases.folder / "store-000001.duckdb").is_file()


@pytest.mark.parametrize(
    "words", ["", "store-000009.duckdb", "../../etc/passwd", "store-1.sqlite", "x" * 5000]
)
def test_a_pointer_to_no_release_is_one_sentence(releases, now, words):
    (releases.folder / "CURRENT").write_text(words)

    with pytest.raises(ForeignStoreError, match=r"CURRENT names .* Run `revdash restore`"):
        releases.current()
    with pytest.raises(ForeignStoreError), build(releases, now):
        pass


def test_a_pointer_of_bytes_is_one_sentence(releases):
    (releases.folder / "CURRENT").write_bytes(b"\xff\x00")

    with pytest.raises(ForeignStoreError, match="cannot be read"):
        releases.current()


def rewrite_version(releases, **values):
    """Give the release in force another note, as another revdash would have written it."""
    path = releases.current().path
    path.chmod(0o600)
    raw = duckdb.connect(str(path))
    for name, value in values.items():
        raw.execute(f"UPDATE store_version SET {name} = ?", [value])
    raw.close()


def test_a_release_of_a_newer_revdash_is_refused(releases, now):
    rewrite_version(releases, schema_version=99)

    with pytest.raises(ForeignStoreError, match=r"newer revdash \(schema 99.*Update revdash"):
        releases.note(releases.current())
    with pytest.raises(ForeignStoreError, match="newer revdash"), build(releases, now):
        pass


def test_a_release_of_an_older_revdash_says_what_to_run(releases, now):
    rewrite_version(releases, schema_version=0)

    with pytest.raises(ForeignStoreError, match="Run `revdash init`"), build(releases, now):
        pass

    assert names_in(releases) == PUBLISHED


def test_a_file_of_no_rows_is_no_release(releases):
    """What a copy that was killed half-way, or a damaged log, leaves: it opens, and is empty."""
    path = releases.current().path
    path.chmod(0o600)
    raw = duckdb.connect(str(path))
    raw.execute("DELETE FROM store_version")
    raw.close()

    with pytest.raises(ForeignStoreError, match="no revdash release"):
        releases.note(releases.current())


def test_a_build_whose_tables_are_not_the_declared_ones_is_not_published(releases, now):
    with (
        pytest.raises(StoreError, match="deal: amount_base is missing"),
        build(releases, now) as building,
    ):
        building.connection.exec_driver_sql("ALTER TABLE deal DROP COLUMN amount_base")

    assert names_in(releases) == PUBLISHED


def test_an_error_of_the_caller_stays_what_it_is(releases, now, tmp_path):
    with pytest.raises(FileNotFoundError), build(releases, now):
        (tmp_path / "no-such-file.csv").read_text()

    assert names_in(releases) == PUBLISHED


def test_a_build_that_lacks_memory_says_what_to_do_and_changes_nothing(releases, now, monkeypatch):
    monkeypatch.setattr("revdash.store.releases.BUILDING_MEMORY", 32)
    before = releases.current()

    with (
        pytest.raises(StoreError, match=r"took all the memory it may take.*Import fewer files"),
        releases.building("import big.csv", by="Ann", now=now) as building,
    ):
        building.connection.exec_driver_sql("SELECT list(range) FROM range(9000000)")

    assert releases.current() == before


def test_a_release_is_signed_once(releases, publish):
    publish(("c", "mql"))

    with releases.reading(releases.current().path) as connection:
        assert connection.execute(select(store_version.c.release_no)).scalars().all() == [2]


def test_a_published_file_holds_everything_itself(releases, publish):
    publish(*((f"key{number}", "mql") for number in range(5000)))

    assert not [name for name in names_in(releases) if ".wal" in name or "building" in name]
    assert os.access(releases.current().path, os.R_OK)
