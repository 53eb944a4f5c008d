"""Scores hold the values of their source, and their edges."""

import json
import statistics
from pathlib import Path

import pytest

from revdash.stats.scores import net_interval

G21 = json.loads((Path(__file__).parents[1] / "golden" / "G21_pulse_nps.json").read_text("utf-8"))


def test_a_score_is_bounded_as_in_the_worked_example():
    told = G21["inputs"]["nps"]
    trials = sum(told.values())

    bounds = net_interval(told["promoters"], told["detractors"], trials)

    expected = [end / 100 for end in G21["expected"]["nps_ci95"]]
    assert list(bounds) == pytest.approx(expected, abs=G21["tolerance"] / 10)


def test_it_is_the_error_of_a_mean_of_ones_noughts_and_minus_ones():
    rows = [1] * 5 + [0] * 3 + [-1] * 4

    low, high = net_interval(5, 4, 12)

    reach = 1.959964 * statistics.pstdev(rows) / 12**0.5
    assert ((low + high) / 2, (high - low) / 2) == pytest.approx((1 / 12, reach), abs=1e-6)


def test_ups_and_downs_changed_for_each_other_change_the_sign():
    low, high = net_interval(5, 4, 12)

    assert net_interval(4, 5, 12) == pytest.approx((-high, -low))


def test_nothing_bounds_nothing_and_all_alike_leave_no_doubt():
    assert net_interval(0, 0, 0) is None
    assert net_interval(3, 0, 3) == (1.0, 1.0)


def test_more_ups_and_downs_than_trials_are_refused():
    with pytest.raises(ValueError, match="3 ups and 2 downs cannot be of 4 trials"):
        net_interval(3, 2, 4)
