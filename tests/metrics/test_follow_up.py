"""Follow-up: whose the wait is, whom it counts, and who of the best was tried in a day."""

from datetime import datetime, timedelta

import pytest

from revdash.metrics.follow_up import (
    FOLLOW_UP_TIME,
    RESPONSE_TIME,
    ROUTING_TIME,
    TOP_TIER_COVERAGE,
    UNTOUCHED_LEADS,
)
from revdash.metrics.read import read
from revdash.metrics.records import records

HOUR = 3600.0
FRIDAY_EVENING = datetime(2026, 5, 22, 18)


@pytest.fixture
def handed(rows):
    """A lead, routed after so many open hours, and tried after so many in all; None is not yet."""

    def _handed(routed, tried=None, **values):
        own = {"is_routing_known": True, **values}
        if routed is not None:
            own["routing_seconds"] = routed * HOUR
        if routed is not None and tried is not None:
            own["response_seconds"] = (tried - routed) * HOUR
        return rows.lead(tried=tried, **own)

    return _handed


def test_routing_and_response_add_up_to_the_follow_up_of_each_lead(handed, store, week):
    for routed, tried in ((1, 5), (2, 2), (0, 3)):
        handed(routed, tried)

    sums = {
        metric.name: sum(t * n for t, n in zip(curve.times, curve.events, strict=True))
        for metric in (ROUTING_TIME, RESPONSE_TIME, FOLLOW_UP_TIME)
        if (curve := read(store, metric, week()).curve)
    }

    assert sums == {"routing_time": 3, "response_time": 7, "follow_up_time": 10}


def test_a_lead_with_nobody_waits_for_its_routing_and_not_for_a_response(handed, store, week):
    handed(1, 2)
    handed(None, waits=20)
    handed(None, waits=30, is_open=False)

    routing, response = (read(store, metric, week()) for metric in (ROUTING_TIME, RESPONSE_TIME))

    assert (routing.sample, routing.hits, routing.pending) == (3, 1, 1)
    assert routing.value is None
    assert routing.curve.longest == pytest.approx(30)
    assert (response.sample, response.hits) == (1, 1)


def test_an_untried_response_runs_from_the_routing_until_now(handed, store, week):
    handed(4, waits=20)

    reading = read(store, RESPONSE_TIME, week())

    assert (reading.hits, reading.pending) == (0, 1)
    assert reading.curve.longest == pytest.approx(16)


@pytest.mark.parametrize(
    "values",
    [{"is_routing_known": False}, {"is_clock_excluded": True}, {"clock_start_at": None}],
    ids=["since when is unknown", "excluded", "no clock"],
)
def test_leads_without_a_known_routing_are_in_neither_part(values, handed, store, week):
    handed(1, 2, **values)

    assert [read(store, m, week()).sample for m in (ROUTING_TIME, RESPONSE_TIME)] == [0, 0]


def test_every_part_counts_under_the_day_of_the_mql(handed, store, week):
    for day in ("2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18"):
        handed(1, 2, mql_on=day)

    metrics = (FOLLOW_UP_TIME, ROUTING_TIME, RESPONSE_TIME)
    assert [read(store, metric, week()).sample for metric in metrics] == [2, 2, 2]


def test_closing_an_untried_lead_ends_no_wait(rows, store, week):
    """Three tried after 1, 2 and 3 h; two closed untried at once: the median is 3 h, not 2 h."""
    for hours in (1, 2, 3):
        rows.lead(tried=hours)
    for _ in range(2):
        rows.lead(is_open=False, wait_seconds=60.0)

    reading = read(store, FOLLOW_UP_TIME, week())

    assert reading.value == 3
    assert (reading.sample, reading.hits, reading.pending) == (5, 3, 0)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"credited": 0}, (1, 1, 0)),
        ({"credited": 1}, (0, 1, 0)),
        ({"credited": None}, (0, 1, 0)),
        ({"credited": 0, "due": FRIDAY_EVENING}, (1, 1, 0)),
        ({"credited": 0, "due": FRIDAY_EVENING + timedelta(minutes=1)}, (0, 0, 1)),
        ({"credited": 0, "tier": "B"}, (0, 0, 0)),
        ({"credited": 0, "tier": None}, (0, 0, 0)),
        ({"credited": None, "is_clock_excluded": True}, (0, 0, 0)),
    ],
    ids=[
        *("exactly in a day", "late", "untried", "due now", "not due yet", "second best"),
        *("no tier", "needs no contact"),
    ],
)
def test_the_best_leads_are_tried_within_a_business_day(values, told, rows, store, week):
    due, late = values.pop("due", datetime(2026, 5, 13, 10)), values.pop("credited")
    credited = None if late is None else due + timedelta(seconds=late)
    own = {"tier": "A", "one_day_due_at": due, "one_day_due_on": datetime(2026, 5, 13).date()}
    rows.lead(credited_at=credited, **{**own, **values})

    reading = read(store, TOP_TIER_COVERAGE, week())

    assert (reading.hits, reading.sample, reading.pending) == told


def test_the_best_leads_count_when_their_day_is_over(rows, store, week):
    for day in (10, 11, 17, 18):
        due = datetime(2026, 5, day, 10)
        rows.lead(tier="A", one_day_due_at=due, one_day_due_on=due.date())

    assert read(store, TOP_TIER_COVERAGE, week()).sample == 2


def test_untouched_leads_are_told_apart_by_how_long_they_wait(rows, store, week):
    """A business day has eight hours here."""
    for hours in (1, 4, 4.5, 8, 8.5, 16, 16.5, 40, 40.5):
        rows.lead("2026-05-11", waits=hours)
    rows.lead("2026-05-11", clock_start_at=None, clock_offset_seconds=None)

    reading = read(store, UNTOUCHED_LEADS, week("2026-05-18..2026-05-24"))

    assert [(part.name, part.sample) for part in reading.parts] == [
        ("0–4 h", 2),
        ("4–8 h", 2),
        ("1–2 business days", 2),
        ("3–5 business days", 2),
        ("> 5 business days", 1),
        ("since a day, no time known", 1),
    ]
    assert sum(part.sample for part in reading.parts) == reading.value == 10


def test_how_long_they_waited_is_told_as_of_the_end_of_the_period(rows, store, week):
    """Handed over on Friday at ten, tried the week after: seven hours at the week's end."""
    rows.lead("2026-05-15", tried=12, waiting_until_on=datetime(2026, 5, 18).date())

    reading = read(store, UNTOUCHED_LEADS, week())

    assert [(part.name, part.sample) for part in reading.parts] == [("4–8 h", 1)]


def test_a_record_says_whose_the_wait_was(handed, store, week):
    handed(1, 5)

    found = records(store, FOLLOW_UP_TIME, week())

    keys = ["key", "part", *(column.key for column in found.columns)]
    row = dict(zip(keys, found.rows[0], strict=True))
    assert (row["waited"], row["routing"], row["response"]) == (5, 1, 4)


def test_that_nobody_waited_long_before_the_first_handoff_is_not_known(rows, store, week):
    rows.lead("2026-05-12")

    reading = read(store, UNTOUCHED_LEADS, week("2026-03-02..2026-03-08"))

    assert (reading.value, reading.missing) == (None, "nothing loaded before 12 May 2026")
