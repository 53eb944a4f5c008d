"""Young cohorts are projected, not counted as failures."""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revdash.stats.cohorts import chain_ladder, life_table, outlook
from revdash.stats.intervals import wilson_interval
from revdash.stats.survival import sub_distribution

G06 = json.loads((Path(__file__).parents[1] / "golden/G06_cohort_maturity.json").read_text("utf-8"))
EXPECTED = G06["expected"]
SIZES = [cohort["mqls"] for cohort in G06["inputs"]["cohorts"]]
WON = [cohort["cumulative_won"] for cohort in G06["inputs"]["cohorts"]]
CLOSE = {"abs": G06["tolerance"]}

rows = st.lists(st.integers(0, 9), min_size=4, max_size=4).map(lambda row: np.cumsum(row).tolist())


def people(ages, waits):
    """One cohort among itself: its own curve is the pool."""
    known = [None if math.isnan(wait) else wait for wait in waits]
    return ages, waits, sub_distribution(zip(ages, known, strict=True))


def test_hazards_are_those_of_the_worked_example():
    table = life_table(SIZES, WON)

    hazards = [float(Fraction(hazard)) for hazard in EXPECTED["hazards"]]
    assert table.hazards == pytest.approx(hazards, abs=1e-12)
    assert table.conversion == pytest.approx(EXPECTED["cumulative_conversion"], **CLOSE)
    assert table.ultimates == pytest.approx(EXPECTED["projected_ultimate_hazard"], **CLOSE)
    assert table.maturity == pytest.approx(EXPECTED["maturity"], **CLOSE)


def test_growth_is_that_of_the_worked_example():
    ladder = chain_ladder(WON)

    factors = [float(Fraction(factor)) for factor in EXPECTED["chain_ladder_factors"]]
    assert ladder.factors == pytest.approx(factors, abs=1e-12)
    assert ladder.ultimates == pytest.approx(EXPECTED["chain_ladder_ultimate"], **CLOSE)


def test_the_young_are_not_counted_as_failures():
    wrong = EXPECTED["wrong_answers"]["crude_won_over_mql"]
    crude = sum(row[age] for row, age in zip(WON, (3, 2, 1, 0), strict=True)) / sum(SIZES)

    assert wrong.startswith("3/85")
    assert crude == pytest.approx(3 / 85)
    assert life_table(SIZES, WON).conversion[-1] > 1.3 * crude


def test_a_cohort_that_begins_with_nothing_is_projected_by_hazards_only():
    triangle = [[0, 4], [0, None]]

    assert chain_ladder(triangle).ultimates[1] == 0.0
    assert life_table([40, 20], triangle).ultimates[1] == pytest.approx(2.0)


def test_nothing_at_all_projects_nothing():
    assert chain_ladder([]) == ((), ())
    assert life_table([], []) == ((), (), (), ())
    assert life_table([7], [[None, None]]).ultimates == (0.0,)
    assert life_table([7, 7], [[0, 0], [0, None]]).maturity == (1.0, 0.5)


@pytest.mark.parametrize("triangle", [[[1, 2], [1]], [[None, 2]]])
def test_a_triangle_has_no_gaps(triangle):
    with pytest.raises(ValueError, match=r"one length|gap"):
        chain_ladder(triangle)


def test_a_cohort_holds_its_conversions():
    with pytest.raises(ValueError, match="cannot hold"):
        life_table([3], [[4]])


@settings(max_examples=40)
@given(st.lists(rows, min_size=1, max_size=6))
def test_mature_cohorts_are_projected_to_what_they_are(triangle):
    sizes = [row[-1] + 5 for row in triangle]

    table = life_table(sizes, triangle)

    assert table.ultimates == pytest.approx([row[-1] for row in triangle])
    assert table.conversion[-1] == pytest.approx(sum(r[-1] for r in triangle) / sum(sizes))


def test_a_young_cohort_is_expected_to_do_as_the_older_did():
    """Of ten old cases two were won by day 1 and two of the eight left by day 9: 0.4 at 10."""
    pool = sub_distribution([(10.0, 1.0)] * 2 + [(10.0, 9.0)] * 2 + [(10.0, None)] * 6)

    young = outlook([5.0] * 5, [1.0, *[math.nan] * 4], 10.0, pool)

    assert young.projected == pytest.approx((1 + 4 * 2 / 8) / 5)
    assert (young.won, young.sample, young.ready) == (1, 5, 0)
    assert young.maturity == pytest.approx(0.5)
    assert 1 / 5 <= young.ends.low < young.projected < young.ends.high <= 1
    assert young.rate.low < young.ends.low < young.ends.high < young.rate.high


def test_a_mature_cohort_is_what_it_is():
    ages, waits, pool = people([30.0] * 4, [2.0, 12.0, math.nan, math.nan])

    now = outlook(ages, waits, 10.0, pool)

    assert (now.projected, now.maturity, now.ready) == (0.25, 1.0, 4)
    assert now.ends == (0.25, 0.25)
    assert now.rate == wilson_interval(1, 4)


def test_a_cohort_of_today_knows_nothing_of_itself():
    _, _, pool = people([30.0] * 4, [2.0, 12.0, math.nan, math.nan])

    today = outlook([0.0, 0.0], [math.nan, math.nan], 20.0, pool)

    assert today.projected == pytest.approx(0.5)
    assert (today.maturity, today.rate) == (0.0, (0.0, 1.0))


def test_a_horizon_beyond_everybody_is_not_projected_to():
    ages, waits, pool = people([30.0, 20.0], [2.0, math.nan])

    assert outlook(ages, waits, 31.0, pool) is None
    assert outlook([], [], 10.0, pool) is None


def test_each_case_has_an_age_and_a_wait():
    with pytest.raises(ValueError, match="cannot have"):
        outlook([1.0], [], 1.0, sub_distribution([]))


def test_four_of_five_cohorts_end_within_their_bounds():
    """200 young cohorts of 60, each followed to its end: 80 % should lie inside."""
    draws = np.random.default_rng(4)
    old = draws.exponential(60.0, 2_000)
    pool = sub_distribution((90.0, wait if wait <= 90 else None) for wait in old.tolist())
    inside = 0
    for _ in range(200):
        waits, ages = draws.exponential(60.0, 60), draws.uniform(0, 60, 60)
        seen = np.where(waits <= ages, waits, np.nan)
        low, high = outlook(ages, seen, 90.0, pool).ends
        inside += low <= (waits <= 90).mean() <= high

    assert 0.74 <= inside / 200 <= 0.9
