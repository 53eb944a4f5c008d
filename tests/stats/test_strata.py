"""Strata: the pooled ratio of two shares, checked by hand, by a book and by statsmodels."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from revdash.stats.strata import Stratum, times_as_often

# University Group Diabetes Program: deaths by treatment, below 55 years and from 55 on.
DIABETES = [Stratum(8, 106, 5, 120), Stratum(22, 98, 16, 85)]


def tables(strata):
    return [
        np.array([[s.hits, s.tries - s.hits], [s.other_hits, s.other_tries - s.other_hits]])
        for s in strata
    ]


@st.composite
def one_stratum(draw):
    tries, others = draw(st.integers(1, 60)), draw(st.integers(1, 60))
    return Stratum(draw(st.integers(0, tries)), tries, draw(st.integers(0, others)), others)


def test_the_books_example_comes_out_as_printed():
    """Rothman, Epidemiology (2002), chapter 8: 1.33, from 0.80 to 2.2 in 95 of 100 cases."""
    found = times_as_often(DIABETES)

    assert [round(one, 2) for one in found] == pytest.approx([1.33, 0.80, 2.2], abs=0.02)


@given(st.lists(one_stratum(), min_size=1, max_size=8))
def test_the_pooled_ratio_is_that_of_an_independent_program(strata):
    found = times_as_often(strata)

    if found is not None:
        assert found.ratio == pytest.approx(StratifiedTable(tables(strata)).riskratio_pooled)
        assert found.low <= found.ratio <= found.high


def test_one_stratum_is_the_plain_ratio_with_its_usual_bounds():
    """30 of 50 beside 20 of 50; the logarithm strays by the root of 1/30-1/50+1/20-1/50."""
    strays = 1.959964 * math.sqrt(1 / 30 - 1 / 50 + 1 / 20 - 1 / 50)

    found = times_as_often([Stratum(30, 50, 20, 50)])

    assert found == pytest.approx((1.5, 1.5 * math.exp(-strays), 1.5 * math.exp(strays)))


def test_what_is_alike_within_each_stratum_is_alike_whatever_the_mix():
    mixed = [Stratum(72, 90, 8, 10), Stratum(2, 10, 18, 90)]

    assert times_as_often(mixed).ratio == pytest.approx(1.0)
    assert times_as_often([Stratum(74, 100, 26, 100)]).ratio > 2.8  # all together mislead


def test_the_groups_swapped_turn_the_ratio_over():
    swapped = [Stratum(s.other_hits, s.other_tries, s.hits, s.tries) for s in DIABETES]

    found, other = times_as_often(DIABETES), times_as_often(swapped)

    assert (found.ratio, found.low) == pytest.approx((1 / other.ratio, 1 / other.high))


@pytest.mark.parametrize("strata", [[], [Stratum(3, 4, 0, 0)], [Stratum(0, 4, 2, 4)]])
def test_nothing_to_compare_is_no_ratio(strata):
    assert times_as_often(strata) is None


def test_a_stratum_of_one_group_only_changes_nothing():
    assert times_as_often([*DIABETES, Stratum(9, 9, 0, 0)]) == times_as_often(DIABETES)


def test_more_hits_than_tries_are_refused():
    with pytest.raises(ValueError, match="not a stratum of tries"):
        times_as_often([Stratum(5, 4, 1, 2)])
