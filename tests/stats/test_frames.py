"""Each kind of chart takes for steady what its own source does."""

import json
import math
from pathlib import Path

import pytest

from revdash.stats.frames import Chart, echo, frame_of, is_rare, wait_chart

GOLDEN = Path(__file__).parents[1] / "golden"
G13 = json.loads((GOLDEN / "G13_p_prime_u_prime.json").read_text("utf-8"))
G14 = json.loads((GOLDEN / "G14_g_t_charts.json").read_text("utf-8"))
ONES = [1.0] * 12


def test_rates_are_those_of_the_worked_example():
    rows = [(row["met"] / row["due"], row["due"]) for row in G13["inputs"]["p"]]
    values, tries = zip(*rows[: G13["inputs"]["p_baseline"]], strict=True)

    frame = frame_of(Chart.SHARE, values, tries)

    assert frame.center == pytest.approx(G13["expected"]["p"]["center"], abs=1e-6)
    signals = [
        at for at, row in enumerate(rows, 1) if -frame.height(*row).stray > frame.height(*row).down
    ]
    assert signals == G13["expected"]["p"]["signals"]


def test_gaps_are_those_of_the_worked_example():
    days, leads = G14["inputs"]["days_between_wins"][:9], G14["inputs"]["leads_between_wins"]
    time, count = frame_of(Chart.TIME_GAP, days, ONES[:9]), frame_of(Chart.COUNT_GAP, leads, ONES)

    expected = G14["expected"]
    assert time.center == pytest.approx(expected["t"]["center"], abs=1e-6)
    assert time.limits() == pytest.approx((expected["t"]["lcl"], expected["t"]["ucl"]), abs=1e-6)
    assert count.center == expected["g"]["center_median"]
    assert count.limits() == (-math.inf, pytest.approx(expected["g"]["ucl"], abs=1e-6))


def test_a_week_of_more_tries_has_narrower_limits():
    frame = frame_of(Chart.PER_TRY, [3.0, 4.0, 3.5], [30, 30, 30])

    assert frame.height(3.5, 120).up == pytest.approx(frame.height(3.5, 30).up / 2)


def test_what_never_varies_is_no_frame():
    assert frame_of(Chart.XMR, [0.1] * 12, ONES) is None
    assert frame_of(Chart.LOG, [0.1] * 12, ONES) is None
    assert frame_of(Chart.TIME_GAP, [3.0] * 12, ONES) is None


def test_a_point_on_the_center_but_for_rounding_lies_on_it():
    frame = frame_of(Chart.XMR, [0.1, 0.2, 0.3], ONES[:3])

    assert frame.height(0.2).stray == 0.0


def test_durations_choose_their_scale_by_their_first_half_year():
    uneven = [1.0, 9.0] * 13

    assert wait_chart(uneven) is Chart.LOG
    assert wait_chart([5.0, 6.0] * 13 + [90.0]) is Chart.XMR
    assert wait_chart([*uneven, 0.0]) is Chart.XMR


def test_few_events_a_week_are_rare():
    assert is_rare([4, 5, 5])
    assert not is_rare([5, 5])
    assert not is_rare([])


def test_the_echo_is_heard_on_the_scale_of_judging():
    assert echo(Chart.LOG, [1.0, 2.0, 4.0, 8.0]) == pytest.approx(echo(Chart.XMR, [0.0, 1, 2, 3]))
