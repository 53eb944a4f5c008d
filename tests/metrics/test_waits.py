"""Waits and levels: those who still wait are counted."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from revdash.metrics.breakdowns import breakdown
from revdash.metrics.follow_up import FOLLOW_UP_TIME, SLA_ATTAINMENT, UNTOUCHED_LEADS
from revdash.metrics.quality import ACCEPTANCE_RATE
from revdash.metrics.read import answers, read
from revdash.metrics.shown import shown
from revdash.stats.intervals import wilson_interval

GOLDEN = Path(__file__).parents[1] / "golden"
G04 = json.loads((GOLDEN / "G04_km_follow_up.json").read_text("utf-8"))
G05 = json.loads((GOLDEN / "G05_acceptance_cif.json").read_text("utf-8"))


@pytest.fixture
def waiting_example(rows):
    for one in G04["inputs"]["observations"]:
        rows.lead(**{"tried" if one["touched"] else "waits": one["hours"]})


def test_follow_up_time_is_that_of_the_example(waiting_example, store, week):
    reading, expected = read(store, FOLLOW_UP_TIME, week()), G04["expected"]

    assert reading.value == expected["median"]
    assert (reading.low, reading.high) == tuple(expected["median_ci95_loglog"])
    assert [step.survival for step in reading.curve.steps] == pytest.approx(
        [step["S_float"] for step in expected["curve"]], abs=1e-6
    )
    assert (reading.sample, reading.hits, reading.pending) == (12, 9, 3)
    assert reading.value not in expected["wrong_answers"].values()


def test_follow_up_shares_and_other_quantiles_are_those_of_the_example(
    waiting_example, store, week
):
    curve = read(store, FOLLOW_UP_TIME, week()).curve

    assert curve.share_by(1.0) == pytest.approx(1 / 3)
    assert curve.share_by(4.0) == pytest.approx(3 / 5)
    assert (curve.quantile(0.75), curve.quantile(0.9)) == (9.0, None)
    assert curve.longest == pytest.approx(20.0)


def test_acceptance_is_that_of_the_example(rows, store, week):
    for one in G05["inputs"]["episodes"]:
        day = rows.as_of.date() - timedelta(days=one["age_days"])
        is_rejected = one["outcome"] == "REJ"
        rows.lead(
            str(day),
            mql_at=rows.as_of - timedelta(days=one["age_days"]),
            sal_at=rows.as_of - timedelta(days=one["age_days"] - one["days_to_outcome"])
            if one["outcome"] == "SAL"
            else None,
            is_open=not is_rejected,
        )

    reading = read(store, ACCEPTANCE_RATE, week("2026-04-01..2026-05-22"))

    assert reading.value == pytest.approx(G05["expected"]["cif_14d_float"], abs=1e-6)
    assert (reading.hits, reading.sample, reading.pending) == (5, 12, 4)
    for wrong in (5 / 12, 19 / 27, 13 / 24):
        assert reading.value != pytest.approx(wrong, abs=1e-3)


def test_an_acceptance_after_the_moment_asked_for_has_not_happened(rows, store, week):
    rows.lead(accepted=20)

    assert read(store, ACCEPTANCE_RATE, week()).hits == 0


def test_an_expansion_is_not_for_sales_to_accept(rows, store, week):
    rows.lead(kind="expansion", accepted=1)

    assert read(store, ACCEPTANCE_RATE, week()).sample == 0


@pytest.mark.parametrize("accepted", [0, 3, 10])
def test_a_share_that_all_had_the_time_for_is_bounded_as_any_share(accepted, rows, store, week):
    for number in range(10):
        rows.lead("2026-04-14", accepted=2 if number < accepted else None)

    reading = read(store, ACCEPTANCE_RATE, week("2026-04-13..2026-04-19"))

    assert (reading.hits, reading.ready) == (accepted, 10)
    assert (reading.low, reading.high) == wilson_interval(accepted, 10)


def test_a_share_of_nobody_yet_is_bounded_by_those_who_had_the_time(rows, store, week):
    for day in ["2026-04-14"] * 6 + ["2026-05-12"] * 4:
        rows.lead(day)

    reading = read(store, ACCEPTANCE_RATE, week("2026-04-13..2026-05-17"))

    assert (reading.value, reading.sample) == (0.0, 10)
    assert (reading.low, reading.high) == wilson_interval(0, 6)


def test_a_share_of_days_not_over_yet_says_so(rows, store, week):
    for _ in range(20):
        rows.lead("2026-05-15", accepted=1)
        rows.lead("2026-05-15")

    assert shown(read(store, ACCEPTANCE_RATE, week())).note.endswith("after 7 of 14 days")


@pytest.mark.parametrize(
    ("values", "sample"),
    [({}, 1), ({"is_clock_excluded": True}, 0), ({"clock_start_at": None}, 0)],
    ids=["ordinary", "excluded", "no clock"],
)
def test_only_leads_with_a_clock_have_a_follow_up_time(values, sample, rows, store, week):
    rows.lead(**values)

    assert read(store, FOLLOW_UP_TIME, week()).sample == sample


def test_a_lead_closed_untried_waits_no_longer(rows, store, week):
    rows.lead(tried=1)
    rows.lead(is_open=False, wait_seconds=7200.0)

    reading = read(store, FOLLOW_UP_TIME, week())

    assert (reading.sample, reading.hits, reading.pending) == (2, 1, 0)


def test_when_fewer_than_half_were_reached_the_longest_wait_is_told(rows, store, week):
    for _ in range(5):
        rows.lead(waits=20)
    rows.lead(tried=1)

    reading = read(store, FOLLOW_UP_TIME, week())

    assert reading.value is None
    assert shown(reading).value == "> 20.0 h"


def test_nobody_handed_over_is_no_wait(rows, store, week):
    assert read(store, FOLLOW_UP_TIME, week()).missing == "nobody was handed over in this period"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"tried": 4}, (1, 1, 0)),
        ({"tried": 5}, (0, 1, 0)),
        ({}, (0, 1, 0)),
        ({"tried": 1, "due_at": "later"}, (0, 0, 1)),
        ({"is_open": False, "wait_seconds": 60.0}, (0, 1, 0)),
        ({"is_clock_excluded": True}, (0, 0, 0)),
        ({"due_at": None}, (0, 0, 0)),
    ],
    ids=[
        "exactly in time",
        "late",
        "untried",
        "not due yet",
        "closed untried",
        "excluded",
        "nothing agreed",
    ],
)
def test_the_agreement_is_judged_when_it_is_due(values, told, rows, store, week):
    if values.get("due_at") == "later":
        values = {**values, "due_at": rows.as_of + timedelta(hours=1)}
    rows.lead(**values)

    reading = read(store, SLA_ATTAINMENT, week())

    assert (reading.hits, reading.sample, reading.pending) == told


def test_what_is_due_counts_on_the_day_it_is_due(rows, store, week):
    for day in (10, 11, 17, 18):
        rows.lead("2026-05-08", due_on=date(2026, 5, day))

    assert read(store, SLA_ATTAINMENT, week()).sample == 2


def test_untouched_leads_are_those_who_waited_when_the_week_ended(rows, store, week):
    rows.lead("2026-05-17")
    rows.lead("2026-05-18")
    rows.lead("2026-05-01", waiting_until_on=date(2026, 5, 17))
    rows.lead("2026-05-01", waiting_until_on=date(2026, 5, 18))

    assert read(store, UNTOUCHED_LEADS, week()).value == 2


def test_a_week_that_is_not_over_ends_today(rows, store, week):
    rows.lead("2026-05-18", waiting_until_on=rows.as_of.date())
    rows.lead("2026-05-18")

    assert read(store, UNTOUCHED_LEADS, week("2026-05-18..2026-05-24")).value == 1


def test_a_wait_is_cut_without_mixing(rows, store, week):
    for tier, hours in (("A", 1), ("A", 1), ("B", 9), (None, 5)):
        rows.lead(tier=tier, tried=hours)

    parts = breakdown(store, FOLLOW_UP_TIME, week(), "tier")

    assert {tier: (part.value, part.sample) for tier, part in parts.items()} == {
        "A": (1.0, 2),
        "B": (9.0, 1),
        None: (5.0, 1),
    }


@pytest.mark.parametrize("week_start", [0, 6])
@pytest.mark.parametrize("metric", [FOLLOW_UP_TIME, ACCEPTANCE_RATE], ids=lambda m: m.name)
def test_weeks_computed_together_are_as_read_one_by_one(metric, week_start, rows, store, week):
    for day in range(12):
        on = str(date(2026, 5, 4) + timedelta(days=day))
        rows.lead(on, tried=(day * 7) % 5 + 0.25, accepted=day % 4 + 1)
        rows.lead(on, waits=day % 3 + 1.5)
        rows.lead(on, tried=2, is_open=False)
    scope = week(week_start=week_start)

    points = answers(store, [metric], scope, before=None, weeks=4)[metric.name].weeks

    for point in points:
        alone = read(store, metric, week(f"{point.period.start}..{point.period.last}"))
        assert point.value == pytest.approx(alone.value)
        assert point.sample == alone.sample
