"""Survival counts those who still wait, and those who were turned away."""

import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from revdash.stats.intervals import Interval
from revdash.stats.survival import Waits, grouped, kaplan_meier, sub_distribution

GOLDEN = Path(__file__).parents[1] / "golden"
G04 = json.loads((GOLDEN / "G04_km_follow_up.json").read_text("utf-8"))
G05 = json.loads((GOLDEN / "G05_acceptance_cif.json").read_text("utf-8"))
G26 = json.loads((GOLDEN / "G26_recycle_cadence.json").read_text("utf-8"))
RECYCLED = G26["inputs"]["recycled"]
FOLLOW_UP = [(seen["hours"], seen["touched"]) for seen in G04["inputs"]["observations"]]
EPISODES = G05["inputs"]["episodes"]

observations = st.lists(
    st.tuples(st.integers(0, 40).map(float), st.booleans()), min_size=1, max_size=60
)
mature_cases = st.lists(st.one_of(st.none(), st.integers(0, 14)), min_size=1, max_size=60)


def acceptance(case):
    return case["days_to_outcome"] if case["outcome"] == "SAL" else None


def test_follow_up_falls_as_in_the_worked_example():
    curve = kaplan_meier(grouped(FOLLOW_UP))

    steps = [(step.t, step.at_risk, step.events) for step in curve.steps]
    expected = G04["expected"]["curve"]
    assert steps == [(row["t"], row["at_risk"], row["events"]) for row in expected]
    assert [step.survival for step in curve.steps] == pytest.approx(
        [float(Fraction(row["S"])) for row in expected], abs=1e-12
    )


def test_follow_up_quantiles_are_those_of_the_worked_example():
    curve = kaplan_meier(grouped(FOLLOW_UP))
    expected = G04["expected"]

    assert curve.quantile(0.5) == expected["median"]
    assert curve.quantile(0.75) == expected["p75"]
    assert (curve.quantile(0.9), curve.longest) == (expected["p90"], 20.0)
    assert curve.quantile_interval(0.5) == tuple(expected["median_ci95_loglog"])


def test_follow_up_shares_are_those_of_the_worked_example():
    curve = kaplan_meier(grouped(FOLLOW_UP))
    expected = G04["expected"]["share_touched_within"]

    assert curve.share_by(1.0) == pytest.approx(float(Fraction(expected["1h"])), abs=1e-12)
    assert curve.share_by(4.0) == pytest.approx(float(Fraction(expected["4h"])), abs=1e-12)


def test_the_median_is_not_that_of_the_touched_only():
    touched = kaplan_meier(grouped(pair for pair in FOLLOW_UP if pair[1]))
    wrong = G04["expected"]["wrong_answers"]

    assert touched.quantile(0.5) == wrong["median_of_touched"]
    assert kaplan_meier(grouped(FOLLOW_UP)).quantile(0.5) not in wrong.values()


def test_acceptance_is_that_of_the_worked_example():
    curve = sub_distribution((case["age_days"], acceptance(case)) for case in EPISODES)
    expected = G05["expected"]

    steps = [(step.t, step.at_risk, step.events) for step in curve.steps]
    assert steps == [(row["t"], row["at_risk"], row["events"]) for row in expected["curve"]]
    assert [1 - step.survival for step in curve.steps] == pytest.approx(
        [float(Fraction(row["one_minus_S"])) for row in expected["curve"]], abs=1e-12
    )
    assert curve.share_by(14) == pytest.approx(float(Fraction(expected["cif_14d"])), abs=1e-12)
    assert curve.steps[0].at_risk == expected["n_used"]


def test_acceptance_of_the_mature_is_simply_x_of_n():
    mature = [case for case in EPISODES if case["age_days"] >= 14]

    share = sub_distribution((case["age_days"], acceptance(case)) for case in mature).share_by(14)

    assert len(mature) == G05["expected"]["n_mature"]
    assert share == pytest.approx(float(Fraction(G05["expected"]["mature_only_14d"])), abs=1e-12)


def test_acceptance_neither_fails_the_immature_nor_frees_the_rejected():
    share = sub_distribution((c["age_days"], acceptance(c)) for c in EPISODES).share_by(14)
    as_censored = kaplan_meier(
        grouped((c["days_to_outcome"] or c["age_days"], c["outcome"] == "SAL") for c in EPISODES)
    ).share_by(14)

    assert as_censored == pytest.approx(19 / 27)
    assert share not in (pytest.approx(5 / 12), pytest.approx(19 / 27))


def test_recycled_leads_come_back_as_in_the_worked_example():
    curve = kaplan_meier(
        grouped((lead["days_to_re_mql"] or lead["age_days"], lead["re_mql"]) for lead in RECYCLED)
    )

    for days in (90, 180):
        expected = float(Fraction(G26["expected"][f"return_{days}d"]))
        assert curve.share_by(days) == pytest.approx(expected, abs=1e-12)
    assert curve.share_by(90) != pytest.approx(float(Fraction(G26["expected"]["mature_only_90d"])))


def test_nothing_observed_is_a_curve_that_knows_nothing():
    curve = kaplan_meier([])

    assert (curve.steps, curve.longest, curve.quantile(0.5)) == ((), None, None)
    assert (curve.share_by(1.0), curve.share_interval(1.0)) == (None, Interval(0.0, 1.0))
    assert curve.quantile_interval(0.5) == Interval(math.inf, math.inf)


def test_one_wait_that_ended_is_a_curve_of_one_fall():
    curve = kaplan_meier([(3.0, 1, 0)])

    assert (curve.quantile(0.5), curve.longest) == (3.0, 3.0)
    assert (curve.share_by(2.9), curve.share_by(3.0), curve.share_by(99.0)) == (0.0, 1.0, 1.0)


def test_a_share_beyond_the_longest_wait_is_not_known():
    curve = kaplan_meier([(1.0, 1, 0), (5.0, 0, 1)])

    assert (curve.share_by(5.0), curve.share_by(5.1)) == (0.5, None)
    assert curve.share_interval(5.1) == Interval(0.0, 1.0)


def test_those_last_seen_at_the_time_of_an_event_were_at_risk_of_it():
    curve = kaplan_meier([(2.0, 0, 1), (2.0, 1, 0), (3.0, 0, 2)])

    assert curve.steps == ((2.0, 4, 1, 0.75),)


def test_pairs_are_grouped_by_duration():
    pairs = [(2.0, True), (1.0, False), (2.0, True), (2.0, False)]

    assert grouped(pairs) == [Waits(1.0, 0, 1), Waits(2.0, 2, 1)]


@pytest.mark.parametrize("group", [(-1.0, 1, 0), (math.nan, 1, 0), (1.0, -1, 0), (1.0, 0, -1)])
def test_impossible_groups_are_refused(group):
    with pytest.raises(ValueError, match="not a group of waits"):
        kaplan_meier([group])


def test_an_end_later_than_today_is_refused():
    with pytest.raises(ValueError, match="longer than its case is old"):
        sub_distribution([(3.0, 4.0)])


def test_rounding_does_not_hide_that_the_last_decile_was_reached():
    curve = kaplan_meier((float(hour), 1, 0) for hour in range(1, 11))

    assert curve.steps[8].survival > 1 - 0.9
    assert curve.quantile(0.9) == 9.0


def test_a_quantile_is_a_share():
    with pytest.raises(ValueError, match="quantile"):
        kaplan_meier([]).quantile(50)


@settings(max_examples=50)
@given(observations, st.randoms())
def test_the_curve_only_falls_and_does_not_depend_on_order(pairs, order):
    curve = kaplan_meier(grouped(pairs))
    shuffled = order.sample(pairs, len(pairs))

    survival = [1.0, *(step.survival for step in curve.steps), 0.0]
    assert survival == sorted(survival, reverse=True)
    again = kaplan_meier((t, int(happened), int(not happened)) for t, happened in shuffled)
    assert (again.steps, again.longest) == (curve.steps, curve.longest)


@settings(max_examples=50)
@given(observations)
def test_the_curve_agrees_with_statsmodels(pairs):
    curve = kaplan_meier(grouped(pairs))
    reference = SurvfuncRight([t for t, _ in pairs], [int(happened) for _, happened in pairs])

    assert [step.t for step in curve.steps] == list(reference.surv_times)
    assert [step.survival for step in curve.steps] == pytest.approx(
        list(reference.surv_prob), abs=1e-12
    )


@settings(max_examples=50)
@given(mature_cases)
def test_the_share_of_mature_cases_is_x_of_n(waits):
    curve = sub_distribution((14.0 + index % 9, wait) for index, wait in enumerate(waits))

    share = sum(wait is not None for wait in waits) / len(waits)
    assert curve.share_by(14) == pytest.approx(share, abs=1e-12)


@settings(max_examples=50)
@given(observations, st.sampled_from([0.25, 0.5, 0.9]))
def test_intervals_hold_what_they_bound(pairs, q):
    curve = kaplan_meier(grouped(pairs))

    low, high = curve.quantile_interval(q)
    median = curve.quantile(q)
    assert low <= (math.inf if median is None else median) <= high
    share_low, share_high = curve.share_interval(7.0)
    assert 0 <= share_low <= (curve.share_by(7.0) or share_low) <= share_high <= 1


def test_the_greenwood_interval_agrees_with_statsmodels():
    curve = kaplan_meier(grouped(FOLLOW_UP))
    reference = SurvfuncRight([t for t, _ in FOLLOW_UP], [int(seen) for _, seen in FOLLOW_UP])

    interval = curve.quantile_interval(0.25)
    assert interval.low == reference.quantile_ci(0.25, method="cloglog")[0]
    spread = reference.surv_prob_se[4] / (0.5 * math.log(2))  # delta method for log(-log S)
    low, high = (0.5 ** math.exp(sign * 1.959963984540054 * spread) for sign in (1, -1))
    assert curve.share_interval(2.0) == pytest.approx((1 - high, 1 - low), abs=1e-9)
