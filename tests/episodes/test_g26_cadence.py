"""The worked example of the cadence, from facts to the metrics."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from revdash.metrics.care import ATTEMPTS_PER_LEAD, CADENCE_COMPLETION
from revdash.metrics.read import read
from revdash.metrics.records import records

GOLDEN = Path(__file__).parents[1] / "golden" / "G26_recycle_cadence.json"
G26 = json.loads(GOLDEN.read_text("utf-8"))
EPISODES, EXPECTED = G26["inputs"]["cadence"]["episodes"], G26["expected"]
AS_OF = datetime(2026, 6, 5, 9)  # a Friday
DAYS = "2026-05-11..2026-06-14"


def business_days(moment, days):
    """So many weekdays later, or earlier."""
    step = timedelta(days=1 if days > 0 else -1)
    while days:
        moment += step
        days -= (moment.weekday() < 5) * step.days
    return moment


@pytest.fixture
def example(given):
    """One attempt a day; those who speak do so at the last."""
    for one in EPISODES:
        who, begun = str(one["id"]), business_days(AS_OF, -one["business_days_in_cadence"])
        given.stage(who, "MQL", begun)
        tries = [business_days(begun, n) + timedelta(hours=2) for n in range(one["human_attempts"])]
        for at in tries:
            is_connected = one["connected"] and at == tries[-1]
            given.attempt(who, at, outcome="connected" if is_connected else "no_answer")
        if one["valid_early_disposition"]:
            given.stage(who, "DISQUALIFIED", business_days(begun, 2), reason_code="spam")
    given.load(as_of=AS_OF)


def test_cadences_completed_are_those_of_the_example(example, store, scope):
    reading = read(store, CADENCE_COMPLETION, scope(DAYS))

    told = (EXPECTED["cadence_completed"], EXPECTED["cadence_ended"], 1)
    assert (reading.hits, reading.sample, reading.pending) == told
    assert reading.value == pytest.approx(EXPECTED["cadence_completion"], abs=1e-6)
    found = records(store, CADENCE_COMPLETION, scope(DAYS), limit=None)
    assert {key: part for key, part, *_ in found.rows if part != "as agreed"} == {
        "3#1": "given up early",
        "7#1": "given up early",
        "6#1": "not due yet",
    }


def test_attempts_at_leads_that_nobody_reached_are_those_of_the_example(example, store, scope):
    reading = read(store, ATTEMPTS_PER_LEAD, scope(DAYS))

    assert reading.value == EXPECTED["mean_attempts_exhausted"]
    assert (reading.sample, reading.pending) == (4, 3)
    assert reading.low <= reading.value <= reading.high
