"""Demos: who agrees to one, whether it happens, and what comes of it."""

from datetime import datetime, timedelta

import pytest

from revdash.metrics.demos import (
    DEMO_AGREE_OF_HAND_RAISERS,
    DEMO_AGREE_OF_MQLS,
    DEMO_AGREE_RATE,
    DEMO_HELD_RATE,
    DEMO_TO_SQL,
    NO_SHOW_RECOVERY,
)
from revdash.metrics.read import read
from revdash.store.schema.followers import demo_now

EDGES = ("2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18")
APRIL = datetime(2026, 4, 7, 10)


@pytest.fixture
def demo(rows):
    """A demo planned for a day, seen from the 22nd of May."""

    def _demo(day="2026-05-12", outcome="held", **values):
        ends = {"ends_at": f"{day} 15:00", "due_on": day, "outcome": outcome}
        if outcome == "held":
            ends |= {"held_at": f"{day} 15:00", "held_on": day, "episode_id": "p#1"}
        return rows.put(demo_now, **ends | values)

    return _demo


@pytest.fixture
def lead(rows, demo):
    """A lead of the 7th of April, and a demo elsewhere: demos are known."""
    demo("2026-01-05")

    def _lead(*, connected=None, booked=None, due=None, **values):
        own = {}
        if connected is not None:
            own["connected_at"] = APRIL + timedelta(days=connected)
            own["connected_on"] = own["connected_at"].date()
        if booked is not None:
            own["demo_booked_at"] = APRIL + timedelta(days=booked)
        if due is not None:
            own["demo_due_at"] = APRIL + timedelta(days=due)
            own["demo_due_on"] = own["demo_due_at"].date()
        return rows.lead("2026-04-07", **own | values)

    return _lead


def test_a_lead_agrees_to_a_demo_within_two_weeks_of_whom_you_like(lead, store, week):
    for connected, booked in ((1, 2), (2, 1), (3, 16), (1, 16), (1, None), (None, 2)):
        lead(connected=connected, booked=booked)
    lead(connected=1, booked=2, kind="expansion")

    scope = week("2026-04-07..2026-04-12")
    spoken, every = (read(store, m, scope) for m in (DEMO_AGREE_RATE, DEMO_AGREE_OF_MQLS))

    assert (spoken.value, spoken.sample) == (0.6, 5)
    assert (every.value, every.sample) == (0.5, 6)


def test_who_raises_a_hand_gets_a_demo_in_two_days(lead, store, week):
    for due, booked in ((2, 2), (2, 3), (2, None), (60, 1), (None, 1)):
        lead(due=due, booked=booked)

    reading = read(store, DEMO_AGREE_OF_HAND_RAISERS, week("2026-04-01..2026-06-30"))

    assert (reading.hits, reading.sample, reading.pending) == (1, 3, 1)


def test_a_demo_without_an_outcome_is_missed_a_day_later(demo, store, week):
    for outcome in ("held", "no-show", "cancelled"):
        demo("2026-05-12", outcome)
    for missing in ("2026-05-22 18:00", "2026-05-22 18:01"):
        demo("2026-05-12", None, missing_from_at=missing)

    reading = read(store, DEMO_HELD_RATE, week())

    assert (reading.hits, reading.sample, reading.pending) == (1, 4, 1)


def test_a_demo_to_come_is_pending_whatever_its_outcome(demo, store, week):
    demo("2026-05-25")
    demo("2026-05-26", None)

    reading = read(store, DEMO_HELD_RATE, week("2026-05-18..2026-05-31"))

    assert (reading.value, reading.sample, reading.pending) == (None, 0, 2)


def test_a_missed_demo_is_made_up_for_by_one_that_was_held_in_time(demo, store, week):
    for due, made_up in (("12", "12"), ("12", "13"), ("12", None), ("25", "20")):
        own = {"rebook_due_at": f"2026-05-{due} 10:00", "rebook_due_on": f"2026-05-{due}"}
        held = f"2026-05-{made_up} 10:00" if made_up else None
        demo("2026-04-20", "no-show", made_up_at=held, **own)
    demo("2026-04-21")

    reading = read(store, NO_SHOW_RECOVERY, week("2026-05-11..2026-05-31"))

    assert (reading.hits, reading.sample, reading.pending) == (1, 3, 1)


def test_a_demo_leads_to_an_sql_within_three_weeks(demo, store, week):
    for sql_at in ("2026-04-28 15:00", "2026-04-28 15:01", None):
        demo("2026-04-07", sql_at=sql_at, is_sql_before=False if sql_at else None)
    demo("2026-04-07", sql_at="2026-04-01 15:00", is_sql_before=True)
    demo("2026-04-07", episode_id=None)
    demo("2026-04-07", "no-show")

    reading = read(store, DEMO_TO_SQL, week("2026-04-06..2026-04-12"))

    assert (reading.value, reading.sample) == (pytest.approx(1 / 3), 3)


def test_a_week_holds_the_demos_of_its_days(demo, rows, store, week):
    for day in EDGES:
        moment = datetime.fromisoformat(f"{day} 10:00")
        demo(day, rebook_due_at=f"{day} 15:00", rebook_due_on=day)
        own = {"connected_at": moment, "demo_due_at": moment}
        rows.lead(day, **own, connected_on=moment.date(), demo_due_on=moment.date())

    counted = (DEMO_HELD_RATE, NO_SHOW_RECOVERY, DEMO_TO_SQL, DEMO_AGREE_RATE)
    counted += (DEMO_AGREE_OF_MQLS, DEMO_AGREE_OF_HAND_RAISERS)
    assert [read(store, metric, week()).sample for metric in counted] == [2] * 6


def test_meetings_of_which_none_is_a_demo_tell_nothing(rows, store, week):
    rows.lead(connected_at=APRIL)

    for metric in (DEMO_AGREE_RATE, DEMO_HELD_RATE):
        assert read(store, metric, week()).missing == "no meeting is known to be a demo"
