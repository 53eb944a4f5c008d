"""Readings held against goals: whole when the period is over, at pace while it runs."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from revdash.agreement.promises import Counting, goal_for, judge, target_of, targets
from revdash.desk.goals import Cadence, Goal, GoalKind
from revdash.metrics.closure import WIN_RATE, WON_COUNT
from revdash.metrics.follow_up import FOLLOW_UP_TIME
from revdash.metrics.shapes import Reading
from revdash.period import Period, Weeks
from revdash.stats.survival import kaplan_meier

MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
WEEK = Period(date(2026, 5, 11), date(2026, 5, 18))


def goal(target=100.0, **values):
    ordinary = {"metric": "won_count", "valid_from": date(2026, 1, 1)}
    return Goal(target=target, **{**ordinary, **values})


def reading(value, metric=WON_COUNT, period=MAY, **values):
    ordinary = {"as_of": datetime(2026, 5, 17), "sample": 40}
    return Reading(metric=metric, period=period, value=value, **{**ordinary, **values})


@pytest.fixture
def counting(rules):
    """How days count, seen from a last day with data."""

    def _counting(today="2026-06-30"):
        day = date.fromisoformat(today)
        return Counting(weeks=Weeks(), calendar=rules.default_calendar, today=day)

    return _counting


def test_the_goal_in_force_on_the_day_is_the_last_that_began():
    old = goal(1.0, valid_to=date(2026, 4, 1))
    new = goal(2.0, valid_from=date(2026, 4, 1))

    assert goal_for((old, new), "won_count", date(2026, 3, 31)) is old
    assert goal_for((old, new), "won_count", date(2026, 4, 1)) is new
    assert goal_for((old, new), "won_count", date(2025, 12, 31)) is None
    assert goal_for((old, new), "mql_new", date(2026, 4, 1)) is None


def test_a_quarter_is_to_bring_what_its_months_are(counting):
    monthly = goal(100.0, cadence=Cadence.MONTH)
    quarter = Period(date(2026, 4, 1), date(2026, 7, 1))

    assert targets((monthly,), [WON_COUNT, WIN_RATE], quarter, counting()) == (
        ("won_count", pytest.approx(300.0)),
    )


def test_a_goal_that_ends_within_a_period_is_due_then_for_those_working_days(counting):
    ends = goal(210.0, valid_to=date(2026, 5, 16))  # 11 of the 21 working days of May

    running, over = (
        judge(ends, reading(60.0), counting(day)) for day in ("2026-05-08", "2026-05-15")
    )

    assert running.target == pytest.approx(110.0)
    assert (running.expected, running.verdict) == (pytest.approx(6 / 11), "on pace")
    assert (over.verdict, over.is_missed) == ("missed", True)


def test_a_part_of_a_goal_that_was_missed_by_less_than_one_says_so(counting):
    assert judge(goal(2.3), reading(2.0), counting()).text == "Goal 2.3"
    assert judge(goal(2.0), reading(2.0), counting()).text == "Goal 2"


def test_a_goal_that_another_follows_is_for_its_whole_period(counting):
    followed = goal(210.0, valid_to=date(2026, 5, 16), is_followed=True)

    assert judge(followed, reading(60.0), counting("2026-05-08")).target == pytest.approx(210.0)


@pytest.mark.parametrize(
    "part", [{"team": "SDR"}, {"owner_user_id": "u"}, {"scope": {"tier": "A"}}]
)
def test_a_goal_for_a_part_is_not_the_companys(part):
    assert goal_for((goal(**part),), "won_count", date(2026, 5, 1)) is None


@pytest.mark.parametrize(
    ("part", "filters"),
    [
        ({"team": "SDR"}, (("team", ("SDR",)),)),
        ({"owner_user_id": "Ann"}, (("owner", ("Ann",)),)),
        (
            {"scope": {"tier": "A", "segment": "SMB"}},
            (("segment", ("SMB",)), ("tier", ("A",)), ("region", ())),
        ),
    ],
)
def test_a_question_for_the_very_part_finds_its_goal(part, filters):
    goals, day = (goal(1.0), goal(2.0, **part)), date(2026, 5, 1)

    assert goal_for(goals, "won_count", day, filters).target == 2.0
    assert goal_for(goals, "won_count", day).target == 1.0
    assert goal_for(goals, "won_count", day, (*filters, ("source", ("paid",)))) is None
    assert goal_for(goals, "won_count", day, ((filters[0][0], ("x", "y")),)) is None


@pytest.mark.parametrize(
    ("period", "cadence", "target"),
    [
        (MAY, Cadence.MONTH, 100),
        (WEEK, Cadence.WEEK, 100),
        (WEEK, Cadence.MONTH, 100 * 5 / 21),
        (Period(date(2026, 5, 4), date(2026, 5, 18)), Cadence.WEEK, 200),
        (Period(date(2026, 4, 1), date(2026, 7, 1)), Cadence.QUARTER, 100),
        (Period(date(2026, 4, 27), date(2026, 5, 4)), Cadence.MONTH, 100 * (4 / 22 + 1 / 21)),
        (Period(date(2026, 5, 16), date(2026, 5, 18)), Cadence.MONTH, 0),
    ],
    ids=["month", "week", "week of a month", "two weeks", "quarter", "across months", "weekend"],
)
def test_a_sum_is_aimed_at_by_working_days(period, cadence, target, counting):
    told = target_of(goal(cadence=cadence), reading(1.0, period=period), period, counting())

    assert told == pytest.approx(target)


def test_a_rate_is_aimed_at_as_it_is(counting):
    assert target_of(goal(0.4), reading(0.5, WIN_RATE), WEEK, counting()) == 0.4


@pytest.mark.parametrize(
    ("kind", "value", "verdict"),
    [
        (GoalKind.AT_LEAST, 100.0, "met"),
        (GoalKind.AT_LEAST, 99.0, "missed"),
        (GoalKind.REACH, 100.0, "met"),
        (GoalKind.AT_MOST, 100.0, "met"),
        (GoalKind.AT_MOST, 101.0, "missed"),
        (GoalKind.BAND, 150.0, "met"),
        (GoalKind.BAND, 151.0, "missed"),
        (GoalKind.BAND, 99.0, "missed"),
    ],
)
def test_a_period_that_is_over_is_met_or_missed(kind, value, verdict, counting):
    promise = judge(goal(kind=kind, target_high=150.0), reading(value), counting())

    assert (promise.verdict, promise.is_missed) == (verdict, verdict == "missed")
    assert promise.reached == value / 100


def test_a_band_is_as_wide_as_its_part_of_the_period(counting):
    band = goal(kind=GoalKind.BAND, target_high=150.0)

    promise = judge(band, reading(40.0, period=WEEK), counting())

    assert (promise.text, promise.verdict) == ("Goal 24 to 36", "missed")


@pytest.mark.parametrize(
    ("value", "verdict"), [(46.0, "behind pace"), (47.0, "behind pace"), (48.0, "on pace")]
)
def test_a_period_that_runs_is_held_against_the_days_gone(value, verdict, counting):
    promise = judge(goal(), reading(value), counting("2026-05-14"))

    assert promise.expected == pytest.approx(10 / 21)
    assert (promise.verdict, promise.is_missed) == (verdict, False)


def test_what_a_count_was_to_bring_by_now_follows_its_weekdays(counting):
    fridays = replace(counting("2026-05-14"), profiles={"won_count": (*[1.0] * 4, 2.0, 1.0, 1.0)})

    promise = judge(goal(), reading(46.0), fridays)

    assert promise.expected == pytest.approx(12 / 26)
    assert promise.pace.projected == pytest.approx(46 * 26 / 12)
    assert 0 < promise.pace.probability < 1
    assert judge(goal(), reading(46.0), counting()).pace is None


def test_a_period_on_its_last_day_is_over(counting):
    assert judge(goal(), reading(1.0), counting("2026-05-31")).verdict == "missed"
    assert judge(goal(), reading(99.0), counting("2026-05-30")).verdict == "behind pace"


def test_a_period_that_has_not_begun_is_not_judged(counting):
    assert judge(goal(), reading(0.0), counting("2026-04-30")).verdict == ""


def test_nothing_read_is_not_judged(counting):
    promise = judge(goal(0.4), reading(None, WIN_RATE), counting())

    assert (promise.verdict, promise.reached) == ("", None)


def test_a_share_too_small_to_show_is_not_judged(counting):
    assert judge(goal(0.4), reading(0.0, WIN_RATE, sample=4), counting()).verdict == ""
    assert judge(goal(0.4), reading(0.0, WIN_RATE, sample=5), counting()).verdict == "missed"


@pytest.mark.parametrize(("longest", "verdict"), [(5.0, "missed"), (3.0, "")])
def test_a_wait_without_a_middle_is_missed_once_it_is_longer_than_agreed(
    longest, verdict, counting
):
    curve = kaplan_meier([(1.0, 1, 0), (longest, 0, 9)])
    unreached = reading(None, FOLLOW_UP_TIME, curve=curve, sample=10)

    promise = judge(goal(4.0, kind=GoalKind.AT_MOST), unreached, counting())

    assert (promise.text, promise.verdict) == ("Goal at most 4 h", verdict)


def test_a_goal_of_nothing_is_reached_by_no_share(counting):
    assert judge(goal(0.0), reading(3.0), counting()).reached is None
