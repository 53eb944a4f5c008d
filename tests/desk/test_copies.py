import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest

from revdash.desk.checks import content_hash, verify
from revdash.desk.company import read_company, save_company
from revdash.desk.copies import backup_to, restore_from
from revdash.desk.engine import open_desk
from revdash.errors import ForeignStoreError, InputError

LATER = datetime(2026, 11, 6)


def hash_of(desk):
    with desk.connect() as connection:
        return content_hash(connection)


def rename(desk, name, by):
    with desk.writing() as connection:
        save_company(connection, replace(read_company(connection), name=name), by)


def test_a_copy_put_back_is_equal_to_the_hash(seeded, by, tmp_path):
    before = hash_of(seeded)
    copy = backup_to(seeded, tmp_path / "copy.sqlite")
    rename(seeded, "Other", by)

    restore_from(tmp_path, copy, now=LATER)

    assert hash_of(seeded) == before
    assert verify(seeded) == ()


def test_a_copy_is_one_file_for_its_owner_alone(seeded, tmp_path):
    copy = backup_to(seeded, tmp_path / "copy.sqlite")

    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.sqlite"]


def test_the_desk_that_was_there_is_kept(seeded, by, tmp_path):
    copy = backup_to(seeded, tmp_path / "copy.sqlite")
    rename(seeded, "Other", by)

    kept = restore_from(tmp_path, copy, now=LATER)

    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT name FROM company").fetchone() == ("Other",)


def test_a_copy_makes_a_desk_where_there_is_none(seeded, tmp_path):
    copy = backup_to(seeded, tmp_path / "copy.sqlite")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    kept = restore_from(elsewhere, copy, now=LATER)

    desk = open_desk(elsewhere, now=LATER)
    assert (kept, hash_of(desk)) == (None, hash_of(seeded))
    desk.close()


def test_a_damaged_desk_is_replaced_and_kept(seeded, tmp_path):
    copy = backup_to(seeded, tmp_path / "copy.sqlite")
    before = hash_of(seeded)
    seeded.close()
    (tmp_path / "desk.sqlite").write_bytes(b"damaged" * 1000)

    kept = restore_from(tmp_path, copy, now=LATER)

    desk = open_desk(tmp_path, now=LATER)
    assert hash_of(desk) == before
    assert kept.read_bytes().startswith(b"damaged")
    desk.close()


@pytest.mark.parametrize("cut", [0, 100, 5000, 100_000])
def test_a_damaged_copy_is_refused_and_nothing_changes(seeded, tmp_path, cut):
    copy = backup_to(seeded, tmp_path / "copy.sqlite")
    copy.write_bytes(copy.read_bytes()[:cut])
    before = hash_of(seeded)

    with pytest.raises(ForeignStoreError, match=r"copy.sqlite is damaged"):
        restore_from(tmp_path, copy, now=LATER)

    assert hash_of(seeded) == before


def test_a_copy_with_a_page_overwritten_is_refused(seeded, tmp_path):
    copy = backup_to(seeded, tmp_path / "copy.sqlite")
    content = bytearray(copy.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4096] = b"\xff" * 4096
    copy.write_bytes(content)

    with pytest.raises(ForeignStoreError, match=r"copy.sqlite is damaged"):
        restore_from(tmp_path, copy, now=LATER)


def test_a_copy_does_not_overwrite_a_file(seeded, tmp_path):
    backup_to(seeded, tmp_path / "copy.sqlite")

    with pytest.raises(InputError, match="is there already"):
        backup_to(seeded, tmp_path / "copy.sqlite")


def test_a_copy_that_is_missing_is_said_so(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        restore_from(tmp_path, tmp_path / "nothing.sqlite", now=LATER)


def test_the_desk_that_is_open_sees_the_copy(seeded, by, tmp_path):
    copy = backup_to(seeded, tmp_path / "copy.sqlite")
    rename(seeded, "Other", by)
    restore_from(tmp_path, copy, now=LATER)

    rename(seeded, "Third", by)

    with seeded.connect() as connection:
        assert read_company(connection).name == "Third"
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
