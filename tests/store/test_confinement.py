"""No statement reaches outside the store, of a reader or of a build."""

import pytest
from sqlalchemy import (
    func,
    select,
    text,  # noqa: TID251
)
from sqlalchemy.exc import DBAPIError

from revdash.store.engine import open_engine
from revdash.store.schema.lifecycle import lifecycle_event

ESCAPES = (
    "SELECT * FROM read_csv('{outside}')",
    "SELECT * FROM read_text('{outside}')",
    "SELECT * FROM read_blob('{outside}')",
    "SELECT * FROM read_json('{outside}')",
    "SELECT * FROM read_parquet('{outside}')",
    "SELECT * FROM '{outside}'",
    "SELECT * FROM glob('/*')",
    "COPY (SELECT 1) TO '{outside}.csv'",
    "COPY lifecycle_event FROM '{outside}'",
    "EXPORT DATABASE '{outside}.export'",
    "IMPORT DATABASE '{outside}.export'",
    "ATTACH '{outside}.duckdb' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit='100GB'",
    "SET enable_external_access=true",
    "SET lock_configuration=false",
    "SET allowed_directories=['/']",
    "SET autoinstall_known_extensions=true",
    "PRAGMA temp_directory='/'",
    "SET enable_progress_bar=true",
)


@pytest.fixture
def reading(releases):
    """A connection to the published release, as the app has it."""
    engine = open_engine(releases.current().path)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("escape", ESCAPES)
def test_no_statement_reaches_outside_the_store(reading, tmp_path, escape):
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")

    with pytest.raises(DBAPIError):
        reading.execute(text(escape.format(outside=outside))).fetchall()

    assert [path.name for path in tmp_path.iterdir() if "outside" in path.name] == ["outside.txt"]


@pytest.mark.parametrize("escape", ESCAPES)
def test_no_statement_of_a_build_reaches_outside_either(tmp_path, memory, escape):
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")

    with pytest.raises(DBAPIError):
        memory.execute(text(escape.format(outside=outside))).fetchall()


def test_a_second_statement_smuggled_behind_a_first_cannot_write(reading):
    with pytest.raises(DBAPIError, match="read-only"):
        reading.execute(text("SELECT 1; DROP TABLE lifecycle_event"))
    reading.rollback()

    assert reading.execute(select(func.count()).select_from(lifecycle_event)).scalar_one() == 2


def test_a_value_is_never_read_as_sql(reading):
    evil = "a'; DROP TABLE lifecycle_event; --"

    found = reading.execute(select(lifecycle_event).where(lifecycle_event.c.person_id == evil))

    assert found.all() == []
