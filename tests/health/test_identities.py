"""What holds of Alignment Health whatever is measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revdash.desk.health import PROPOSAL
from revdash.health.doubt import Measure, band, depends_on_weights
from revdash.health.moved import Tally, by_load, by_team, moved
from revdash.health.parts import PARTS, yards_of
from revdash.health.score import FULL, Standing, Status, Yard, status_of
from revdash.stats.intervals import Interval
from revdash.stats.weighing import Weighed, effects

YARDS = yards_of(PROPOSAL)
NAMES = [part.name for part in PARTS]
EXACT = {"abs": 1e-9}
numbers = st.floats(-50, 150)
values = st.fixed_dictionaries({name: st.none() | numbers for name in NAMES})
tallies = st.integers(0, 40).flatmap(
    lambda tries: st.builds(Tally, st.integers(0, tries), st.just(tries))
)
teams = st.dictionaries(st.sampled_from("ABCD"), tallies)
loads = st.dictionaries(st.sampled_from("ABCD"), st.floats(0, 900), min_size=1)


def standing(values):
    return Standing(yards=YARDS, values=values)


def rate(tallied):
    tries = sum(tally.tries for tally in tallied.values())
    return sum(tally.hits for tally in tallied.values()) / tries if tries else None


@given(values)
def test_the_number_lies_between_0_and_100(values):
    found = standing(values)

    assert -1e-9 <= found.value <= FULL + 1e-9
    assert 0 <= found.coverage <= 1 + 1e-9


@given(values)
def test_what_is_measured_weighs_1_in_all(values):
    found = standing(values)

    weighs = sum(found.weights.values())
    assert weighs == pytest.approx(1.0 if found.measured else 0.0, **EXACT)
    assert all(found.weights[name] == 0 for name in found.missing)


@given(values, values)
def test_the_effects_add_up_to_the_change(before, after):
    found = moved(standing(before), standing(after))

    if found.before.measured and found.after.measured:
        assert sum(effect.both for effect in found.effects.values()) == pytest.approx(
            found.change, **EXACT
        )


@given(teams, teams)
def test_what_teams_did_adds_up_to_the_effect_of_the_part(before, after):
    rates = {"sla_attainment": rate(before)}, {"sla_attainment": rate(after)}
    found = moved(*(standing(rate) for rate in rates))

    if None not in (rates[0]["sla_attainment"], rates[1]["sla_attainment"]):
        told = by_team(found, YARDS[0], before, after)
        assert sum(team.both for team in told) == pytest.approx(
            found.effects["sla_attainment"].value, abs=1e-7
        )


@given(numbers, numbers, st.floats(0, 100))
def test_more_than_agreed_earns_nothing(floor, target, more):
    yard = Yard(name="a", pillar="p", floor=floor, target=floor + 10, weight=1.0)

    assert yard.score(floor + 10 + more) == pytest.approx(100.0)


def test_fewer_is_better_where_the_floor_lies_above_the_target():
    yard = Yard(name="a", pillar="p", floor=20.0, target=2.0, weight=1.0)

    assert (yard.score(20.0), yard.score(11.0), yard.score(1.0)) == (0.0, 50.0, 100.0)


def test_one_broken_part_is_never_healthy():
    assert status_of(90.0, [100.0, 39.9]) is Status.WATCH
    assert status_of(90.0, [100.0, 40.0]) is Status.HEALTHY
    assert status_of(49.9, [49.9]) is Status.ACT


@pytest.mark.parametrize(
    ("measured", "is_told"),
    [
        (NAMES, True),
        (NAMES[3:], False),  # no part of the handoff
        ([*NAMES[:3], *NAMES[3:5]], True),  # .40 and .24
        ([*NAMES[:3], NAMES[6]], False),  # .54
    ],
)
def test_too_little_evidence_makes_no_number(measured, is_told):
    found = standing(dict.fromkeys(measured, 1.0))

    assert found.is_told is is_told
    assert (found.status is Status.UNKNOWN) is not is_told


def test_an_empty_pillar_weighs_on_all_the_others():
    found = standing(dict.fromkeys(NAMES[:6], 1.0))

    assert found.weights["sla_attainment"] == pytest.approx(0.16 / 0.72)


def test_a_part_measured_for_the_first_time_moves_it_by_its_weight_alone():
    (only,) = effects([Weighed(0.0, None)], [Weighed(1.0, 40.0)])

    assert only == (0.0, pytest.approx(20.0))


def test_parts_that_differ_in_number_are_refused():
    with pytest.raises(ValueError, match="2 parts cannot become 1"):
        effects([Weighed(0.5, 1.0)] * 2, [Weighed(1.0, 1.0)])


def test_the_band_is_wide_for_few_cases_and_the_same_each_time():
    few = {"sla_attainment": Measure(value=0.7, hits=7, tries=10)}
    many = {"sla_attainment": Measure(value=0.7, hits=700, tries=1_000)}
    found = standing({"sla_attainment": 0.7})

    widths = [high - low for low, high in (band(found, few), band(found, many))]
    assert widths[0] > 5 * widths[1]
    assert band(found, few) == band(found, few)


def test_a_census_leaves_nothing_open():
    low, high = band(standing({"drops_open": 11.0}), {"drops_open": Measure(value=11.0)})

    assert (low, high) == (pytest.approx(50.0), pytest.approx(50.0))


def test_a_status_depends_on_weights_where_their_band_crosses_an_edge():
    assert depends_on_weights(Interval(73.0, 76.0))
    assert not depends_on_weights(Interval(55.0, 70.0))


@given(loads, loads, st.floats(1, 500), st.floats(1, 500))
def test_what_each_team_bears_adds_up_to_the_effect_of_a_level(before, after, was, now):
    yard = Yard(name="level", pillar="only", floor=20.0, target=2.0, weight=1.0)
    sides = [
        Standing(yards=(yard,), values={"level": sum(load.values()) / per})
        for load, per in ((before, was), (after, now))
    ]
    change = moved(*sides)

    told = by_load(
        change,
        yard,
        {team: Tally(load, was) for team, load in before.items()},
        {team: Tally(load, now) for team, load in after.items()},
    )

    is_moved = abs(change.before.values["level"] - change.after.values["level"]) > 1e-6
    if is_moved:
        assert sum(one.both for one in told) == pytest.approx(change.change, abs=1e-6)
