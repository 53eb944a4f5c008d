"""Reading: every reader sees one whole release, and the next one as soon as it is published."""

import threading
import time

import pytest
from sqlalchemy import func, select, text  # noqa: TID251
from sqlalchemy.exc import ProgrammingError

from revdash.errors import ForeignStoreError, StoreError
from revdash.store.reading import Reader
from revdash.store.releases import Releases
from revdash.store.schema.ledger import load_batch, store_version

SLOW = text("SELECT count(*) FROM range(20000000000) numbers(n) WHERE sqrt(n) > 5")


@pytest.fixture
def reader(releases):
    reader = Reader(releases)
    yield reader
    reader.close()


def count_of(connection):
    """The release read, and its imports; each release holds one import more than the last."""
    number = connection.execute(select(store_version.c.release_no)).scalar_one()
    imports = connection.execute(select(func.count()).select_from(load_batch)).scalar_one()
    return number, imports


def test_twelve_releases_under_eight_readers_give_no_error(releases, reader, publish):
    done, seen, errors = threading.Event(), set(), []

    def read():
        while not done.is_set():
            try:
                with reader.connect() as connection:
                    seen.add(count_of(connection))
                time.sleep(0.01)
            except StoreError as error:
                errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(12):
        publish((f"key{number}", "mql"))
    done.set()
    for thread in threads:
        thread.join()

    assert errors == []
    assert all(number == imports for number, imports in seen)
    with reader.connect() as connection:  # the threads may have stopped before the last one
        assert count_of(connection) == (13, 13)


def test_a_block_reads_the_same_release_to_its_end(reader, publish):
    with reader.connect() as connection:
        before = count_of(connection)
        publish(("c", "mql"))
        publish(("d", "mql"))

        assert count_of(connection) == before == (1, 1)

    with reader.connect() as connection:
        assert count_of(connection) == (3, 3)


def test_a_reader_sees_nothing_of_a_build(releases, reader, import_into):
    now = releases.note(releases.current()).published_at
    with releases.building("a test", by="Ann", now=now) as building:
        import_into(building.connection, [("c", "mql")])
        building.connection.commit()

        with reader.connect() as connection:
            assert count_of(connection) == (1, 1)

    assert reader.release.number == 2


def test_an_old_release_is_let_go_when_its_last_reader_is_done(reader, publish):
    with reader.connect() as held:
        old = reader._open
        publish(("c", "mql"))
        with reader.connect():
            pass
        assert held.execute(select(func.count()).select_from(load_batch)).scalar_one() == 1

    assert old.is_replaced
    assert old.engine.pool.checkedin() == 0


def test_a_store_without_a_release_says_what_to_run(tmp_path):
    reader = Reader(Releases(tmp_path / "data"))

    with pytest.raises(StoreError, match=r"There is no data yet .* `revdash demo`"):
        _ = reader.release
    with pytest.raises(StoreError, match="There is no data yet"), reader.connect():
        pass


def test_the_first_release_is_read_as_soon_as_it_is_there(tmp_path, publish):
    releases = Releases(tmp_path / "other")
    reader = Reader(releases)
    with pytest.raises(StoreError):
        _ = reader.release

    publish(("a", "mql"), into=releases)

    with reader.connect() as connection:
        assert count_of(connection) == (1, 1)
    reader.close()


def test_a_damaged_release_is_one_sentence_and_the_next_good_one_is_read(releases, publish):
    path = releases.current().path
    good = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(b"\0" * 20_000)
    reader = Reader(releases)

    with pytest.raises(ForeignStoreError, match="damaged or no revdash store"), reader.connect():
        pass
    path.write_bytes(good)

    with reader.connect() as connection:
        assert count_of(connection) == (1, 1)
    reader.close()


def test_a_statement_that_runs_too_long_is_stopped(releases):
    reader = Reader(releases, query_seconds=0.3)
    started = time.monotonic()

    with (
        pytest.raises(StoreError, match=r"longer than 0\.3 seconds .* Narrow the period"),
        reader.connect() as connection,
    ):
        connection.execute(SLOW)

    assert time.monotonic() - started < 5
    with reader.connect() as connection:
        assert count_of(connection) == (1, 1)
    reader.close()


def test_only_the_slow_one_of_two_statements_is_stopped(releases):
    reader = Reader(releases, query_seconds=0.3)
    with reader.connect() as quick, reader.connect() as slow:
        with pytest.raises(StoreError, match="was stopped"):
            slow.execute(SLOW)

        assert count_of(quick) == (1, 1)
    reader.close()


def test_a_question_that_needs_too_much_memory_says_so(releases):
    reader = Reader(Releases(releases.folder, memory="20MB"))

    with (
        pytest.raises(StoreError, match="more memory than REVDASH_MEMORY"),
        reader.connect() as connection,
    ):
        connection.execute(text("SELECT list(range) FROM range(20000000)"))

    with reader.connect() as connection:
        assert count_of(connection) == (1, 1)
    reader.close()


def test_another_error_of_a_statement_passes_as_it_is(reader):
    with pytest.raises(ProgrammingError), reader.connect() as connection:
        connection.execute(text("SELECT * FROM no_such_table"))
