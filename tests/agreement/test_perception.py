"""What may be seen of a round: the worked example, and never fewer than five answers."""

import json
from datetime import date
from itertools import chain, combinations
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revdash.agreement.perception import beliefs, picture, score, tellable
from revdash.desk.ballots import Box
from revdash.desk.pulse import SIDES, RoleClass, Wave
from revdash.desk.survey import FIXED, OFFERED
from revdash.terms import Side

G21 = json.loads((Path(__file__).parents[1] / "golden" / "G21_pulse_nps.json").read_text("utf-8"))
INPUTS, EXPECTED = G21["inputs"], G21["expected"]
exactly = {"abs": G21["tolerance"]}
WAVE = Wave(
    wave_id="w",
    name="November",
    opens_on=date(2026, 11, 2),
    closes_on=date(2026, 11, 9),
    every_weeks=6,
    asked=(*FIXED, *OFFERED),
    invited={Side.MARKETING: 8, Side.SALES: 8},
    version=1,
)
MARKETING, SALES = INPUTS["marketing"], INPUTS["sales"]


def box(marketing=MARKETING, sales=SALES, *, words=(), **more):
    """A round in which every sentence got the same answers, unless it is given its own."""
    scores = {}
    for one in FIXED:
        own = more.get(one.question_id, (marketing, sales))
        scores |= {(one.question_id, side, RoleClass.ANY): said
                   for side, said in zip(SIDES, own, strict=True)}  # fmt: skip
    for key, own in more.items():
        scores |= {(key, side, RoleClass.ANY): said for side, said in zip(SIDES, own, strict=True)}
    return Box(wave=WAVE, scores=scores, words={"one_thing": words} if words else {})


def test_g21_of_a_round_whose_sentences_are_all_answered_so():
    seen = picture(box())

    follow_up = next(item for item in seen.items if item.question.question_id == "follow_up")
    assert follow_up.gap.value == pytest.approx(EXPECTED["gap"], **exactly)
    assert follow_up.gap.bounds == pytest.approx(EXPECTED["gap_ci95_welch"], **exactly)
    assert follow_up.gap.delta == pytest.approx(EXPECTED["cliffs_delta"], **exactly)
    for side in SIDES:
        wanted = EXPECTED[f"rwg_{side}"]
        assert follow_up.rated[side].agreement == pytest.approx(wanted, **exactly)
    assert seen.gap.value == pytest.approx(EXPECTED["gap"], **exactly)
    assert seen.gap.bounds == pytest.approx(EXPECTED["gap_ci95_welch"], **exactly)


def test_g21_the_level_counts_each_side_once_as_health_scores_it():
    """100 × (level − 2) / 2.5; all answers pooled would give 49.2."""
    level = picture(box()).level

    assert 100 * (level.value - 2) / 2.5 == pytest.approx(EXPECTED["level_score"], **exactly)
    assert 100 * (fmean(MARKETING + SALES) - 2) / 2.5 != pytest.approx(
        EXPECTED["level_score"], abs=1
    )
    assert level.bounds.low < level.value < level.bounds.high
    assert level.people == 13


def test_g21_the_score_is_the_worse_of_level_and_gap():
    seen = picture(box())

    found = score(seen.level.value, seen.gap.value)
    assert found == pytest.approx(EXPECTED["pulse_component"], **exactly)
    assert score(4.5, 0) == 100
    assert score(4.5, -2.5) == score(1, 0) == 0
    assert score(3.25, 0.3) == pytest.approx(50)


def test_two_gaps_in_opposite_directions_do_not_cancel():
    """Each side rates the other low: their means are alike, and their answers far apart."""
    five = [3] * 5
    seen = picture(box(five, five, lead_quality=([4] * 5, [2] * 5), follow_up=([2] * 5, [4] * 5)))

    assert seen.levels[Side.MARKETING].value == seen.levels[Side.SALES].value
    assert seen.gap.value == pytest.approx((2 + 2) / 6)


def test_a_side_of_four_is_hidden_and_so_is_every_number_it_could_be_told_from():
    seen = picture(box(MARKETING[:4], SALES, words=["x"] * 9))

    assert seen.hidden == (Side.MARKETING,)
    assert dict(seen.answered) == {Side.SALES: 7}
    assert (seen.level, seen.gap, dict(seen.words)) == (None, None, {})
    assert all(set(item.rated) == {Side.SALES} and item.gap is None for item in seen.items)
    assert set(seen.levels) == {Side.SALES}


def test_a_question_that_four_answered_is_hidden_by_itself():
    seen = picture(box(in_time=([80] * 4, [60] * 6)))

    (item,) = [one for one in seen.items if one.question.question_id == "in_time"]
    assert set(item.rated) == {Side.SALES}
    assert item.gap is None


def test_words_are_shown_from_five_on_and_of_neither_side():
    assert not picture(box(words=["a", "b", "c", "d"])).words
    assert picture(box(words=["a", "b", "c", "d", "e"])).words == {"one_thing": tuple("abcde")}


@pytest.mark.parametrize(
    ("team", "lead", "shown"),
    [
        (6, 5, {RoleClass.TEAM, RoleClass.LEAD}),
        (7, 4, set()),  # the side less its team would be the four leaders
        (9, 0, {RoleClass.TEAM}),
    ],
)
def test_leaders_are_not_told_by_the_side_less_its_team(team, lead, shown):
    scores = {
        (one.question_id, side, role): [3] * count
        for one in FIXED
        for side in SIDES
        for role, count in ((RoleClass.TEAM, team), (RoleClass.LEAD, lead))
    }

    seen = picture(Box(wave=WAVE, scores=scores, words={}))

    assert {role for _, role in seen.roles} == shown


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 20), min_size=1))
def test_nothing_hidden_can_be_found_by_taking_from_the_total_what_is_shown(groups):
    shown = tellable(groups)

    rest = sum(groups.values()) - sum(groups[one] for one in shown)
    assert rest == 0 or rest >= 5 or not shown
    subsets = chain.from_iterable(combinations(shown, n) for n in range(1, len(shown) + 1))
    assert all(sum(groups[one] for one in some) >= 5 for some in subsets)


def test_what_is_believed_stands_beside_what_was_measured():
    seen = picture(box(in_time=([60] * 6, [90] * 7)))

    found = {one.side: one for one in beliefs(seen, {"sla_attainment": 0.8})}
    assert found[Side.MARKETING].off == pytest.approx(-0.2)
    assert found[Side.SALES].off == pytest.approx(0.1)
    assert beliefs(seen, {}) == ()
