"""What is told beside the facts is read as of the end of each period."""

import pytest

from revdash.metrics.breakdowns import breakdown
from revdash.metrics.read import answers, read, statement_of
from revdash.metrics.records import keys, records
from revdash.metrics.shapes import Told, Unit
from revdash.metrics.shown import shown
from revdash.store.schema.joint import told_reading
from revdash.terms import Direction, Side

MOOD = Told(
    name="mood",
    label="Mood",
    meaning="How we feel.",
    unit=Unit.INDEX,
    side=Side.SHARED,
    direction=Direction.UP,
    family="L",
    clock="The last day that was told.",
    open_items="None.",
    formula="mean",
    untold="nobody was asked yet",
    cuts=("team",),
)


@pytest.fixture
def tell(rows):
    def _tell(as_on, value, **values):
        rows.put(told_reading, metric="mood", as_on=as_on, value=value, **values)

    return _tell


def test_the_last_that_was_told_by_the_last_day_counts(tell, store, week):
    tell("2026-05-10", 60.0)
    tell("2026-05-17", 70.0, low=65.0, high=75.0, sample=12, words="12 of 15 answered")
    tell("2026-05-18", 80.0)

    found = answers(store, [MOOD], week(), before=None, weeks=2)["mood"]

    assert (found.now.value, found.now.low, found.now.high, found.now.sample) == (70, 65, 75, 12)
    assert [point.value for point in found.weeks] == [60.0, 70.0]
    assert shown(found.now).note == "12 of 15 answered"
    assert store.execute(statement_of(MOOD, week())).scalars().first() == 70.0


def test_before_anything_is_told_it_says_so(tell, store, week):
    tell("2026-05-18", 80.0)

    found = read(store, MOOD, week())

    assert (found.value, found.missing) == (None, "nobody was asked yet")


def test_what_could_not_be_told_says_why(tell, store, week):
    tell("2026-05-10", 60.0)
    tell("2026-05-12", None, missing="3 of the 5 answers it takes")

    found = read(store, MOOD, week())

    assert (found.value, found.missing) == (None, "3 of the 5 answers it takes")


def test_parts_that_are_told_apart_are_not_the_whole(tell, store, week):
    tell("2026-05-12", 60.0)
    tell("2026-05-12", 40.0, team="AE")
    tell("2026-05-13", 90.0, team="BDR")

    assert read(store, MOOD, week()).value == 60.0
    assert read(store, MOOD, week(team=["AE"])).value == 40.0
    assert read(store, MOOD, week(team=["CS"])).missing == "not told of CS"
    assert read(store, MOOD, week(team=["AE", "BDR"])).missing == "told of one part at a time"
    assert {k: one.value for k, one in breakdown(store, MOOD, week(), "team").items()} == {
        "AE": 40.0,
        "BDR": 90.0,
    }


def test_a_filter_by_which_it_is_not_told_is_ignored_and_said(tell, store, week):
    tell("2026-05-12", 60.0)

    found = read(store, MOOD, week(segment=["SMB"], source=["web"]))

    assert (found.value, found.ignored) == (60.0, ("segment", "source"))
    assert keys(store, MOOD, week(segment=["SMB"])) == keys(store, MOOD, week()) != set()


def test_it_opens_with_the_items_it_was_made_of(tell, store, week):
    tell("2026-05-10", 10.0, item="trust")
    tell("2026-05-12", 60.0)
    tell("2026-05-12", 50.0, item="trust")
    tell("2026-05-12", 70.0, item="speed")

    found, behind = read(store, MOOD, week()), records(store, MOOD, week())

    assert [(part.name, part.value) for part in found.parts] == [("speed", 70.0), ("trust", 50.0)]
    assert sorted(row[1] for row in behind.rows) == ["in all", "speed", "trust"]
