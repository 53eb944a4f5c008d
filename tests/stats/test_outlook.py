import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revdash.stats.outlook import chance_of, outlook

counts = st.integers(0, 300)
stretches = st.floats(0.1, 100)


def test_a_simulation_agrees():
    dice = np.random.default_rng(16)
    rates = dice.gamma(46.5, 1 / 9.2, 400_000)

    ends = 46 + dice.poisson(rates * 10.2)

    assert chance_of(120, 46, 9.2, 10.2) == pytest.approx((ends >= 120).mean(), abs=0.001)
    assert outlook(46, 9.2, 10.2) == tuple(np.quantile(ends, [0.1, 0.9]))


@given(so_far=counts, elapsed=stretches, rest=stretches)
def test_the_bounds_hold_what_they_say(so_far, elapsed, rest):
    low, high = outlook(so_far, elapsed, rest)

    assert so_far <= low <= high
    assert chance_of(low, so_far, elapsed, rest) >= 0.9 - 1e-9
    assert chance_of(high + 1, so_far, elapsed, rest) <= 0.1 + 1e-9


@given(so_far=counts, elapsed=stretches, rest=stretches, goal=st.integers(1, 600))
def test_a_higher_goal_is_less_likely_and_one_reached_is_certain(so_far, elapsed, rest, goal):
    chances = [chance_of(least, so_far, elapsed, rest) for least in (goal, goal + 1)]

    assert chances[0] >= chances[1]
    assert chance_of(so_far, so_far, elapsed, rest) == 1.0


def test_when_nothing_is_left_the_count_is_what_it_is():
    assert outlook(7, 5.0, 0.0) == (7.0, 7.0)
    assert chance_of(8, 7, 5.0, 0.0) == 0.0


def test_nothing_elapsed_tells_nothing():
    with pytest.raises(ValueError, match="nothing to go by"):
        outlook(0, 0.0, 5.0)
