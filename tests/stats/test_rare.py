"""Gaps between rare events are bounded as the source bounds them."""

import json
from pathlib import Path

import pytest

from revdash.stats.rare import count_gap_limits, root, time_gap_limits, unroot

G14 = json.loads((Path(__file__).parents[1] / "golden/G14_g_t_charts.json").read_text("utf-8"))
DAYS = G14["inputs"]["days_between_wins"]
LEADS = G14["inputs"]["leads_between_wins"]


def test_leads_between_wins_are_bounded_as_in_the_worked_example():
    limits, expected = count_gap_limits(LEADS), G14["expected"]["g"]

    assert limits == pytest.approx(
        (expected["center_median"], expected["lcl"], expected["ucl"]), abs=G14["tolerance"]
    )
    assert [n for n, gap in enumerate(LEADS, 1) if gap > limits.upper] == expected["signals"]


def test_days_between_wins_are_bounded_as_in_the_worked_example():
    limits, expected = time_gap_limits(DAYS[: G14["inputs"]["t_baseline"]]), G14["expected"]["t"]

    assert limits == pytest.approx(
        (expected["center"], expected["lcl"], expected["ucl"]), abs=G14["tolerance"]
    )
    assert [n for n, gap in enumerate(DAYS, 1) if gap > limits.upper] == expected["signals"]


def test_the_middle_is_not_the_mean():
    assert count_gap_limits(LEADS).center < sum(LEADS) / len(LEADS)


def test_limits_of_time_keep_the_unit():
    hours = time_gap_limits([24 * day for day in DAYS])

    assert hours == pytest.approx([24 * bound for bound in time_gap_limits(DAYS)])


def test_two_events_at_once_are_a_gap_of_nothing():
    assert unroot(root(0.0)) == 0.0
    assert time_gap_limits([0.0, 0.0]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("limits", [count_gap_limits, time_gap_limits])
@pytest.mark.parametrize("gaps", [[], [3.0, -1.0]])
def test_impossible_gaps_are_refused(limits, gaps):
    with pytest.raises(ValueError, match=r"at least|negative"):
        limits(gaps)
