"""Intervals hold the values of their sources, and their edges."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.proportion import proportion_confint

from revdash.stats.intervals import (
    Interval,
    ShareDisplay,
    poisson_interval,
    share_display,
    wilson_interval,
)

GOLDEN = Path(__file__).parents[1] / "golden"
G07 = json.loads((GOLDEN / "G07_wilson.json").read_text("utf-8"))
G03 = json.loads((GOLDEN / "G03_sla_attainment.json").read_text("utf-8"))
DISPLAYS = {
    "hide rate: show x/n": ShareDisplay.HIDE,
    "grey: few data": ShareDisplay.FEW,
    "normal": ShareDisplay.NORMAL,
}
counts = st.integers(0, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("case", G07["expected"], ids=lambda case: f"{case['x']} of {case['n']}")
def test_wilson_matches_the_worked_examples(case):
    interval = wilson_interval(case["x"], case["n"])

    assert interval == pytest.approx((case["lo"], case["hi"]), abs=G07["tolerance"])
    assert share_display(case["n"]) == DISPLAYS[case["display"]]


def test_wilson_bounds_the_worked_service_level():
    expected = G03["expected"]

    interval = wilson_interval(expected["met"], expected["due"])

    assert interval == pytest.approx(expected["wilson95"], abs=G03["tolerance"])


def test_wilson_is_not_the_naive_normal_interval_below_zero():
    share, trials = 0.025, 40
    naive_low = share - 1.96 * (share * (1 - share) / trials) ** 0.5

    assert naive_low < 0 < wilson_interval(1, trials).low


def test_no_trials_bound_nothing():
    assert wilson_interval(0, 0) == Interval(0.0, 1.0)


def test_the_smallest_sample_keeps_its_hard_ends():
    assert wilson_interval(0, 1).low == 0.0
    assert wilson_interval(1, 1).high == 1.0


@pytest.mark.parametrize(("successes", "trials"), [(2, 1), (-1, 3), (0, -1)])
def test_wilson_refuses_impossible_counts(successes, trials):
    with pytest.raises(ValueError, match="successes must lie in"):
        wilson_interval(successes, trials)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_is_a_share(confidence):
    with pytest.raises(ValueError, match="confidence"):
        wilson_interval(1, 2, confidence)


@settings(max_examples=50)
@given(counts, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_contains_the_rate_and_agrees_with_statsmodels(count, confidence):
    successes, trials = count

    low, high = wilson_interval(successes, trials, confidence)

    if trials:
        assert low <= successes / trials <= high
        reference = proportion_confint(successes, trials, 1 - confidence, "wilson")
        assert (low, high) == pytest.approx(reference, abs=1e-12)


@settings(max_examples=50)
@given(counts)
def test_wilson_mirrors_when_successes_and_failures_swap(count):
    successes, trials = count

    low, high = wilson_interval(successes, trials)
    mirrored = wilson_interval(trials - successes, trials)

    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.999])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 20, 99, 1_000, 99_999, 100_001, 5_000_000])
def test_poisson_is_the_exact_interval(count, confidence):
    tail = (1 - confidence) / 2

    interval = poisson_interval(count, confidence)

    low = chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    high = chi2.isf(tail, 2 * count + 2) / 2
    assert interval == pytest.approx((low, high), rel=2e-7)


def test_poisson_matches_the_published_bounds_of_ten():
    """Garwood's table, as reprinted: 4.80 and 18.39 for a count of 10."""
    assert poisson_interval(10) == pytest.approx((4.80, 18.39), abs=0.005)


def test_poisson_is_not_the_naive_square_root():
    assert poisson_interval(4).low > 4 - 1.96 * 4**0.5


def test_a_count_below_zero_is_refused():
    with pytest.raises(ValueError, match="negative"):
        poisson_interval(-1)


@pytest.mark.parametrize(
    ("trials", "display"),
    [(0, "hide"), (4, "hide"), (5, "few"), (19, "few"), (20, "normal")],
)
def test_few_trials_change_how_a_share_is_shown(trials, display):
    assert share_display(trials) == display
