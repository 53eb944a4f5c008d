"""What lies open, how often it happens, how long it lies: rows by hand, on the office's hours."""

import pytest

from revdash.metrics.drops import (
    DROP_RATE_NEW,
    DROP_RESOLUTION,
    DROPS_OPEN,
    ROUTING_FAILURE_SHARE,
)
from revdash.metrics.nobody_home import by_cause
from revdash.metrics.read import answers, read
from revdash.store.schema.drops import drop_shown, handoff_drop


@pytest.fixture
def shown(rows):
    """A stretch in which a firing of a weight is the one shown of its lead."""

    def _shown(from_on, until_on=None, weight=2.0, rule="D04", **more):
        days = {"from_on": from_on, "from_at": from_on, "until_on": until_on, "until_at": until_on}
        named = {"subject": more.pop("subject", "lead:p"), "rule": rule}
        rows.put(drop_shown, weight=weight, **named, **days, **more)

    return _shown


@pytest.fixture
def fired(rows):
    """A firing that began on Monday at ten; *took* in open hours."""

    def _fired(took=None, opens_at="2026-05-11 10:00", **more):
        row = {"severity": "high", "rule": "D04", "calendar_id": "office", **more}
        row |= {"opens_at": opens_at, "opened_on": opens_at[:10]}
        if took is None:
            row["resolution_offset_seconds"] = 3600.0 * 10 - rows._open(rows.as_of)
        else:
            row |= {"resolution_seconds": 3600.0 * took, "resolved_at": "2026-05-14 10:00"}
        rows.put(handoff_drop, **{"resolved_by": "attempt", **row})

    return _fired


def test_what_lies_open_is_weighed_and_told_per_hundred_leads_worked(rows, shown, store, week):
    rows.lead()
    rows.lead(closed_on="2026-05-14", is_open=False)
    rows.lead(closed_on="2026-05-20", is_open=False)
    shown("2026-05-12", weight=4.0)
    shown("2026-05-12", "2026-05-15", weight=1.0)
    shown("2026-05-16", rule="D17", weight=0.5)

    assert read(store, DROPS_OPEN, week()).value == pytest.approx(100 * 4.5 / 3)


def test_each_week_is_read_as_it_stood_at_its_end(rows, shown, store, week):
    rows.lead("2026-05-04")
    shown("2026-05-05", "2026-05-12", weight=1.0)
    shown("2026-05-12", weight=2.0)

    points = answers(store, [DROPS_OPEN], week(), before=None, weeks=2)["drops_open"].weeks
    assert [point.value for point in points] == [100.0, 200.0]


def test_without_a_lead_being_worked_nothing_is_open_per_hundred(rows, store, week):
    rows.lead(is_open=False, closed_on="2026-05-12")

    reading = read(store, DROPS_OPEN, week())
    assert (reading.value, reading.missing) == (None, "no lead was being worked")


def test_new_drops_are_told_per_hundred_handoffs_without_those_about_to_be(
    rows, fired, store, week
):
    rows.lead()
    rows.lead()
    fired()
    fired(severity="info")
    fired(opens_at="2026-05-23 10:00")  # after the data

    assert read(store, DROP_RATE_NEW, week()).value == 50.0


def test_half_of_the_drops_are_picked_up_within_a_time_open_ones_counted(rows, fired, store, week):
    fired(2.0)
    fired(4.0)
    fired()

    reading = read(store, DROP_RESOLUTION, week())
    assert (reading.value, reading.sample, reading.pending) == (4.0, 3, 1)


def test_a_lead_that_lapsed_was_not_picked_up(rows, fired, store, week):
    fired(2.0, resolved_by="lapsed")

    reading = read(store, DROP_RESOLUTION, week())
    assert (reading.value, reading.hits, reading.pending) == (None, 0, 0)


def test_a_lead_that_ever_was_with_nobody_counts_once(rows, fired, store, week):
    with_nobody = rows.lead()["episode_id"]
    rows.lead()
    for rule in ("D01", "D03"):
        fired(rule=rule, episode_id=with_nobody)

    reading = read(store, ROUTING_FAILURE_SHARE, week())
    assert (reading.value, reading.hits, reading.sample) == (0.5, 1, 2)


def test_leads_with_nobody_are_told_apart_by_cause_each_once(rows, store, week, fired):
    rows.lead(episode_id="p#1")
    rows.lead("2026-05-18", episode_id="later#1")
    for rule, episode in (("D01", "p#1"), ("D01", "p#1"), ("D02", "p#1"), ("D01", "later#1")):
        fired(rule=rule, episode_id=episode)

    assert [count for _, count in by_cause(store, week())] == [1, 1, 0]
