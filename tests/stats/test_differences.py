"""How far apart two measured shares are: as published, mirrored, and never narrower than one."""

from itertools import product

import pytest

from revdash.stats.differences import Bounded, bounded, difference
from revdash.stats.intervals import wilson_interval


def share(hits, tries):
    return bounded(hits / tries, wilson_interval(hits, tries))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)],
)
def test_newcombes_own_examples(first, second, low, high):
    found = difference(share(*first), share(*second))

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_an_interval_of_many_cases_is_as_wide_as_the_normal_one():
    found = difference(share(50_000, 100_000), share(40_000, 100_000))

    error = 1.959964 * (0.25 / 100_000 + 0.24 / 100_000) ** 0.5
    assert found.high - found.value == pytest.approx(error, rel=1e-3)


@pytest.mark.parametrize(("one", "other"), [*product([(1, 9), (5, 20), (0, 3)], repeat=2)])
def test_the_other_way_round_it_is_mirrored(one, other):
    there, back = difference(share(*one), share(*other)), difference(share(*other), share(*one))

    assert there == pytest.approx((-back.value, -back.high, -back.low))


def test_two_things_known_exactly_differ_exactly():
    assert difference(Bounded(3, 3, 3), Bounded(1, 1, 1)) == (2, 2, 2)
