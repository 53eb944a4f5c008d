"""The form of a series says how it may be judged."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import skew
from statsmodels.tsa.stattools import acf

from revdash.stats.series import asks_for_log, lag_one, skewness

series = st.lists(st.integers(-50, 50).map(float), min_size=4, max_size=40).filter(
    lambda values: len(set(values)) > 1
)


@settings(max_examples=50)
@given(series)
def test_the_numbers_are_those_of_the_libraries(values):
    assert lag_one(values) == pytest.approx(acf(np.array(values), nlags=1)[1])
    assert skewness(values) == pytest.approx(skew(values), abs=1e-9)


def test_a_slow_series_follows_itself_and_a_saw_opposes_itself():
    assert lag_one([1, 2, 3, 4, 5, 6, 7, 8]) > 0.3
    assert lag_one([1, 2, 1, 2, 1, 2, 1, 2]) < -0.5


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0], [0.1] * 9])
def test_too_little_has_neither_echo_nor_skew(values):
    assert (lag_one(values), skewness(values), asks_for_log(values)) == (None, None, False)


@pytest.mark.parametrize(
    ("values", "is_uneven"),
    [
        ([1.0, 2.0, 4.0], False),
        ([1.0, 2.0, 4.1], True),
        ([10.0] * 9 + [30.0], True),
        ([0.0, 1.0, 9.0], False),
    ],
)
def test_uneven_values_ask_for_their_logarithms(values, is_uneven):
    assert asks_for_log(values) is is_uneven
