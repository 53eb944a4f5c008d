"""Rates of unequal weeks are bounded as the source bounds them."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revdash.stats.proportions import Family, rate_limits

G13 = json.loads((Path(__file__).parents[1] / "golden/G13_p_prime_u_prime.json").read_text("utf-8"))
COLUMNS = {"p": ("met", "due", Family.SHARE), "u": ("attempts", "leads", Family.PER_TRY)}
weeks = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=30,
)


def worked(chart):
    hits, tries, family = COLUMNS[chart]
    rows = [(row[hits], row[tries]) for row in G13["inputs"][chart]]
    baseline = rows[: G13["inputs"][f"{chart}_baseline"]]
    return rows, rate_limits(family, *zip(*baseline, strict=True)), G13["expected"][chart]


@pytest.mark.parametrize("chart", ["p", "u"])
def test_limits_are_those_of_the_worked_example(chart):
    rows, limits, expected = worked(chart)

    assert (limits.center, limits.sigma_z) == pytest.approx(
        (expected["center"], expected["sigma_z"]), abs=G13["tolerance"]
    )
    for (_, tries), bounds in zip(rows, expected["limits"], strict=True):
        shown = limits.shown_at(tries, is_floored=False)
        assert shown == pytest.approx(bounds, abs=G13["tolerance"])


@pytest.mark.parametrize("chart", ["p", "u"])
def test_signals_are_those_of_the_worked_example(chart):
    rows, limits, expected = worked(chart)

    outside = [
        number
        for number, (hits, tries) in enumerate(rows, 1)
        if abs(hits / tries - limits.center) > limits.reach(tries, is_floored=False)
    ]

    assert outside == expected["signals"]


def test_a_short_baseline_does_not_claim_less_than_chance():
    _, limits, expected = worked("u")

    assert expected["sigma_z"] < 1 == limits.used_sigma_z
    assert limits.at(40).high > limits.at(40, is_floored=False).high


def test_a_long_baseline_is_believed():
    limits = rate_limits(Family.SHARE, [5, 5, 5, 6] * 5, [10] * 20)

    assert limits.used_sigma_z == limits.sigma_z < 1


def test_a_promise_always_kept_is_not_broken_by_one_miss():
    limits = rate_limits(Family.SHARE, [30] * 20, [30] * 20)

    assert limits.sigma_z == 0.0
    assert limits.at(30).low < 29 / 30


def test_limits_are_clipped_for_the_eye_only():
    limits = rate_limits(Family.SHARE, [9, 10, 8], [10, 10, 10])

    assert limits.at(10).high > 1.0 == limits.shown_at(10).high
    assert rate_limits(Family.PER_TRY, [1, 0, 2], [9, 9, 9]).shown_at(9).low == 0.0


@pytest.mark.parametrize("hits", [0, 12])
def test_a_baseline_all_alike_leaves_the_other_end_possible(hits):
    limits = rate_limits(Family.SHARE, [hits] * 3, [12] * 3)

    assert limits.center == hits / 12
    assert limits.reach(12) > 0


@pytest.mark.parametrize(
    ("hits", "tries"), [([], []), ([1], [2]), ([1, 3], [2, 2]), ([1, 0], [2, 0]), ([1, -1], [2, 2])]
)
def test_impossible_baselines_are_refused(hits, tries):
    with pytest.raises(ValueError, match=r"two weeks|not a week"):
        rate_limits(Family.SHARE, hits, tries)


@settings(max_examples=50)
@given(weeks)
def test_misses_mirror_hits(rows):
    hits, tries = zip(*rows, strict=True)
    misses = [n - x for x, n in rows]

    of_hits, of_misses = (rate_limits(Family.SHARE, x, tries) for x in (hits, misses))

    assert of_misses.center == pytest.approx(1 - of_hits.center)
    assert of_misses.reach(10) == pytest.approx(of_hits.reach(10))
    assert of_hits.reach(40) == pytest.approx(of_hits.reach(10) / 2)
    assert math.isfinite(of_hits.sigma_z)
