"""The worked example of Alignment Health, G15: every figure of it, from the same functions."""

import json
from pathlib import Path

import pytest

from revdash.health.doubt import weights_between, with_equal_weights, without_each
from revdash.health.moved import moved
from revdash.health.score import Standing, Yard
from revdash.health.sentence import sentence

G15 = json.loads((Path(__file__).parents[1] / "golden/G15_alignment_health.json").read_text())
GIVEN, EXPECTED = G15["inputs"], G15["expected"]
CLOSE = {"abs": G15["tolerance"]}
YARDS = tuple(
    Yard(name=one["id"], **{key: one[key] for key in ("pillar", "floor", "target", "weight")})
    for one in GIVEN["components"]
)
NAMES = {
    "sla_attainment": "SLA attainment",
    "feedback_completeness": "feedback",
    "dropped_per_100": "dropped handoffs",
    "commitments_kept": "commitments kept",
    "acceptance_rate": "acceptance",
    "recycle_response": "recycle pickup",
}


def standing(week):
    return Standing(yards=YARDS, values=GIVEN[week])


@pytest.mark.parametrize("week", ["last_week", "this_week"])
def test_scores_number_and_coverage_are_those_of_the_worked_example(week):
    found, expected = standing(week), EXPECTED[week]

    assert found.scores == pytest.approx(expected["scores"], **CLOSE)
    assert found.value == pytest.approx(expected["health"], **CLOSE)
    assert found.coverage == pytest.approx(expected["evidence_coverage"], **CLOSE)


def test_what_is_missing_weighs_on_the_others_of_its_pillar():
    assert standing("last_week").weights == pytest.approx(
        EXPECTED["last_week"]["effective_weights"], **CLOSE
    )


def test_the_weakest_and_the_status_are_those_of_the_worked_example():
    found = standing("this_week")

    assert [*found.weakest] == EXPECTED["this_week"]["weakest"]
    assert found.status == EXPECTED["this_week"]["status"]


def test_what_moved_it_is_that_of_the_worked_example_and_adds_up():
    found = moved(standing("last_week"), standing("this_week"))

    values = {name: effect.value for name, effect in found.effects.items()}
    coverage = {name: effect.coverage for name, effect in found.effects.items()}
    assert values == pytest.approx(EXPECTED["value_effects"], **CLOSE)
    assert coverage == pytest.approx(EXPECTED["coverage_effects"], **CLOSE)
    assert found.change == pytest.approx(EXPECTED["change"], **CLOSE)
    assert sum(effect.both for effect in found.effects.values()) == pytest.approx(
        found.change, abs=1e-9
    )


def test_leaving_each_out_is_that_of_the_worked_example():
    found = without_each(standing("this_week"))

    assert found == pytest.approx(EXPECTED["leave_one_out_change"], **CLOSE)


def test_other_weights_give_the_band_of_the_worked_example():
    band = weights_between(standing("this_week"))

    assert [*band] == pytest.approx(EXPECTED["weight_sensitivity_90"]["band"], abs=0.05)


def test_equal_weights_are_the_mean_of_the_scores():
    scores = EXPECTED["this_week"]["scores"].values()

    assert with_equal_weights(standing("this_week")) == pytest.approx(sum(scores) / 9, **CLOSE)


def test_the_sentence_is_that_of_the_domain():
    found = moved(standing("last_week"), standing("this_week"))

    assert sentence(found, NAMES.__getitem__) == (
        "Health 63 (last week 58, +4.9). "
        "Up: SLA attainment +3.2, feedback +2.3, dropped handoffs +2.1. "
        "Down: commitments kept −1.6, acceptance −0.8. "
        "New evidence (recycle pickup now measured) −0.8 net."
    )
