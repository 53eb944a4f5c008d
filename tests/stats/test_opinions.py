"""Two sides' answers: the worked example, scipy's words, and what must never change."""

import json
from pathlib import Path
from statistics import fmean, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu, ttest_ind

from revdash.stats.bootstrap import mean_interval, mean_of_means_interval
from revdash.stats.opinions import (
    agreement,
    cliffs_delta,
    difference_interval,
    net_promoters,
    sample_of,
    widest,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "G21_pulse_nps.json"
G21 = json.loads(GOLDEN.read_text("utf-8"))
INPUTS, EXPECTED = G21["inputs"], G21["expected"]
MARKETING, SALES = INPUTS["marketing"], INPUTS["sales"]
exactly = {"abs": G21["tolerance"]}
answers = st.lists(st.integers(1, 5), min_size=2, max_size=30)


def test_g21_the_gap_between_the_sides_and_its_bounds():
    left, right = sample_of(MARKETING), sample_of(SALES)

    assert left.mean == EXPECTED["mean_marketing"]
    assert right.mean == pytest.approx(EXPECTED["mean_sales"], **exactly)
    assert left.mean - right.mean == pytest.approx(EXPECTED["gap"], **exactly)
    bounds = difference_interval(left, right)
    assert bounds == pytest.approx(EXPECTED["gap_ci95_welch"], **exactly)
    assert cliffs_delta(MARKETING, SALES) == pytest.approx(EXPECTED["cliffs_delta"], **exactly)


def test_g21_how_much_each_side_agrees():
    options = INPUTS["scale"][1]

    assert agreement(MARKETING, options) == pytest.approx(EXPECTED["rwg_marketing"], **exactly)
    assert agreement(SALES, options) == pytest.approx(EXPECTED["rwg_sales"], **exactly)


def test_g21_the_net_promoter_score_and_its_error():
    found = net_promoters(**INPUTS["nps"])

    assert found.score == pytest.approx(EXPECTED["nps"], **exactly)
    assert found.error == pytest.approx(EXPECTED["nps_se"], **exactly)
    assert found.bounds == pytest.approx(EXPECTED["nps_ci95"], abs=5e-4)


def test_the_ways_that_are_wrong_give_something_else():
    """One spread for both groups; the spread of a population; an error as of two answers."""
    pooled = ttest_ind(MARKETING, SALES, equal_var=True).confidence_interval(0.95)
    share = 0.52

    assert tuple(pooled) != pytest.approx(EXPECTED["gap_ci95_welch"], abs=1e-3)
    assert 1 - pvariance(SALES) / 2 != pytest.approx(EXPECTED["rwg_sales"], abs=1e-3)
    assert 100 * (share * (1 - share) / 100) ** 0.5 != pytest.approx(EXPECTED["nps_se"], abs=1)


@given(answers, answers)
def test_a_difference_is_bounded_as_scipy_bounds_it(left, right):
    bounds = difference_interval(sample_of(left), sample_of(right))

    if len({*left}) > 1 and len({*right}) > 1:
        theirs = ttest_ind(left, right, equal_var=False).confidence_interval(0.95)
        assert bounds == pytest.approx(tuple(theirs), abs=1e-6)
    assert fmean(bounds) == pytest.approx(fmean(left) - fmean(right), abs=1e-9)


def test_groups_that_all_say_one_thing_differ_exactly():
    assert difference_interval(sample_of([4] * 6), sample_of([2] * 5)) == (2, 2)


@given(answers, answers)
def test_delta_is_what_mann_and_whitney_count(left, right):
    wins = mannwhitneyu(left, right).statistic
    delta = cliffs_delta(left, right)

    assert delta == pytest.approx(2 * wins / (len(left) * len(right)) - 1)
    assert delta == -cliffs_delta(right, left)
    assert cliffs_delta(left, left) == 0


@given(answers, st.randoms())
def test_agreement_lies_between_none_and_all_whoever_answers_first(given_answers, dice):
    mixed = dice.sample(given_answers, len(given_answers))

    assert 0 <= agreement(given_answers, 5) <= 1
    assert agreement(mixed, 5) == pytest.approx(agreement(given_answers, 5))
    assert agreement([1, 5] * 3, 5) == 0.0
    assert agreement([4] * 6, 5) == 1.0


@given(st.integers(0, 90), st.integers(0, 90), st.integers(1, 90))
def test_the_error_of_a_promoter_score_is_that_of_its_coding(promoters, passives, detractors):
    coded = [1] * promoters + [0] * passives + [-1] * detractors
    found = net_promoters(promoters, passives, detractors)

    assert found.score == pytest.approx(100 * fmean(coded))
    assert found.error == pytest.approx(100 * (pvariance(coded) / len(coded)) ** 0.5, abs=1e-6)
    assert -100 <= found.bounds.low <= found.score <= found.bounds.high <= 100


@given(st.lists(st.lists(st.integers(1, 5), min_size=5, max_size=5), min_size=1, max_size=6))
def test_joining_answers_by_rank_keeps_their_mean_and_spreads_the_most(items):
    joined = widest(items)

    as_given = [fmean(person) for person in zip(*items, strict=True)]
    assert fmean(joined) == pytest.approx(fmean(as_given))
    assert pvariance(joined) >= pvariance(as_given) - 1e-12


def test_the_mean_of_two_groups_counts_each_once_however_many_are_in_it():
    low, high = mean_of_means_interval([[2] * 40, [4] * 5], "level")

    assert (low, high) == (3, 3)
    assert mean_of_means_interval([SALES], "x") == mean_interval(SALES, "x")
    assert mean_of_means_interval([SALES, []], "x") is None


def test_too_little_to_tell_is_said_so():
    assert agreement([4], 5) is None
    assert net_promoters(0, 0, 0) is None
    assert difference_interval(sample_of([4]), sample_of([2, 3])) is None
    for wrong in (lambda: sample_of([]), lambda: cliffs_delta([], [1]),
                  lambda: net_promoters(-1, 0, 3)):  # fmt: skip
        with pytest.raises(ValueError, match=r"no answers|need an answer|negative"):
            wrong()
