"""Verdicts say what DOMAIN.md 6.7 says, word for word."""

import math

import pytest

from revdash.metrics.verdicts import (
    WEEK_ON_WEEK,
    Voice,
    Word,
    assurance,
    immature,
    noise,
    too_few,
    verdict,
)
from revdash.stats.cohorts import outlook
from revdash.stats.frames import Chart
from revdash.stats.judged import Asked, Point
from revdash.stats.judging import judge
from revdash.stats.survival import sub_distribution
from revdash.terms import Direction

STEADY = [50.0, 54.0, 47.0, 52.0, 49.0] * 5  # mean 50.4, limits 39.3 to 61.5


def judged(*newest, **asked):
    points = [p if isinstance(p, Point) else Point(value=p) for p in (*STEADY, *newest)]
    return judge(points, Asked(**{"chart": Chart.XMR, "is_headline": True, **asked}))


def voice(better=Direction.UP, span="week"):
    names = [str(week) for week in range(1, 80)]
    return Voice(
        label="SLA attainment", better=better, printed="{:.1f} %".format, names=names, span=span
    )


def said(*newest, better=Direction.UP, **asked):
    return verdict(judged(*newest, **asked), voice(better))


def percent(share):
    return f"{100 * share:.0f} %"


def test_routine_variation_asks_for_no_explanation():
    spoken = said(51.0)

    assert spoken.text == (
        "Routine variation. SLA attainment is 51.0 %; anything between 39.3 % and 61.5 % is "
        "normal here. No explanation needed, look at the process if you want it different."
    )
    assert (spoken.word, spoken.is_good, spoken.notes) == (Word.ROUTINE, None, ())


@pytest.mark.parametrize(
    ("value", "better", "side", "deed", "is_good"),
    [
        (70.0, Direction.UP, "above", "keep it", True),
        (20.0, Direction.UP, "below", "fix it", False),
        (70.0, Direction.DOWN, "above", "fix it", False),
        (20.0, Direction.DOWN, "below", "keep it", True),
        (70.0, Direction.NEUTRAL, "above", "keep it or fix it", None),
    ],
)
def test_a_point_outside_is_a_signal(value, better, side, deed, is_good):
    spoken = said(value, better=better)

    assert spoken.text == (
        f"Signal: {value} % is {side} what this process normally gives (39.3 % to 61.5 %). "
        f"Something specific probably happened in week 26. Ask what, then {deed}."
    )
    assert (spoken.word, spoken.is_good) == (Word.SIGNAL, is_good)


def test_a_run_is_a_shift():
    spoken = said(*[53.0, 54.0] * 4)

    assert spoken.text == (
        "Shift: eight weeks in a row above the old average 50.4 %, since week 26. The process "
        "itself changed. Annotate the cause; consider new limits."
    )
    assert (spoken.word, spoken.is_good) == (Word.SHIFT, True)


def test_two_of_three_are_an_early_sign():
    spoken = said(49.0, 42.0, 42.0)

    assert spoken.text == (
        "Early sign: two of the last three weeks are unusually low. Watch next week before acting."
    )
    assert (spoken.word, spoken.is_good) == (Word.EARLY, False)


def test_a_signal_beside_a_noted_event_is_expected():
    spoken = said(Point(value=70.0, is_annotated=True))

    assert spoken.text == (
        "Expected signal: 70.0 % is above what this process normally gives (39.3 % to 61.5 %), "
        "and week 26 is annotated."
    )
    assert spoken.word is Word.EXPECTED


@pytest.mark.parametrize(
    ("point", "text"),
    [
        (Point(value=9.0, open_days=3.0), "Short week (3 working days), not judged."),
        (Point(value=9.0, open_days=3.35), "Short week (3.4 working days), not judged."),
        (Point(value=None), "No value in week 26, not judged."),
        (Point(value=9, is_excluded=True), "SLA attainment of week 26 is not sound, not judged."),
    ],
)
def test_a_hollow_week_is_not_judged(point, text):
    spoken = said(point)

    assert (spoken.word, spoken.text, spoken.is_good) == (Word.NOT_JUDGED, text, None)


@pytest.mark.parametrize(
    ("chart", "value", "text"),
    [
        (Chart.SHARE, 0.75, "3 of 4: too few for a rate."),
        (Chart.PER_TRY, 2.5, "10 for 4: too few for a rate."),
    ],
)
def test_few_tries_are_counted_out(chart, value, text):
    series = judge([Point(value=value, tries=4.0)], Asked(chart=chart))

    assert verdict(series, voice()).text == text
    assert too_few(3, 4) == "3 of 4: too few for a rate."


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([], "Only 0 weeks of data: limits need 12."),
        (STEADY[:1], "Only 1 week of data: limits need 12."),
        (STEADY[:11], "Only 11 weeks of data: limits need 12."),
        ([5.0] * 12, "SLA attainment never varied so far: nothing tells how far it may."),
    ],
)
def test_without_limits_there_is_no_verdict(values, text):
    series = judge([Point(value=value) for value in values], Asked(chart=Chart.XMR))

    assert verdict(series, voice()).text == text


def test_trial_limits_are_called_provisional():
    series = judge([Point(value=value) for value in STEADY[:17]], Asked(chart=Chart.XMR))

    assert verdict(series, voice()).notes == ("Only 17 weeks of data, limits are provisional.",)


def test_new_limits_are_proposed_where_a_cause_is_noted():
    without, noted = (
        said(Point(value=53.0, is_annotated=is_noted), *[54.0, 55.0] * 4)
        for is_noted in (False, True)
    )

    assert without.notes == (
        "A shift calls for new limits only once its cause is annotated near week 26.",
    )
    assert noted.notes == ("New limits are proposed from week 26: 54.3 % (51.7 % to 57.0 %).",)
    assert noted.word is Word.EXPECTED


def test_a_flow_of_a_week_of_four_days_says_so():
    notes = said(Point(value=41.0, open_days=4.0), is_flow=True).notes

    assert notes == ("Counted as if week 26 had had five working days; it had 4.",)


@pytest.mark.parametrize(
    ("target", "better", "fate"),
    [
        (62.0, Direction.UP, "missed almost every week"),
        (39.0, Direction.UP, "met almost every week"),
        (50.0, Direction.UP, "hit and missed by chance"),
        (39.0, Direction.DOWN, "missed almost every week"),
        (62.0, Direction.DOWN, "met almost every week"),
    ],
)
def test_a_steady_process_tells_what_becomes_of_its_target(target, better, fate):
    text = assurance(judged(51.0), target, voice(better))

    assert text == f"At today's level the target {target} % will be {fate}."


def test_no_assurance_is_given_during_a_shift_or_without_a_better_way():
    shifting, steady = judged(*[53.0, 54.0] * 4), judged(51.0)

    assert assurance(shifting, 50.0, voice()) == ""
    assert assurance(steady, 50.0, voice(Direction.BAND)) == ""
    assert assurance(judge([], steady.asked), 50.0, voice()) == ""


def test_a_young_cohort_is_told_with_its_projection():
    pool = sub_distribution([(30.0, 5.0)] * 20 + [(30.0, None)] * 60)
    young = outlook([30.0] * 3 + [1.0] * 9, [math.nan] * 12, 20.0, pool)

    assert immature(young, percent) == (
        f"25 % of these leads have had time to convert; projected 19 % "
        f"({percent(young.ends.low)} to {percent(young.ends.high)})."
    )
    assert immature(outlook([30.0], [2.0], 20.0, pool), percent) == ""


@pytest.mark.parametrize(
    ("cards", "text"),
    [
        ((12,), "about 1 in 3 weeks one of these cards is noise"),
        ((0, 12), "about 1 in 2 weeks one of these cards is noise"),
        ((1,), "about 1 in 32 weeks one of these cards is noise"),
        ((40,), "in most weeks one of these cards is noise"),
        ((0,), ""),
    ],
)
def test_the_page_says_how_many_of_its_cards_are_noise(cards, text):
    assert noise(*cards) == text


def test_week_on_week_is_no_evidence():
    assert WEEK_ON_WEEK == "this week vs last week is not evidence of change"
