import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, MetaData, create_engine, insert

from revdash.desk import files, migrate
from revdash.desk.checks import verify
from revdash.desk.engine import open_desk
from revdash.desk.sqlite import sqlite_engine
from revdash.desk.tables import METADATA
from revdash.errors import StoreError

NOON = datetime(2026, 11, 5, 12)
STEPS = [
    step.revision
    for step in ScriptDirectory(Path(migrate.__file__).parent / "migrations").walk_revisions()
][::-1]
SAMPLES = {
    str: "x",
    int: 7,
    float: 0.5,
    bool: True,
    datetime: NOON,
    date: NOON.date(),
    dict: {"a": [1]},
    bytes: b"\0\1",
}

NEVER_WRITTEN = {"stage_map"}  # dropped by r0006: no program ever wrote to it

OTHER_PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from revdash.desk.engine import open_desk
open_desk(Path(sys.argv[1]), now=datetime(2026, 1, 1)).close()
"""


def older_desk(path, revision):
    """Make the desk as the program of *revision* did, with one row in every table."""
    files.new_file(path)
    engine = sqlite_engine(path, 1)
    with engine.begin() as connection:
        migrate.upgrade(connection, revision)
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name not in {"desk_revision", "audit", "audit_head"}:
                known = METADATA.tables.get(table.name, table)
                connection.execute(insert(table).values(sample(known, table)))
    engine.dispose()


def sample(known, table):
    """A value for every column that the table had then; each text is 'x', so parents are found."""
    return {
        name: SAMPLES[known.c[name].type.python_type]
        if not is_document(known.c[name])
        else '{"a": 1}'
        for name in (column.name for column in table.c)
    }


def is_document(column):
    return column.type.__visit_name__ == "JSON"


def rows_of(path):
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for (name,) in names
            if name != "desk_revision"
        }


def assert_kept(before, after):
    """What was there is there still; columns added since stand at the end, and are empty."""
    for name in before.keys() - NEVER_WRITTEN:
        pairs = zip(before[name], after[name], strict=True)
        assert all(now[: len(row)] == row and not any(now[len(row) :]) for row, now in pairs)


def test_the_steps_make_the_tables_that_the_program_knows(desk):
    with desk.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": "desk_revision", "compare_type": True}
        )

        assert compare_metadata(context, METADATA) == []


def test_every_table_says_what_a_row_is():
    grains = [table.comment for table in METADATA.tables.values()]

    assert all(grain.startswith("One row") and grain.endswith(".") for grain in grains)
    assert len(set(grains)) == len(grains)


@pytest.mark.parametrize("revision", STEPS[:-1])
def test_a_step_keeps_every_row(tmp_path, revision):
    older_desk(tmp_path / "desk.sqlite", revision)
    before = rows_of(tmp_path / "desk.sqlite")

    open_desk(tmp_path, now=NOON).close()

    after = rows_of(tmp_path / "desk.sqlite")
    assert_kept(before, after)
    assert after.keys() == METADATA.tables.keys()


@pytest.mark.parametrize("revision", STEPS[:-1])
def test_an_older_desk_is_copied_before_it_is_brought_up_to_date(tmp_path, revision):
    older_desk(tmp_path / "desk.sqlite", revision)
    before = rows_of(tmp_path / "desk.sqlite")

    open_desk(tmp_path, now=NOON).close()

    (copy,) = tmp_path.glob("desk-backup-*.sqlite")
    assert copy.name == f"desk-backup-{revision}-20261105T120000000000.sqlite"
    assert rows_of(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_desk_up_to_date_is_not_copied(tmp_path):
    for _ in range(2):
        desk = open_desk(tmp_path, now=NOON)
        assert verify(desk) == ()
        desk.close()

    assert list(tmp_path.glob("desk-backup-*")) == []


def test_a_step_that_fails_leaves_the_desk_as_it_was(tmp_path):
    older_desk(tmp_path / "desk.sqlite", STEPS[0])
    with closing(sqlite3.connect(tmp_path / "desk.sqlite")) as connection:
        connection.execute("UPDATE calendar_exception SET calendar_id = 'gone'")
        connection.commit()
    before = rows_of(tmp_path / "desk.sqlite")

    with pytest.raises(StoreError, match=r"1 rows lost their parent.*a copy of it is desk-backup"):
        open_desk(tmp_path, now=NOON)

    assert rows_of(tmp_path / "desk.sqlite") == before


def test_instants_are_kept_without_a_zone():
    columns = [column for table in METADATA.tables.values() for column in table.c]

    assert all(not c.type.timezone for c in columns if isinstance(c.type, DateTime))


def test_rows_carry_who_changed_them_unless_they_are_anonymous():
    for table in METADATA.tables.values():
        marks = {"editable": "changed_by", "once": "written_by"}.get(table.info["kind"])

        assert (
            (marks in table.c)
            if marks
            else ({"changed_by", "written_by"}.isdisjoint(table.c.keys()))
        )


def test_a_read_revision_of_no_desk_is_none():
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        assert migrate.read_revision(connection) is None
    engine.dispose()


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_on_the_way_leaves_the_older_desk_or_the_newer(tmp_path, seed):
    older_desk(tmp_path / "desk.sqlite", STEPS[0])
    before = rows_of(tmp_path / "desk.sqlite")
    other = subprocess.Popen([sys.executable, "-c", OTHER_PROGRAM, str(tmp_path)])
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob("desk-backup-*")) and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(random.Random(seed).uniform(0, 0.1))  # noqa: S311
    other.kill()
    other.wait()

    assert migrate.file_revision(tmp_path / "desk.sqlite", 5) in {STEPS[0], STEPS[-1]}
    open_desk(tmp_path, now=NOON).close()

    after = rows_of(tmp_path / "desk.sqlite")
    assert_kept(before, after)
