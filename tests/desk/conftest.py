"""An ordinary desk, freshly made in a folder of its own, and the person who writes in it."""

import shutil
from datetime import datetime

import pytest

from revdash.desk.audit import Stamp
from revdash.desk.company import Company
from revdash.desk.engine import open_desk
from revdash.desk.revisions import insert
from revdash.desk.seed import seed_defaults
from revdash.desk.tables.meetings import meeting, meeting_note, meeting_series

NOON = datetime(2026, 11, 5, 12)


@pytest.fixture
def by():
    return Stamp(actor_id="revops", now=NOON)


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory):
    """A desk file as a new installation has it, made once and copied by each test."""
    folder = tmp_path_factory.mktemp("new")
    open_desk(folder, now=NOON).close()
    return folder / "desk.sqlite"


@pytest.fixture
def desk(tmp_path, new_desk):
    shutil.copy(new_desk, tmp_path)
    opened = open_desk(tmp_path, now=NOON, wait_seconds=5)
    yield opened
    opened.close()


@pytest.fixture
def seeded(desk, by):
    with desk.writing() as connection:
        seed_defaults(connection, Company(name="Example", zone="Europe/Berlin"), by)
    return desk


@pytest.fixture
def note(desk, by):
    """A meeting's note that several people write in; its key is 'note'."""
    with desk.writing() as connection:
        series = {"series_id": "weekly", "name": "Weekly", "cadence": "week"}
        insert(connection, meeting_series, series, by)
        held = {"meeting_id": "first", "series_id": "weekly", "state": "open"}
        insert(connection, meeting, held, by)
        words = {"note_id": "note", "meeting_id": "first", "section": "wins", "words": "0"}
        insert(connection, meeting_note, words, by)
    return meeting_note
