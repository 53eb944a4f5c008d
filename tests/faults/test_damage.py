"""Damaged and foreign files in a release's place: one sentence each, and nothing is touched."""

import sqlite3
from datetime import datetime

import pytest

from revdash.errors import ForeignStoreError
from revdash.store.engine import sentence_for
from revdash.store.reading import Reader
from revdash.store.releases import Releases

NOW = datetime(2026, 3, 1)


def as_sqlite(path):
    path.unlink()
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE t (i)")
    raw.commit()
    raw.close()


def cut_to(size):
    return lambda path: path.write_bytes(path.read_bytes()[:size])


def flip_at(place):
    def flip(path):
        words = bytearray(path.read_bytes())
        words[place] ^= 0xFF
        path.write_bytes(words)

    return flip


DAMAGE = {
    "empty": cut_to(0),
    "cut in the header": cut_to(1000),
    "cut after the header": cut_to(12_288),
    "cut in the data": cut_to(400_000),
    "a text": lambda path: path.write_text("not a store\n" * 1000),
    "zeros": lambda path: path.write_bytes(b"\0" * 1_000_000),
    "a SQLite file": as_sqlite,
    "a flipped magic number": flip_at(9),
    "a flipped version": flip_at(12),
    "a flipped header": flip_at(40),
    "both headers flipped": lambda path: (flip_at(4100)(path), flip_at(8200)(path)),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.fixture(params=DAMAGE, ids=list(DAMAGE))
def damaged(request, folder):
    releases = Releases(folder)
    path = releases.current().path
    path.chmod(0o600)
    DAMAGE[request.param](path)
    return releases


def test_a_damaged_release_is_refused_in_one_sentence_and_left_as_it_is(damaged):
    path = damaged.folder / "store-000001.duckdb"
    before = path.read_bytes() if path.is_file() else None

    with pytest.raises(ForeignStoreError) as read, Reader(damaged).connect():
        pass
    with (
        pytest.raises(ForeignStoreError) as built,
        damaged.building("import", by="Ann", now=NOW),
    ):
        pass

    for caught in (read, built):
        assert "revdash restore" in str(caught.value)
        assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert {name.name for name in damaged.folder.iterdir()} == {
        "CURRENT",
        "store-000001.duckdb",
        "writer.lock",
    }


def test_a_file_of_a_newer_engine_says_to_update(folder):
    """The storage version stands behind the magic number; its header has a checksum."""
    words = (
        "IO Error: Trying to read a database file with version number 69, but we can only read "
        "versions between 64 and 68. The database file was created with a newer version of DuckDB."
    )

    sentence = sentence_for(Exception(words), folder / "store-000001.duckdb")

    assert sentence.startswith("store-000001.duckdb was made by a newer DuckDB")
    assert "Update revdash" in sentence
