"""Aims: attainment, pace and chance of one goal; the golden G16 among them."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from revdash.agreement.aims import Told, attained, middle, paced, probable
from revdash.agreement.promises import Counting
from revdash.desk.goals import Goal, GoalKind
from revdash.metrics.closure import WIN_RATE, WON_COUNT
from revdash.metrics.shapes import Reading
from revdash.period import Period, Weeks
from revdash.worktime.calendar import Calendar

G16 = json.loads((Path(__file__).parents[1] / "golden" / "G16_pacing.json").read_text("utf-8"))
MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
SO_FAR = Period(date(2026, 5, 1), date(2026, 5, 15))
GIVEN, WANTED = G16["inputs"], G16["expected"]
COUNTING = Counting(
    weeks=Weeks(),
    calendar=Calendar(
        calendar_id="x",
        zone="UTC",
        weekly=dict.fromkeys(range(5), ((540, 1020),)),
        exceptions={date.fromisoformat(day): () for day in GIVEN["holidays"]},
    ),
    today=date(2026, 5, 14),
    profiles={"won_count": (*GIVEN["weekday_profile_mon_fri"], 1.0, 1.0)},
)


def goal(target, kind=GoalKind.AT_LEAST, **values):
    return Goal(metric="won_count", target=target, kind=kind, valid_from=date(2026, 1, 1), **values)


def reading(value, metric=WON_COUNT, period=MAY, sample=40):
    as_of = datetime(2026, 5, 14)
    return Reading(metric=metric, period=period, as_of=as_of, value=value, sample=sample)


def test_g16_is_paced_and_its_chance_told():
    aim, now = goal(GIVEN["goal"]), reading(GIVEN["actual_to_date"], period=SO_FAR)

    pace, chance = (one(aim, now, MAY, COUNTING) for one in (paced, probable))

    assert pace.value == pytest.approx(WANTED["attainment_to_pace"], abs=1e-4)
    bounds = [round(120 * edge) for edge in (pace.low, pace.high)]
    assert bounds == WANTED["projection_interval80"]
    assert chance.value == pytest.approx(WANTED["p_hit_goal"], abs=1e-4)
    for wrong in WANTED["wrong_answers"].values():
        assert pace.value != pytest.approx(46 / wrong, abs=1e-4)


@pytest.mark.parametrize(
    ("aim", "value", "share"),
    [
        (goal(100), 80.0, 0.8),
        (goal(100, GoalKind.AT_MOST), 80.0, 1.25),
        (goal(100, GoalKind.AT_MOST), 0.0, 1.0),
        (goal(100, GoalKind.BAND, target_high=150), 120.0, 1.0),
        (goal(100, GoalKind.BAND, target_high=150), 80.0, 0.8),
        (goal(100, GoalKind.BAND, target_high=150), 300.0, 0.5),
    ],
)
def test_above_one_is_better_than_agreed(aim, value, share):
    assert attained(aim, reading(value), COUNTING).value == pytest.approx(share)


def test_a_share_is_paced_as_it_is_and_has_no_chance_of_its_own():
    now = reading(0.3, WIN_RATE, SO_FAR)

    assert paced(goal(0.4), now, MAY, COUNTING) == Told(pytest.approx(0.75))
    assert probable(goal(0.4), now, MAY, COUNTING) is None


def test_what_is_unknown_or_too_small_is_not_told():
    assert attained(goal(0.4), reading(None, WIN_RATE), COUNTING) is None
    assert paced(goal(0.4), reading(0.5, WIN_RATE, SO_FAR, sample=4), MAY, COUNTING) is None


def test_the_middle_of_two_is_the_lower():
    assert middle([Told(3.0), None, Told(1.0), Told(2.0)]) == Told(2.0)
    assert middle([Told(1.0), Told(2.0)]) == Told(1.0)
    assert middle([None]) is None
