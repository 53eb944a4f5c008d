"""Natural limits and rules give the published values."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revdash.stats.rules import Rule, Signal
from revdash.stats.xmr import natural_limits, newest_signals

G12 = json.loads((Path(__file__).parents[1] / "golden" / "G12_xmr.json").read_text("utf-8"))
EXPECTED = G12["expected"]
WEEKS = G12["inputs"]["weekly_sla_attainment"]
BASELINE = G12["inputs"]["baseline_weeks"]
LIMITS = natural_limits(WEEKS[:BASELINE])


def as_published(limits):
    return {
        "mean": limits.mean,
        "amr": limits.average_range,
        "upl": limits.upper,
        "lpl": limits.lower,
        "url": limits.range_limit,
    }


@pytest.mark.parametrize(
    ("is_screened", "name"), [(True, "nhs_screened"), (False, "nhs_unscreened")]
)
def test_limits_are_those_of_the_published_example(is_screened, name):
    limits = natural_limits(G12["inputs"]["nhs_example"], is_screened=is_screened)

    assert as_published(limits) == pytest.approx(EXPECTED[name], abs=G12["tolerance"])


def test_limits_come_from_the_locked_baseline():
    assert as_published(LIMITS) == pytest.approx(EXPECTED["sla_limits"], abs=G12["tolerance"])


def test_signals_come_in_the_weeks_of_the_worked_example():
    by_week = {
        str(week): [signal.rule for signal in newest_signals(WEEKS[:week], LIMITS)]
        for week in range(1, len(WEEKS) + 1)
    }

    found = {week: rules for week, rules in by_week.items() if rules}
    assert found == EXPECTED["signals_by_week"]
    assert int(min(found, key=int)) == EXPECTED["first_signal_week"]


def test_a_run_begins_where_new_limits_are_proposed():
    run = next(s for s in newest_signals(WEEKS, LIMITS) if s.rule is Rule.RUN)
    proposed = EXPECTED["proposed_rebase"]

    trial = natural_limits(WEEKS[run.onset :])

    assert run.onset + 1 == proposed["from_week"]
    assert as_published(trial) == pytest.approx(proposed["trial_limits"], abs=G12["tolerance"])


def test_the_standard_deviation_is_not_the_spread():
    """One wild week widens a standard deviation enough to hide itself."""
    values = G12["inputs"]["nhs_example"]
    mean = sum(values) / len(values)
    deviation = (sum((value - mean) ** 2 for value in values) / (len(values) - 1)) ** 0.5

    assert natural_limits(values).upper < mean + 3 * deviation


def test_an_early_sign_names_its_first_point():
    signals = newest_signals(WEEKS[:17], LIMITS)

    assert signals == (Signal(Rule.EARLY, is_high=True, onset=14),)


def test_one_far_point_of_three_is_no_early_sign():
    nearby = LIMITS.mean + LIMITS.average_range
    far = LIMITS.mean + 2 * LIMITS.average_range

    assert newest_signals([nearby, nearby, far], LIMITS) == ()
    assert [s.rule for s in newest_signals([nearby, far, far], LIMITS)] == [Rule.EARLY]
    assert newest_signals([far, far, nearby], LIMITS) == ()


def test_a_fall_is_a_signal_as_a_rise_is():
    fallen = [2 * LIMITS.mean - value for value in WEEKS]

    rises, falls = newest_signals(WEEKS, LIMITS), newest_signals(fallen, LIMITS)

    assert [(s.rule, s.onset) for s in falls] == [(s.rule, s.onset) for s in rises]
    assert not any(signal.is_high for signal in falls)


def test_a_point_on_the_mean_breaks_a_run():
    limits = natural_limits([9.0, 11.0, 9.0, 11.0])

    assert newest_signals([10.1] * 8, limits)[0].rule is Rule.RUN
    assert newest_signals([10.1] * 4 + [limits.mean] + [10.1] * 4, limits) == ()


def test_only_the_asked_rules_are_judged():
    signals = newest_signals(WEEKS, LIMITS, (Rule.OUTSIDE, Rule.RUN))

    assert [signal.rule for signal in signals] == [Rule.RUN]


def test_a_process_that_never_varies_has_limits_of_no_width():
    limits = natural_limits([5.0, 5.0])

    assert (limits.lower, limits.mean, limits.upper) == (5.0, 5.0, 5.0)


def test_no_values_break_no_rule():
    assert newest_signals([], LIMITS) == ()


@pytest.mark.parametrize("values", [[], [1.0]])
def test_limits_need_two_values(values):
    with pytest.raises(ValueError, match="more than 1 value,"):
        natural_limits(values)


@settings(max_examples=50)
@given(st.lists(st.integers(-500, 500).map(float), min_size=2, max_size=30))
def test_limits_do_not_depend_on_the_direction_of_time(values):
    assert natural_limits(values) == pytest.approx(natural_limits(values[::-1]), abs=1e-9)


def test_values_that_overlap_are_judged_by_ranges_that_do_not():
    weeks = np.random.default_rng(7).normal(0, 1, 4_003)
    rolling = [float(np.mean(weeks[at : at + 4])) for at in range(4_000)]  # standard error 0.5

    naive, apart = natural_limits(rolling), natural_limits(rolling, apart=4)

    assert naive.reach == pytest.approx(0.75, rel=0.05)  # one week in seven would signal
    assert apart.reach == pytest.approx(1.5, rel=0.05)  # three standard errors
