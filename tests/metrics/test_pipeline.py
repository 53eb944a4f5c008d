"""Pipeline, conversion and movement: the worked examples, who counts, and what is projected."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import update

from revdash.metrics.breakdowns import breakdown
from revdash.metrics.catalog import find
from revdash.metrics.conversion import MQL_TO_WON, SQL_TO_WON
from revdash.metrics.read import answers, read
from revdash.metrics.records import keys, records
from revdash.metrics.shown import shown
from revdash.store.schema.episodes import deal, lead_episode
from revdash.store.schema.followers import close_date_move

GOLDEN = Path(__file__).parents[1] / "golden"
G06 = json.loads((GOLDEN / "G06_cohort_maturity.json").read_text("utf-8"))
G22 = json.loads((GOLDEN / "G22_pipeline.json").read_text("utf-8"))
SO_FAR = "2026-04-01..2026-05-19"  # of the quarter, as in the example
CREATED = {"created_on": date(2026, 1, 5), "accepted_on": date(2026, 1, 5)}
COLUMN = timedelta(days=365 / 4)


@pytest.fixture
def aiming(week):
    """The quarter so far, with its goal for value won."""

    def _aiming(target=400_000.0, days=SO_FAR, **asked):
        return replace(week(days, **asked), targets=(("won_value", target),))

    return _aiming


@pytest.fixture
def example(rows):
    """The deals of the pipeline example."""
    for told in G22["inputs"]["closed_in_period"]:
        days, amount = float(told["cycle_days"]), float(told["amount"])
        rows.deal(told["outcome"], amount_base=amount, cycle_days=days, **CREATED)
    for told in G22["inputs"]["open"]:
        open_deal(rows, told["close_date"], float(told["amount"]))


def open_deal(rows, close, amount=1000.0, **values):
    """An open deal; a close date makes it dead thirty days later."""
    expected = date.fromisoformat(close)
    dead = {"expected_close_on": expected, "zombie_on": expected + timedelta(days=31)}
    return rows.deal("open", amount_base=amount, **CREATED | dead | values)


@pytest.mark.parametrize(
    ("metric", "told"),
    [
        ("win_rate_count", "win_rate_count"),
        ("win_rate_value", "win_rate_value"),
        ("cycle_of_won", "median_cycle_won"),
        ("pipeline_coverage", "coverage_gross"),
        ("pipeline_coverage_remaining", "coverage_remaining"),
        ("pipeline_velocity", "velocity_per_day"),
    ],
)
def test_the_pipeline_is_that_of_the_example(metric, told, example, store, aiming):
    found = read(store, find(metric), aiming(float(G22["inputs"]["target"])))

    assert found.value == pytest.approx(G22["expected"][told], abs=1e-6)


def test_the_velocity_is_bounded_by_drawing_deals_again(example, store, aiming):
    found = read(store, find("pipeline_velocity"), aiming())

    assert found.confidence == 0.9
    assert 0 < found.low < found.value < found.high


def test_a_deal_without_an_amount_or_a_beginning_leaves_the_averages_alone(
    example, rows, store, aiming
):
    parts = {
        one.metric.name: one.value for one in read(store, find("pipeline_velocity"), aiming()).of
    }
    rows.deal(amount_base=None, cycle_days=None, **CREATED)

    found = {
        one.metric.name: one.value for one in read(store, find("pipeline_velocity"), aiming()).of
    }

    assert found["win_rate_count"] > parts["win_rate_count"]
    assert found["average_won"] == parts["average_won"]
    assert found["mean_cycle_won"] == parts["mean_cycle_won"]


@pytest.fixture
def cohorts(rows):
    """The cohorts of the maturity example, a column of it a quarter of a year: their days."""
    found = []
    for told in G06["inputs"]["cohorts"]:
        known = [won for won in told["cumulative_won"] if won is not None]
        at = rows.as_of - COLUMN * len(known)
        steps = [after - before for before, after in pairwise([0, *known])]
        waits = [COLUMN * (n + 1) for n, won in enumerate(steps) for _ in range(won)]
        rows.leads(at, waits, told["mqls"] - len(waits))
        found.append(str(at.date()))
    return found


def test_young_cohorts_are_projected_as_in_the_example(cohorts, store, week):
    expected = G06["expected"]
    for n, day in enumerate(cohorts):
        found = read(store, MQL_TO_WON, week(f"{day}..{day}"))

        assert found.value * found.sample == pytest.approx(
            expected["projected_ultimate_hazard"][n], abs=1e-6
        )
        assert found.maturity == pytest.approx(expected["maturity"][n], abs=1e-6)
        assert found.ready == (found.sample if n == 0 else 0)
        assert found.low <= found.value <= found.high


def test_the_conversion_of_all_cohorts_is_not_the_crude_one(cohorts, store, week):
    found = read(store, MQL_TO_WON, week(f"{cohorts[0]}..{cohorts[-1]}"))

    assert (found.hits, found.sample, found.ready) == (30, 850, 200)
    assert found.value > 1.2 * 30 / 850
    assert "200 of 850 have had the time" in shown(found).note


def test_a_projection_is_the_same_whatever_it_is_compared_with(rows, store, week):
    young, old, older = datetime(2026, 5, 12), datetime(2025, 10, 1), datetime(2025, 3, 3)
    for at, wait, others in ((young, 1, 9), (old, 30, 1), (older, 90, 0)):
        rows.leads(at, [timedelta(days=wait)] * 3, others)
    store.execute(
        update(lead_episode).values(sql_at=lead_episode.c.mql_at, sql_on=lead_episode.c.mql_on)
    )
    asked, before = week(), week("2025-03-01..2025-03-31").period

    alone = read(store, SQL_TO_WON, asked)
    beside = answers(store, [SQL_TO_WON], asked, before=before, weeks=0)[SQL_TO_WON.name]

    assert beside.now.value == alone.value
    assert beside.before.value == 1.0


def dated(column, day):
    moment = datetime.combine(date.fromisoformat(day), time(10))
    return {f"{column}_at": moment, f"{column}_on": moment.date()}


ONE_OF_EACH = {
    "opps_created": lambda rows, day: rows.put(deal, is_new_business=True, accepted_on=day),
    "opps_created_value": lambda rows, day: rows.put(
        deal, is_new_business=True, accepted_on=day, opening_amount_base=1.0
    ),
    "win_rate_value": lambda rows, day: rows.deal(closed_on=day),
    "win_rate_pessimistic": lambda rows, day: rows.deal("open", zombie_on=date.fromisoformat(day)),
    "cycle_of_won": lambda rows, day: rows.deal(closed_on=day, cycle_days=9.0),
    "loss_reasons": lambda rows, day: rows.deal("lost", day, reason="Price"),
    "close_date_slip": lambda rows, day: rows.put(
        close_date_move, opportunity_id="d", moved_on=day, days=7.0
    ),
    "opp_to_won_cohort": lambda rows, day: rows.deal("open", created_on=date.fromisoformat(day)),
    "cycle_time": lambda rows, day: rows.deal("open", created_on=date.fromisoformat(day)),
    "mql_to_won": lambda rows, day: rows.lead(day),
    "sql_to_opp": lambda rows, day: rows.lead("2026-05-01", **dated("sql", day)),
    "sql_to_won": lambda rows, day: rows.lead("2026-05-01", **dated("sql", day)),
}


@pytest.mark.parametrize("day", ["2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18"])
@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_week_holds_its_first_day_and_not_the_one_after(name, day, rows, store, week):
    ONE_OF_EACH[name](rows, day)

    assert read(store, find(name), week()).sample == (day in {"2026-05-11", "2026-05-17"})


def test_deals_nobody_closes_are_lost_to_a_pessimist(rows, store, week):
    rows.deal()
    open_deal(rows, "2026-04-12")  # dead on 13 May
    open_deal(rows, "2026-04-25")  # not yet

    hopeful, pessimistic = (
        read(store, find(name), week()) for name in ("win_rate_count", "win_rate_pessimistic")
    )

    assert (hopeful.value, pessimistic.value, pessimistic.sample) == (1.0, 0.5, 2)


def test_coverage_needs_a_goal_of_its_own(rows, store, aiming):
    open_deal(rows, "2026-06-20", region="DACH")
    without = replace(aiming(), targets=())

    missing = read(store, find("pipeline_coverage"), without).missing
    parts = breakdown(store, find("pipeline_coverage"), aiming(), "region")

    assert missing == "no goal for value won in this quarter"
    assert parts["DACH"].missing == "no goal of its own for this part"


def test_coverage_is_of_this_quarter_and_of_what_its_goal_lacks(rows, store, aiming):
    rows.deal(amount_base=60.0)
    for close in ("2026-06-20", "2026-07-01", "2026-04-02"):
        open_deal(rows, close, 30.0)

    gross, remaining = (
        read(store, find(name), aiming(100.0)).value
        for name in ("pipeline_coverage", "pipeline_coverage_remaining")
    )

    assert (gross, remaining) == (60 / 100, 30 / 40)  # the one of 2 April is dead


def test_a_goal_that_is_reached_needs_no_pipeline(rows, store, aiming):
    rows.deal(amount_base=100.0)
    open_deal(rows, "2026-06-20")

    found = read(store, find("pipeline_coverage_remaining"), aiming(100.0))

    assert (found.value, found.missing) == (None, "the goal of the quarter is reached")


def test_coverage_by_week_is_as_it_stood_then(rows, store, aiming):
    open_deal(rows, "2026-06-20", 50.0, created_on=date(2026, 5, 11))

    found = answers(store, [find("pipeline_coverage")], aiming(100.0), before=None, weeks=3)

    weeks = found["pipeline_coverage"].weeks
    assert [point.value for point in weeks] == [0.0, 0.5, 0.5]


def test_stalled_deals_are_those_stuck_when_the_week_ended(rows, store, week):
    for stalled_on, closed_on in (
        (date(2026, 5, 17), None),
        (date(2026, 5, 18), None),
        (date(2026, 5, 1), "2026-05-17"),
        (date(2026, 5, 1), "2026-05-18"),
    ):
        outcome = "lost" if closed_on else "open"
        rows.deal(outcome, closed_on or "2026-05-01", stalled_on=stalled_on, amount_base=5.0)

    count, value = (read(store, find(name), week()) for name in ("stalled_opps", "stalled_value"))

    assert (count.value, value.value, value.sample) == (2, 10.0, 2)
    assert shown(value, "EUR").note == "2 stalled"
    assert len(keys(store, find("stalled_opps"), week())) == 2


def test_the_moves_of_one_deal_add_up(rows, store, week):
    for name, days in (("a", 5.0), ("a", 10.0), ("b", 3.0), ("c", 4.0)):
        rows.put(close_date_move, opportunity_id=name, moved_on="2026-05-12", days=days)

    found = read(store, find("close_date_slip"), week())

    assert (found.value, found.sample, found.confidence) == (4.0, 3, 0.9)
    assert found.low == 3.0
    assert found.high == 15.0
    assert shown(found).note == "3 deals put off · few data"


def test_reasons_stand_by_their_share_and_blank_is_one(rows, store, week):
    for reason in ("Price", "Price", "Price", None, "No decision"):
        rows.deal("lost", reason=reason)

    found = read(store, find("loss_reasons"), week())

    told = [(part.name, part.value, part.sample) for part in found.parts]
    assert told == [("Price", 0.6, 3), ("No decision", 0.2, 1), (None, 0.2, 1)]
    assert found.low < 0.6 < found.high
    assert shown(found).note.startswith("Price: 3 of 5")
    assert {row[1] for row in records(store, find("loss_reasons"), week()).rows} == {
        "Price",
        "No decision",
        "(blank)",
    }


def test_the_cycle_is_that_of_those_won_in_the_end(rows, store, week):
    old = {"created_on": date(2025, 3, 3)}
    for days in (10.0, 20.0, 30.0, 400.0):
        rows.deal(cycle_days=days, **old)
    rows.deal("lost", **old)

    found = read(store, find("cycle_time"), week("2025-03-01..2025-03-31"))

    assert (found.value, found.hits, found.sample) == (20.0, 3, 5)


def test_deals_too_young_to_have_been_won_have_no_cycle_yet(rows, store, week):
    for number in range(20):
        rows.deal(cycle_days=100.0 + number, created_on=date(2025, 3, 3))
        rows.deal("open", created_on=date(2026, 5, 12))

    found = read(store, find("cycle_time"), week())

    assert found.value is None
    assert shown(found).value == "> 10.0 days"
