"""A sample is resampled the same way each time, and bounds what it is a sample of."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from revdash.stats.bootstrap import (
    mean_interval,
    median_interval,
    ratio_interval,
    seed_of,
    sum_interval,
    sums_interval,
)

DEALS = np.random.default_rng(7).lognormal(9, 1, 60)


def test_the_same_metric_gets_the_same_bounds():
    assert mean_interval(DEALS, "average_deal") == mean_interval(DEALS, "average_deal")
    assert mean_interval(DEALS, "average_deal") != mean_interval(DEALS, "cost_per_sql")


def test_a_seed_does_not_depend_on_the_machine():
    """The first eight bytes of sha256 of no text: e3b0c44298fc1c14."""
    assert seed_of("") == 0xE3B0C44298FC1C14


@pytest.mark.parametrize(("ours", "statistic"), [(mean_interval, np.mean),
                                                 (median_interval, np.median)])  # fmt: skip
def test_bounds_are_scipys_but_for_the_draws(ours, statistic):
    theirs = bootstrap(
        (DEALS,), statistic, confidence_level=0.9, method="percentile", rng=3, n_resamples=2_000
    ).confidence_interval

    assert ours(DEALS, "x") == pytest.approx(theirs, rel=0.06)


def test_a_sum_is_as_many_means():
    low, high = mean_interval(DEALS, "x")

    assert sum_interval(DEALS, "x") == pytest.approx((60 * low, 60 * high))


def test_one_big_deal_widens_the_win_rate_by_value():
    is_won, amounts = np.arange(40) % 4 == 0, np.ones(40)
    even = ratio_interval(is_won * amounts, amounts, "x")

    amounts[0] = 20.0
    uneven = ratio_interval(is_won * amounts, amounts, "x")

    assert (even.high - even.low) < (uneven.high - uneven.low)


def test_a_large_sample_is_folded_without_changing_its_bounds():
    """5,000 rows: the mean's standard error is known, the bounds lie 1.645 of it away."""
    values = np.random.default_rng(2).normal(10, 4, 5_000)
    reach = 1.645 * values.std() / 5_000**0.5

    for bounds, middle, width in (
        (mean_interval(values, "x"), values.mean(), reach),
        (median_interval(values, "x"), np.median(values), reach * (np.pi / 2) ** 0.5),
    ):
        assert bounds == pytest.approx((middle - width, middle + width), abs=0.25 * reach)


def test_a_ratio_of_nothing_is_not_bounded():
    assert ratio_interval([1.0, 2.0], [0.0, 1.0], "x") is None
    assert [f([], "x") for f in (mean_interval, sum_interval, median_interval)] == [None] * 3


def test_a_single_value_is_bounded_by_itself():
    assert mean_interval([4.0], "x") == median_interval([4.0], "x") == (4.0, 4.0)


def test_pairs_belong_together():
    with pytest.raises(ValueError, match="cannot have"):
        ratio_interval([1.0], [1.0, 2.0], "x")


def test_what_sums_make_together_is_bounded_as_their_ratio_is():
    tops, bottoms = DEALS[:30], DEALS[30:]

    together = sums_interval((tops, bottoms), lambda sums: sums[0] / sums[1], "x")

    assert together == ratio_interval(tops, bottoms, "x")
    assert sums_interval(((),), lambda sums: sums[0], "x") is None
