"""A series is judged by what a steady process gives, and by nothing else."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revdash.stats.frames import Chart
from revdash.stats.judged import Asked, Point, Stage, State
from revdash.stats.judging import judge
from revdash.stats.rules import Rule

GOLDEN = Path(__file__).parents[1] / "golden"
G12 = json.loads((GOLDEN / "G12_xmr.json").read_text("utf-8"))
G14 = json.loads((GOLDEN / "G14_g_t_charts.json").read_text("utf-8"))
WEEKS = G12["inputs"]["weekly_sla_attainment"]
HEADLINE = Asked(chart=Chart.XMR, is_headline=True)
STEADY = [50.0, 54.0, 47.0, 52.0, 49.0] * 5  # mean 50.4, limits 37.6 to 63.2
steady = st.lists(st.integers(0, 400).map(float), min_size=12, max_size=40)


def points(values, **changed):
    return [Point(value=value, **changed) for value in values]


def rules_at(judged):
    return {
        at: [s.rule for s in mark.signals] for at, mark in enumerate(judged.marks) if mark.signals
    }


def test_the_worked_example_keeps_its_trial_limits_while_the_process_changes():
    """Week 15 is where it changed: weeks 20 to 24 are not quiet, nothing is locked."""
    judged = judge(points(WEEKS), HEADLINE)
    expected = G12["expected"]

    limits = expected["sla_limits"]
    assert judged.phase.stage is Stage.TRIAL
    assert judged.marks[-1].limits == pytest.approx((limits["lpl"], limits["upl"]), abs=1e-6)
    found = {str(at + 1): rules for at, rules in rules_at(judged).items()}
    without_early = {
        week: kept
        for week, rules in expected["signals_by_week"].items()
        if (kept := [rule for rule in rules if rule != "R3"])
    }
    assert found == without_early  # trial limits: R3 is off


def test_the_worked_example_proposes_its_new_limits():
    rebase = judge(points(WEEKS), HEADLINE).rebase
    expected = G12["expected"]["proposed_rebase"]

    trial = expected["trial_limits"]
    assert (rebase.onset + 1, rebase.points) == (expected["from_week"], 10)
    assert rebase.center == pytest.approx(trial["mean"], abs=1e-6)
    assert rebase.limits == pytest.approx((trial["lpl"], trial["upl"]), abs=1e-6)
    assert not rebase.has_cause


def test_accepted_limits_are_those_proposed_and_the_old_ones_stay():
    judged = judge(points(WEEKS), Asked(chart=Chart.XMR, rebased_at=(14,)))

    assert [(phase.start, phase.end) for phase in judged.phases] == [(0, 14), (14, 24)]
    assert judged.marks[13].limits.high == pytest.approx(73.18, abs=0.01)
    assert judged.marks[14].limits.high == pytest.approx(78.606667, abs=1e-6)
    assert (judged.signal, judged.rebase, judged.phase.stage) == (None, None, Stage.TRIAL)


@pytest.mark.parametrize(("count", "is_proposed"), [(8, False), (9, True)])
def test_new_limits_wait_for_eight_weeks_after_the_onset(count, is_proposed):
    judged = judge(points(STEADY + [56.0, 57.0] * 4 + [56.0] * (count - 8)), HEADLINE)

    assert (judged.signal.rule, judged.signal.onset) == (Rule.RUN, 25)
    assert (judged.rebase is not None) is is_proposed


@pytest.mark.parametrize(
    ("count", "stage", "baseline"),
    [
        (11, Stage.NONE, 0),
        (12, Stage.TRIAL, 12),
        (19, Stage.TRIAL, 12),
        (20, Stage.LOCKED, 20),
        (25, Stage.LOCKED, 20),
    ],
)
def test_limits_are_locked_after_twenty_weeks(count, stage, baseline):
    phase = judge(points(STEADY[:count]), HEADLINE).phase

    assert (phase.stage, len(phase.baseline)) == (stage, baseline)


def test_a_wild_week_puts_the_lock_off_and_half_a_year_ends_the_wait():
    late = judge(points([*STEADY[:19], 90.0, *STEADY]), HEADLINE).phase
    shifted = judge(points(STEADY[:15] + [80.0] * 15), HEADLINE).phase

    assert (late.stage, len(late.baseline)) == (Stage.LOCKED, 21)
    assert (shifted.stage, len(shifted.baseline)) == (Stage.LOCKED, 12)
    assert Rule.EARLY not in shifted.rules


def test_early_signs_are_for_headlines_with_locked_limits():
    far = points([*STEADY, 53.0, 60.0, 60.0])

    headline = judge(far, HEADLINE)
    other = judge(far, Asked(chart=Chart.XMR))

    assert (headline.signal.rule, headline.signal.onset) == (Rule.EARLY, 26)
    assert other.signal is None
    assert judge([*points(STEADY[:13]), *far[-3:]], HEADLINE).signal is None


@pytest.mark.parametrize(
    ("hollow", "state"),
    [
        (Point(value=5.0, open_days=3.4), State.SHORT),
        (Point(value=5.0, is_open=True), State.OPEN),
        (Point(value=5.0, is_excluded=True), State.EXCLUDED),
        (Point(value=None), State.EMPTY),
    ],
)
def test_a_hollow_week_neither_breaks_nor_extends_a_run(hollow, state):
    run = points(STEADY + [56.0] * 7)

    seven, eight = judge([*run, hollow], HEADLINE), judge([*run, hollow, run[-1]], HEADLINE)

    assert seven.marks[-1].state == state
    assert seven.marks[-1].limits == seven.marks[0].limits == judge(run, HEADLINE).marks[0].limits
    assert seven.signal is None
    assert (eight.signal.rule, eight.signal.onset) == (Rule.RUN, 25)


def test_a_rate_of_four_is_not_judged():
    judged = judge([*points([0.5] * 12, tries=20.0), Point(value=0.0, tries=4.0)],
                   Asked(chart=Chart.SHARE))  # fmt: skip

    assert (judged.marks[-1].state, judged.signal) == (State.FEW, None)
    assert (
        judge([*judged.points, Point(value=None, tries=0)], judged.asked).marks[-1].limits is None
    )


def test_the_newest_complete_week_is_the_one_before_an_open_one():
    judged = judge([*points(STEADY), Point(value=99.0), Point(value=1.0, is_open=True)], HEADLINE)

    assert (judged.newest, judged.signal.rule) == (25, Rule.OUTSIDE)


def test_a_flow_is_judged_by_the_working_day():
    flow = Asked(chart=Chart.XMR, is_flow=True)
    short = [*points(STEADY), Point(value=40.0, open_days=4.0), Point(value=3.0, open_days=0.0)]

    judged = judge(short, flow)

    assert [mark.value for mark in judged.marks[-2:]] == [50.0, 3.0]
    assert judged.signal is None


def test_limits_are_clipped_for_the_eye_only():
    shares = points([0.95, 0.99, 0.9, 0.97] * 5, tries=20.0)

    rate = judge(shares, Asked(chart=Chart.SHARE))
    flow = judge(points([1.0, 9.0, 2.0, 8.0] * 5), Asked(chart=Chart.XMR))

    assert rate.marks[-1].limits.high == 1.0
    assert flow.marks[-1].limits.low == 0.0
    assert rate.cards == flow.cards == ()


def test_a_series_that_follows_itself_is_judged_by_single_points_only():
    slow = [50 + 3 * abs(at % 12 - 6) for at in range(24)]

    judged = judge(points([*slow, 99.0]), HEADLINE)

    assert judged.phase.is_autocorrelated
    assert judged.phase.rules == (Rule.OUTSIDE,)
    assert judged.signal.rule is Rule.OUTSIDE


def test_uneven_durations_are_judged_on_their_logarithms():
    hours = [1.0, 3.0, 2.0, 6.0, 1.5, 4.0] * 4

    log = judge(points([*hours, 11.0]), Asked(chart=Chart.LOG))
    plain = judge(points([*hours, 11.0]), Asked(chart=Chart.XMR))

    assert plain.signal.rule is Rule.OUTSIDE
    assert log.signal is None
    assert 0 < log.marks[0].limits.low < log.marks[0].center < 2.95  # the mean is 2.92


def test_a_signal_has_one_card_until_it_ends():
    """Outside in week 26, quiet in 27, outside in 28, a run from 33 on, ended by week 34."""
    judged = judge(points([*STEADY, 70.0, 52.0, 70.0, *[55.0] * 5, 40.0]), HEADLINE)

    (card,) = judged.cards
    assert (card.onset, card.first, card.last) == (25, 25, 32)
    assert card.rules == tuple(Rule)
    assert card.is_high
    assert not card.is_open
    assert judge(judged.points[:-1], HEADLINE).cards[0].is_open


def test_a_signal_on_the_other_side_is_another_card():
    judged = judge(points([*STEADY, 70.0, 30.0]), HEADLINE)

    assert [(card.is_high, card.is_open) for card in judged.cards] == [(True, False), (False, True)]


@pytest.mark.parametrize(("noted", "is_expected"), [(24, False), (25, True)])
def test_a_noted_event_makes_a_signal_expected(noted, is_expected):
    series = points([*STEADY, 90.0])
    series[noted] = Point(value=series[noted].value, is_annotated=True)

    judged = judge(series, HEADLINE)

    assert judged.is_expected is judged.cards[0].is_expected is is_expected
    assert judged.marks[25].limits == judge(points([*STEADY, 90.0]), HEADLINE).marks[25].limits


def test_a_shift_has_a_cause_noted_beside_its_onset():
    series = points(STEADY + [56.0, 57.0] * 5)
    series[23] = Point(value=series[23].value, is_annotated=True)

    judged = judge(series, HEADLINE)

    assert judged.rebase.has_cause
    assert judged.is_expected


def test_a_gap_in_the_worked_example_is_a_signal_even_before_it_ends():
    days = G14["inputs"]["days_between_wins"]
    gaps = points(days[:9] + days[2:5])

    for is_open in (True, False):
        judged = judge([*gaps, Point(value=60.0, is_open=is_open)], Asked(chart=Chart.TIME_GAP))
        assert judged.signal == (Rule.OUTSIDE, True, 12)
    calm = judge([*gaps, Point(value=20.0, is_open=True)], Asked(chart=Chart.TIME_GAP))
    assert calm.signal is None


def test_wins_coming_closer_are_seen_by_a_run_of_a_g_chart():
    judged = judge(points([20.0, 40.0, 10.0, 30.0] * 3 + [5.0] * 8), Asked(chart=Chart.COUNT_GAP))

    assert (judged.signal.rule, judged.signal.is_high) == (Rule.RUN, False)
    assert judged.marks[-1].limits.low == 0.0


def test_nothing_is_judged_without_points():
    judged = judge([], HEADLINE)

    assert (judged.newest, judged.phase, judged.signal, judged.cards) == (None, None, None, ())


@settings(max_examples=30)
@given(st.floats(0.001, 1e6), st.integers(1, 60), st.sampled_from(list(Chart)))
def test_what_never_varies_never_signals(value, count, chart):
    value = value / 1e6 if chart is Chart.SHARE else value

    judged = judge(points([value] * count, tries=30.0), Asked(chart=chart, is_headline=True))

    assert not judged.cards


@settings(max_examples=40)
@given(steady, st.sampled_from([2.0, 0.5, 8.0]), st.sampled_from([0.0, 64.0, 1024.0]))
def test_signals_do_not_depend_on_unit_and_origin(values, factor, offset):
    moved = [value * factor + offset for value in values]

    before, after = (judge(points(series), HEADLINE) for series in (values, moved))

    assert rules_at(after) == rules_at(before)
    if before.marks[0].center is not None:
        assert after.marks[0].center == pytest.approx(before.marks[0].center * factor + offset)
        assert after.phase.baseline == before.phase.baseline


def test_a_steady_process_alarms_as_rarely_as_simulated():
    """DOMAIN.md 6.3: 3.1 to 3.3 % of new points with a locked baseline of 20."""
    draws = np.random.default_rng(6)
    marks = [
        mark
        for _ in range(250)
        for mark in judge(points(draws.normal(50, 7, 46).tolist()), HEADLINE).marks[20:]
    ]

    share = sum(bool(mark.signals) for mark in marks) / len(marks)

    assert 0.02 < share < 0.04
