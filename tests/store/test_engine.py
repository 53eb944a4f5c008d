"""The engine's traps, each met once by us, and what keeps us out of it."""

import os
import subprocess
import sys
import threading

import duckdb
import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    literal,
    select,
    text,  # noqa: TID251
)
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError

from revdash.errors import ForeignStoreError
from revdash.store.dialects.functions import week_start
from revdash.store.engine import log_beside, memory_engine, open_engine
from revdash.store.frames import arrow, frame_of, insert_found, insert_frame
from revdash.store.schema import METADATA, TABLES
from revdash.store.schema.ledger import load_sighting
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.people import person

THINGS = Table(
    "things", MetaData(), Column("id", Integer, primary_key=True), Column("name", String)
)
THINGS_LIKE = Table("mistyped", MetaData(), Column("event_key", Text), Column("score", Text))


@pytest.fixture
def file(tmp_path):
    """A DuckDB file with one table of one row, closed."""
    path = tmp_path / "one.duckdb"
    engine = open_engine(path, read_only=False)
    with engine.begin() as connection:
        THINGS.create(connection)
        connection.execute(insert(THINGS).values(id=1, name="one"))
    engine.dispose()
    return path


def test_reading_a_file_that_is_not_there_creates_none(tmp_path):
    with pytest.raises(ForeignStoreError, match=r"There is no file typo.duckdb"):
        open_engine(tmp_path / "typo.duckdb")

    assert list(tmp_path.iterdir()) == []


def test_reading_cannot_write(file):
    engine = open_engine(file)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="read-only"):
        connection.execute(insert(THINGS).values(id=2, name="two"))
    engine.dispose()


def test_every_connection_is_in_utc_wherever_the_machine_is(file):
    zones = (
        "from pathlib import Path; from sqlalchemy import text;"
        "from revdash.store.engine import open_engine;"
        f"engine = open_engine(Path({str(file)!r}));"
        "both = [engine.connect(), engine.connect()];"
        "print([c.execute(text(\"SELECT current_setting('TimeZone')\")).scalar() for c in both])"
    )
    environment = {**os.environ, "TZ": "Asia/Kolkata"}  # noqa: TID251

    ran = subprocess.run(
        [sys.executable, "-c", zones], env=environment, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "['UTC', 'UTC']"


def test_first_connections_of_many_threads_do_not_get_in_each_others_way(file):
    engine = open_engine(file)
    counts, start = [], threading.Barrier(8)

    def read():
        start.wait()
        with engine.connect() as connection:
            counts.append(connection.execute(select(func.count()).select_from(THINGS)).scalar())

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()

    assert counts == [1] * 8


def test_another_thread_sees_the_same_store_in_memory():
    engine = memory_engine()
    with engine.begin() as connection:
        THINGS.create(connection)
    seen = []

    def read():
        with engine.connect() as connection:
            seen.append(connection.execute(select(func.count()).select_from(THINGS)).scalar())

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    engine.dispose()

    assert seen == [0]


def test_what_was_compiled_for_one_release_serves_the_next(releases, publish):
    statement, found = select(lifecycle_event.c.event_key), []

    for release in (releases.current(), publish(("c", "sal"))):
        engine = open_engine(release.path)
        with engine.connect() as connection:
            told = connection.execute(statement)
            found.append((told.context.cache_hit, len(told.all())))
        engine.dispose()

    assert found[1] == (CacheStats.CACHE_HIT, 3)


@pytest.mark.parametrize("name", ["a b", "50%", "a#b", "ümlaut", "it's", "x%20y", "semi;colon"])
def test_a_folder_may_have_an_odd_name(tmp_path, name):
    path = tmp_path / name / "store.duckdb"
    path.parent.mkdir()

    engine = open_engine(path, read_only=False)
    with engine.begin() as connection:
        THINGS.create(connection)
    engine.dispose()

    assert path.is_file()
    open_engine(path).connect().close()


def test_our_functions_can_be_built_twice_in_one_grouped_statement(memory):
    def week():
        return week_start(lifecycle_event.c.event_at)

    statement = select(week(), func.count()).group_by(week()).order_by(week())

    assert memory.execute(statement).all() == []


def test_a_literal_in_a_grouped_function_must_be_one_expression(memory):
    def cut():
        return func.date_trunc(literal("week"), lifecycle_event.c.event_at)

    once = cut()

    assert memory.execute(select(once, func.count()).group_by(once)).all() == []
    with pytest.raises(DBAPIError, match="must appear in the GROUP BY"):
        memory.execute(select(cut(), func.count()).group_by(cut()))


def test_two_open_results_on_one_connection_both_run_to_their_end(memory):
    numbers = text("SELECT * FROM range(20000)")

    first = memory.execute(numbers)
    second = memory.execute(numbers)

    assert (len(second.all()), len(first.all())) == (20_000, 20_000)


def test_a_frame_goes_in_and_out_whole(memory):
    rows = [{"event_key": f"key{n}", "score": n / 2, "is_hard": n % 2 == 0} for n in range(3000)]

    insert_frame(memory, lifecycle_event, frame_of(lifecycle_event, rows))

    columns = [lifecycle_event.c[name] for name in ("event_key", "score", "is_hard")]
    assert arrow(memory, select(*columns)).to_pylist() == rows


def test_a_long_insert_after_an_empty_one_loses_nothing(memory):
    rows = [{"event_key": f"key{n}"} for n in range(130_000)]
    insert_frame(memory, lifecycle_event, frame_of(lifecycle_event, rows))
    memory.commit()

    counts = [
        insert_found(memory, load_sighting, select(fact.c.event_key).order_by(fact.c.event_key))
        for fact in (person, lifecycle_event)
    ]

    assert counts == [0, 130_000]
    assert memory.execute(select(func.count()).select_from(load_sighting)).scalar_one() == 130_000


def test_a_frame_that_does_not_fit_says_so(memory):
    frame = frame_of(THINGS_LIKE, [{"event_key": "a", "score": "much"}])

    with pytest.raises(DBAPIError, match="Could not convert"):
        insert_frame(memory, lifecycle_event, frame)


def test_a_key_twice_is_an_integrity_error_and_leaves_the_rest(file):
    engine = open_engine(file, read_only=False)
    with engine.connect() as connection:
        with pytest.raises(IntegrityError, match=r"(?i)duplicate key"):
            connection.execute(insert(THINGS).values(id=1, name="again"))
        connection.rollback()
        names = connection.execute(select(THINGS.c.name)).scalars().all()
    engine.dispose()

    assert names == ["one"]


def test_a_key_written_by_two_transactions_fails_at_commit(file):
    engine = open_engine(file, read_only=False)
    with engine.connect() as one, engine.connect() as other:
        one.execute(insert(THINGS).values(id=7, name="one"))
        other.execute(insert(THINGS).values(id=7, name="other"))
        one.commit()
        with pytest.raises((OperationalError, IntegrityError)):
            other.commit()
    engine.dispose()


def test_after_an_error_a_rollback_makes_the_connection_good_again(memory):
    with pytest.raises(ProgrammingError):
        memory.execute(text("SELECT * FROM no_such_table"))

    memory.rollback()

    assert memory.execute(select(literal(1))).scalar_one() == 1


def test_the_schema_has_no_foreign_keys_and_no_indexes():
    """A parent row that a foreign key points at cannot be updated; indexes were corrupted."""
    for table in METADATA.tables.values():
        assert not table.foreign_keys, table.name
        assert not table.indexes, table.name
        assert not table.constraints - {table.primary_key}, table.name


def test_every_table_says_its_grain_in_one_sentence():
    for table in TABLES.values():
        assert table.comment.startswith("One row"), table.name
        assert table.comment.endswith("."), table.name


def test_a_log_beside_a_release_is_never_read(releases):
    path = releases.current().path
    log_beside(path).write_bytes(b"stale")

    with pytest.raises(ForeignStoreError, match=r"has a log beside it .*\.wal"):
        open_engine(path)


def test_the_engine_itself_would_replay_a_stale_log_without_a_word(file):
    """Why we refuse it."""
    writer = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute(\"SET checkpoint_threshold='1GB'\");"
        "c.execute(\"INSERT INTO things VALUES (9, 'stale')\"); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", writer, str(file)], check=True)

    raw = duckdb.connect(str(file), read_only=True)
    rows = raw.execute("SELECT count(*) FROM things").fetchone()
    raw.close()

    assert rows == (2,)
    with pytest.raises(ForeignStoreError, match="log beside it"):
        open_engine(file)


def test_a_file_put_under_an_open_ones_name_is_not_seen(tmp_path, file):
    """Why every release has a name of its own: the instance is cached by path."""
    held = duckdb.connect(str(file), read_only=True)
    other = duckdb.connect(str(tmp_path / "other.duckdb"))
    other.execute("CREATE TABLE things AS SELECT range AS id, 'x' AS name FROM range(77)")
    other.close()
    (tmp_path / "other.duckdb").replace(file)

    again = duckdb.connect(str(file), read_only=True)
    rows = again.execute("SELECT count(*) FROM things").fetchone()
    again.close()
    held.close()

    assert rows == (1,)
