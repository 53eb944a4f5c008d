"""Backup and restore: the same content back, and no file that looks whole and is not."""

import json
import sqlite3
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from zipfile import ZipFile

import duckdb
import pytest

from revdash.errors import ForeignStoreError, InputError, StoreBusyError, StoreError
from revdash.store.archive import MANIFEST, STORE, verify
from revdash.store.backup import backup, restore
from revdash.store.hashes import contents
from revdash.store.lock import writers_lock
from revdash.store.releases import Releases
from revdash.store.schema import SCHEMA_VERSION

NOW = datetime(2026, 3, 1, 12)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def content_of(releases):
    with releases.reading(releases.current().path) as connection:
        return contents(connection)


def desk_of(words):
    """A desk that writes these words, and one that keeps what it is given."""
    given = []

    def write(path):
        path.write_bytes(words)

    def take(path):
        given.append(path.read_bytes())

    return write, take, given


@pytest.fixture
def file(releases, tmp_path):
    backup(releases, tmp_path / "revdash.zip", by="Ann", now=NOW)
    return tmp_path / "revdash.zip"


@pytest.fixture
def other(tmp_path):
    return Releases(tmp_path / "other")


def rewritten(file, **members):
    """A copy of a backup in which some members have other bytes."""
    target = file.with_name("rewritten.zip")
    with ZipFile(file) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, members.get(name.partition(".")[0], old.read(name)))
    return target


def test_what_is_restored_is_what_was_backed_up(releases, file, other):
    before = content_of(releases)

    release = restore(other, file, by="Bo", now=NOW)

    assert content_of(other) == before == verify(file).tables
    assert before["lifecycle_event"].rows == 2
    assert release == other.current()
    assert (other.note(release).what, other.note(release).by) == ("restore revdash.zip", "Bo")
    assert other.note(release).data_to == releases.note(releases.current()).data_to


def test_a_restored_store_is_the_next_release_and_the_ones_before_stay(
    releases, file, publish, stages_in
):
    publish(("a", "won"))

    release = restore(releases, file, by="Ann", now=NOW)

    assert release.number == 3
    assert [kept.number for kept in releases.published()] == [1, 2, 3]
    with releases.reading(release.path) as connection:
        assert stages_in(connection) == {"a": "mql", "b": "mql"}


def test_the_manifest_says_what_the_file_holds(file):
    manifest = verify(file)

    assert (manifest.release, manifest.schema_version) == (1, SCHEMA_VERSION)
    assert (manifest.made_by, manifest.made_at) == ("Ann", NOW)
    assert set(manifest.members) == {STORE}
    assert manifest.tables["load_batch"].rows == 1


def test_the_desk_travels_with_the_store(releases, tmp_path, other):
    write, take, given = desk_of(b"what people wrote")
    file = tmp_path / "both.zip"

    backup(releases, file, by="Ann", now=NOW, desk=write)
    restore(other, file, by="Ann", now=NOW, desk=take)

    assert given == [b"what people wrote"]
    assert names_in(tmp_path) == ["both.zip", "data", "other"]
    assert names_in(other.folder) == ["CURRENT", "store-000001.duckdb", "writer.lock"]


def test_a_backup_of_a_desk_in_use_is_consistent(releases, tmp_path, other):
    source = sqlite3.connect(tmp_path / "desk.sqlite")
    source.execute("CREATE TABLE note (words)")
    source.execute("INSERT INTO note VALUES ('kept')")
    source.commit()

    def copy(path):
        target = sqlite3.connect(path)
        source.backup(target)
        target.close()

    backup(releases, tmp_path / "both.zip", by="Ann", now=NOW, desk=copy)
    source.close()
    notes = []

    def read(path):
        taken = sqlite3.connect(path)
        notes.extend(taken.execute("SELECT words FROM note").fetchall())
        taken.close()

    restore(other, tmp_path / "both.zip", by="Ann", now=NOW, desk=read)

    assert notes == [("kept",)]


def test_a_backup_only_its_owner_may_read(file):
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_never_overwritten(releases, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(InputError, match="is there already and is left alone"):
        backup(releases, tmp_path / "notes.txt", by="Ann", now=NOW)

    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_an_empty_store_cannot_be_backed_up(other, tmp_path):
    with pytest.raises(StoreError, match="There is nothing to back up"):
        backup(other, tmp_path / "b.zip", by="Ann", now=NOW)

    assert not (tmp_path / "b.zip").exists()


def test_a_backup_that_fails_leaves_no_file(releases, tmp_path):
    def failing(path):
        path.write_bytes(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        backup(releases, tmp_path / "b.zip", by="Ann", now=NOW, desk=failing)

    assert names_in(tmp_path) == ["data"]


def test_a_backup_into_a_folder_that_is_not_there_is_one_sentence(releases, tmp_path):
    with pytest.raises(InputError, match=r"There is no folder .*nowhere\. Make it"):
        backup(releases, tmp_path / "nowhere" / "b.zip", by="Ann", now=NOW)


def test_a_cut_backup_is_refused_at_every_length(file, other):
    whole = file.read_bytes()
    for length in range(0, len(whole), len(whole) // 20):
        file.write_bytes(whole[:length])

        with pytest.raises(ForeignStoreError, match=r"damaged or no backup .* Nothing was changed"):
            restore(other, file, by="Ann", now=NOW)

    assert other.current() is None


def test_a_flipped_byte_anywhere_is_refused_or_makes_no_difference(releases, file, other):
    whole, before = file.read_bytes(), content_of(releases)
    for place in range(5, len(whole), len(whole) // 25):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with suppress(ForeignStoreError):  # refused, or a byte that nothing reads, such as a date
            restore(other, file, by="Ann", now=NOW)
            assert content_of(other) == before


@pytest.mark.parametrize("words", [b"", b"a text", b"SQLite format 3\0" + b"\0" * 4000])
def test_a_foreign_file_is_refused(tmp_path, other, words):
    (tmp_path / "foreign").write_bytes(words)

    with pytest.raises(ForeignStoreError, match="foreign is damaged or no backup of revdash"):
        restore(other, tmp_path / "foreign", by="Ann", now=NOW)

    assert not other.folder.exists()


def test_another_zip_is_refused(tmp_path, other):
    with ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")

    with pytest.raises(ForeignStoreError, match=r"book.xlsx is damaged or no backup"):
        restore(other, tmp_path / "book.xlsx", by="Ann", now=NOW)


def test_no_file_at_all_is_one_sentence(tmp_path, other):
    with pytest.raises(ForeignStoreError, match=r"There is no file .*gone.zip"):
        restore(other, tmp_path / "gone.zip", by="Ann", now=NOW)


@pytest.mark.parametrize(("field", "words"), [("schema_version", "schema 99"), ("format", "99")])
def test_a_backup_of_a_newer_revdash_is_refused(file, other, field, words):
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    newer = rewritten(file, manifest=json.dumps(manifest | {field: 99}))

    with pytest.raises(ForeignStoreError, match=f"newer revdash .*{words}.*Update revdash"):
        restore(other, newer, by="Ann", now=NOW)

    assert not other.folder.exists()


def test_a_backup_of_an_older_revdash_is_walked_forward_or_refused(file, other):
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read(MANIFEST)) | {"schema_version": -1}
        store = file.with_name("old.duckdb")
        store.write_bytes(archive.read(STORE))
    raw = duckdb.connect(str(store))
    raw.execute("UPDATE store_version SET schema_version = -1")
    raw.close()
    words = store.read_bytes()
    manifest["members"][STORE] = {"size": len(words), "sha256": sha256(words).hexdigest()}
    old = rewritten(file, store=words, manifest=json.dumps(manifest))

    with pytest.raises(ForeignStoreError, match=r"rewritten\.zip has schema -1, .* no way"):
        restore(other, old, by="Ann", now=NOW)

    assert other.current() is None


def test_a_store_that_is_not_the_one_of_the_manifest_is_refused(file, other):
    with pytest.raises(ForeignStoreError, match=r"store\.duckdb is not what was written"):
        restore(other, rewritten(file, store=b"other bytes"), by="Ann", now=NOW)


def test_a_refused_restore_changes_nothing(releases, file):
    before = names_in(releases.folder), content_of(releases)
    broken = rewritten(file, store=b"other bytes")

    with pytest.raises(ForeignStoreError):
        restore(releases, broken, by="Ann", now=NOW)

    assert (names_in(releases.folder), content_of(releases)) == before


def test_a_desk_that_refuses_its_copy_leaves_the_store_as_it_was(releases, tmp_path):
    write, _, _ = desk_of(b"desk")
    backup(releases, tmp_path / "both.zip", by="Ann", now=NOW, desk=write)

    def refusing(_path):
        raise StoreError("no")

    with pytest.raises(StoreError, match="no"):
        restore(releases, tmp_path / "both.zip", by="Ann", now=NOW, desk=refusing)

    assert [release.number for release in releases.published()] == [1]


def test_a_damaged_store_is_restored_over(releases, file):
    before = content_of(releases)
    path = releases.current().path
    path.chmod(0o600)
    path.write_bytes(b"ruined")

    restore(releases, file, by="Ann", now=NOW)

    assert releases.current().number == 2
    assert content_of(releases) == before


def test_a_lost_pointer_is_restored_over(releases, file):
    (releases.folder / "CURRENT").write_text("nonsense")

    assert restore(releases, file, by="Ann", now=NOW) == releases.current()


def test_a_restore_waits_for_the_writer_like_any_other(releases, file):
    with (
        writers_lock(releases.folder, "import big.csv", 1.0),
        pytest.raises(StoreBusyError, match=r"import big.csv"),
    ):
        restore(releases, file, by="Ann", now=NOW)
