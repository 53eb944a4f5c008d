import numpy as np
import pytest

from revdash.stats.accrual import Place, accrual

EVEN, LATE = [1.0] * 10, [0.0] * 9 + [10.0]


def places(first, last, steps=10):
    return [Place((number + 0.5) / steps, steps) for number in range(first, last)]


def test_what_comes_at_the_end_is_not_expected_before():
    flat, loaded = (
        accrual([past] * 4, places(0, 5), places(5, 10), 5.0, "x") for past in (EVEN, LATE)
    )

    assert (flat.share, flat.projected) == (0.5, 10.0)
    assert loaded.share == 0.0
    assert loaded.projected == pytest.approx(5 + (5 + 10) / 10 * 10)


def test_a_stretch_of_more_steps_is_laid_over_one_of_fewer():
    told = accrual([[1.0] * 20] * 4, places(0, 5), places(5, 10), 10.0, "x")

    assert (told.share, told.projected) == (0.5, 20.0)


def test_a_stretch_that_does_better_is_raised_as_far_as_it_can_tell():
    told = accrual([EVEN] * 4, places(0, 2), places(2, 10), 4.0, "x")

    assert told.projected == pytest.approx(4 + (4 + 8) / 10 * 8)


def test_a_naive_simulation_agrees():
    dice = np.random.default_rng(5)
    past = [dice.gamma(0.3, 50, 60) for _ in range(8)]
    told = accrual(past, places(0, 30, 60), places(30, 60, 60), 500.0, "x")

    ends = []
    for _ in range(2000):
        drawn = [past[n] for n in dice.integers(0, 8, 8)]
        first, rest = (
            np.mean([one[cut].sum() for one in drawn]) for cut in (slice(30), slice(30, 60))
        )
        days = sum(drawn[dice.integers(8)][day] for day in range(30, 60))
        ends.append(500 + (500 + rest) / (first + rest) * days)

    assert told.within() == pytest.approx(np.percentile(ends, (10, 90)), rel=0.05)
    assert told.chance_of(900) == pytest.approx(np.mean(np.array(ends) >= 900), abs=0.04)


def test_the_same_draws_each_time_and_a_higher_goal_is_less_likely():
    again = [accrual([EVEN, LATE] * 2, places(0, 5), places(5, 10), 5.0, "x") for _ in range(2)]

    assert again[0].ends.tolist() == again[1].ends.tolist()
    assert again[0].chance_of(5) == 1.0 >= again[0].chance_of(10) >= again[0].chance_of(15)


def test_when_nothing_is_left_the_sum_is_what_it_is():
    told = accrual([EVEN] * 4, places(0, 10), [], 7.0, "x")

    assert (told.projected, tuple(told.within()), told.chance_of(8)) == (7.0, (7.0, 7.0), 0.0)


def test_nothing_gone_or_nothing_ever_tells_nothing():
    assert accrual([EVEN] * 4, [], places(0, 10), 0.0, "x") is None
    assert accrual([[0.0] * 10] * 4, places(0, 5), places(5, 10), 1.0, "x") is None
