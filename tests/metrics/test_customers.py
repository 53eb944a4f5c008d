"""Customers: whether they like us, stay and grow, and whether the market is heard."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from revdash.metrics.breakdowns import breakdown
from revdash.metrics.customers import LOGO_RETENTION, NPS, NRR
from revdash.metrics.market import CUSTOMER_METRIC_SHARE, MARKET_FEEDBACK_LOOP
from revdash.metrics.read import answers, read
from revdash.metrics.shown import shown
from revdash.store.schema.clientele import customer_now, need_now, nps_now, revenue_stay
from revdash.store.schema.joint import tagged_stay

G21 = json.loads((Path(__file__).parents[1] / "golden" / "G21_pulse_nps.json").read_text("utf-8"))
EVER = "2020-01-01..2026-05-22"


@pytest.fixture
def scored(rows):
    """So many answers of each score."""

    def _scored(counts, **values):
        for score, count in counts.items():
            for _ in range(count):
                rows.put(nps_now, score=score, answered_on="2026-05-12", **values)

    return _scored


def test_the_score_and_its_bounds_are_those_of_the_example(scored, store, week):
    told = G21["inputs"]["nps"]
    scored({10: told["promoters"], 8: told["passives"], 6: told["detractors"]})

    reading = read(store, NPS, week())

    expected = G21["expected"]
    assert reading.value == expected["nps"]
    assert [reading.low, reading.high] == pytest.approx(expected["nps_ci95"], abs=1e-3)
    assert shown(reading).value == "+34"


def test_fewer_than_thirty_answers_make_no_score_and_no_part_of_one(scored, store, week):
    scored({9: 20, 0: 9}, source="web")
    scored({9: 30}, source="event")

    parts = breakdown(store, NPS, week(), "source")

    assert parts["event"].value == 100
    assert (parts["web"].value, parts["web"].missing) == (None, "29 of the 30 that it takes")


@pytest.fixture
def began(rows):
    """A customer who began so many days ago and, if so, left after so many."""

    def _began(days, left_after=None, **values):
        started_at = (rows.as_of - timedelta(days=days)).replace(hour=0)
        left_at = started_at + timedelta(days=left_after) if left_after else None
        told = {"started_on": started_at.date(), "churned_at": left_at}
        rows.put(customer_now, started_at=started_at, **told, **values)

    return _began


def test_a_renewal_not_yet_due_is_neither_kept_nor_lost(began, store, week):
    """Of four who had the year one left: 3/4. Six younger ones change nothing."""
    for _ in range(3):
        began(500)
    began(500, left_after=365)
    for _ in range(6):
        began(100)

    reading = read(store, LOGO_RETENTION, week(EVER))

    assert reading.value == pytest.approx(0.75)
    assert (reading.hits, reading.sample, reading.pending) == (9, 10, 6)
    assert reading.low < 0.75 < reading.high


def test_a_customer_lost_early_leaves_while_the_young_are_still_at_risk(began, store, week):
    """One of four leaves on day 50, when all four are there; then two are watched no longer."""
    began(500, left_after=50)
    began(500)
    began(100)
    began(100)

    reading = read(store, LOGO_RETENTION, week(EVER))

    assert reading.value == pytest.approx(0.75)


@pytest.fixture
def stays(rows):
    def _stays(before, now, since="2026-01-01", until=None, **values):
        days = {"since_on": since, "until_on": until}
        rows.put(revenue_stay, arr_before=before, arr_now=now, **days, **values)

    return _stays


def test_revenue_kept_is_of_those_who_paid_a_year_before(stays, store, week):
    stays(100.0, 150.0)
    stays(100.0, 0.0)  # left
    stays(200.0, 200.0)
    stays(0.0, 999.0)  # came since
    stays(500.0, 500.0, until="2026-05-18")  # its next stay begins after the week

    assert read(store, NRR, week()).value == pytest.approx(850 / 900)
    later = read(store, NRR, week("2026-05-18..2026-05-22"))
    assert later.value == pytest.approx(350 / 400)
    assert later.low < later.value < later.high
    assert later.confidence == 0.9


def test_who_pays_what_nobody_knows_is_neither_kept_nor_lost(stays, store, week):
    stays(100.0, 80.0)
    stays(100.0, 100.0)
    stays(800.0, None)
    stays(None, 0.0)

    reading = read(store, NRR, week())

    assert (reading.value, reading.sample) == (pytest.approx(0.9), 2)
    assert reading.low < 0.9 < reading.high


def test_revenue_of_a_part_is_that_of_its_customers(stays, store, week):
    stays(100.0, 110.0, source="web")
    stays(100.0, 50.0, source="event")

    found = breakdown(store, NRR, week(), "source")

    assert {name: one.value for name, one in found.items()} == {"web": 1.1, "event": 0.5}


def test_a_need_counts_once_its_thirty_days_are_over(rows, store, week):
    for due, is_in_time in (("2026-05-12", True), ("2026-05-12", False), ("2026-05-22", False)):
        due_at = datetime.fromisoformat(f"{due} 23:00")
        told = {"due_at": due_at, "is_decided_in_time": is_in_time}
        rows.put(need_now, due_on=due, **told)

    found = answers(store, [MARKET_FEEDBACK_LOOP], week(), before=None, weeks=2)
    reading = found[MARKET_FEEDBACK_LOOP.name].now

    assert (reading.hits, reading.sample, reading.pending) == (1, 2, 0)
    assert found[MARKET_FEEDBACK_LOOP.name].weeks[-1].pending == 0
    assert read(store, MARKET_FEEDBACK_LOOP, week("2026-05-18..2026-05-22")).pending == 1


def test_what_is_looked_at_is_counted_as_it_stood(rows, store, week):
    for about in ("customer", "sales", "sales", "brand"):
        rows.put(tagged_stay, orientation=about, since_on="2026-01-01", until_on="2026-05-18")
    rows.put(tagged_stay, orientation="customer", since_on="2026-05-18")

    reading = read(store, CUSTOMER_METRIC_SHARE, week())

    assert (reading.value, shown(reading).note) == (0.25, "1 of 4")
    assert read(store, CUSTOMER_METRIC_SHARE, week("2026-05-18..2026-05-22")).value == 1
    before = read(store, CUSTOMER_METRIC_SHARE, week("2025-05-18..2025-05-22"))
    assert before.missing == "no goals and no agenda by then"
