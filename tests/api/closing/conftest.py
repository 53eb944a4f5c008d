"""Meetings that close over a few leads: shared by what freezes and what is restated."""

from datetime import datetime

import pytest

from revdash import api
from revdash.api.asking import ask
from revdash.api.freezing import close
from revdash.api.questions import Question
from revdash.desk.audit import Stamp
from revdash.desk.meetings import (
    Series,
    next_meeting,
    read_series,
    save_series,
    start,
)
from revdash.desk.snapshots import read_readings, read_snapshots
from revdash.desk.tables.meetings import (
    meeting,
)
from revdash.meetings.sheet import Heading, MeetingSheet, Part, Tiles, Told
from revdash.metrics.catalog import find
from revdash.metrics.read import read
from revdash.metrics.shown import shown
from revdash.terms import Side
from tests.api.closing.week import METRICS, MONDAY, NATIVE, WEEK, stages

BEFORE = stages(
    *((f"p{n}", "MQL", f"2026-05-1{n} 10:00:00") for n in range(1, 7)),
    ("p1", "SAL", "2026-05-12 10:00:00"),
    ("p9", "MQL", "2026-05-17 20:00:00"),
)


@pytest.fixture
def shows():
    """Return a function that draws a sheet by hand: some numbers of the week."""
    return _shows


def _shows(house, _actor, meeting_id, metrics=METRICS, **changes):
    """A sheet by hand: some numbers of the week."""
    with house.facts() as connection:
        scope = ask(house, connection, Question()).over(WEEK)
        tiles = tuple(_told(read(connection, find(name), scope)) for name in metrics)
    part = Part(
        heading=Heading.PROMISES,
        title="Promises",
        question="Kept?",
        minutes=5,
        blocks=(Tiles(title="Both", side=Side.SHARED, tiles=tiles),),
    )
    ordinary = {"title": "Weekly", "held_on": MONDAY, "first": WEEK.start, "last": WEEK.last}
    ordinary |= {"company": "Halden", "currency": "EUR", "sentence": "So it is.", "parts": (part,)}
    return MeetingSheet(meeting_id=meeting_id, **ordinary | changes)


def _told(reading):
    metric = reading.metric
    return Told(
        metric=metric.name,
        label=metric.label,
        meaning=metric.meaning,
        side=metric.side,
        shown=shown(reading).value,
        unit=metric.unit.value,
        value=reading.value,
        sample=reading.sample,
        hits=reading.hits,
        low=reading.low,
        high=reading.high,
        first=WEEK.start,
        last=WEEK.last,
    )


@pytest.fixture
def company(own_empty, revops):
    """A company with six leads of the week, and one of the night before the meeting."""
    api.import_file(revops, NATIVE, BEFORE, "")
    return own_empty


@pytest.fixture
def opened(company):
    """Open the meeting of a day; gives its key."""

    def _opened(held_on=MONDAY):
        by = Stamp(actor_id="ann", now=datetime(2026, 5, 18, 8))
        with company.desk.writing() as desk:
            if not desk.execute(meeting.select()).first():
                save_series(desk, Series(name="Weekly"), by)
            key = next_meeting(desk, read_series(desk), held_on, by)
            start(desk, key, by.now, 1, by)
        return key

    return _opened


@pytest.fixture
def closed(company, opened, revops):
    """Hold a meeting and close it; gives its key."""

    def _closed(held_on=MONDAY, metrics=METRICS):
        key = opened(held_on)
        close(company, revops, key, 2, lambda *asked: _shows(*asked, metrics, held_on=held_on))
        return key

    return _closed


def _frozen(house, key):
    with house.desk.connect() as desk:
        (snapshot,) = (one for one in read_snapshots(desk) if one.meeting_id == key)
        return snapshot, {one.metric: one for one in read_readings(desk, snapshot.snapshot_id)}


@pytest.fixture
def frozen():
    """Return a function that reads what a meeting froze: its snapshot, its numbers by name."""
    return _frozen
