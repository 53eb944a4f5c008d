import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from revdash.agreement.pacing import EVEN, Days, pace, profile_of, quarters_before
from revdash.period import Period, Weeks
from revdash.worktime.calendar import Calendar

G16 = json.loads((Path(__file__).parents[1] / "golden" / "G16_pacing.json").read_text("utf-8"))
NINE_TO_FIVE = dict.fromkeys(range(5), ((540, 1020),))
MAY = Period(date(2026, 5, 1), date(2026, 6, 1))


def calendar(*holidays):
    closed = {date.fromisoformat(day): () for day in holidays}
    return Calendar(calendar_id="x", zone="UTC", weekly=NINE_TO_FIVE, exceptions=closed)


def test_g16_paces_by_working_days_and_what_each_brings():
    given, wanted = G16["inputs"], G16["expected"]
    days = Days(
        calendar=calendar(*given["holidays"]),
        profile=(*given["weekday_profile_mon_fri"], 1.0, 1.0),
    )

    found = pace(given["goal"], given["actual_to_date"], MAY, date(2026, 5, 14), days)

    near = {"abs": 1e-4}
    assert (found.business_days, found.business_days_elapsed) == (19, 9)
    assert found.weight_elapsed == pytest.approx(wanted["profile_elapsed"])
    assert found.weight == pytest.approx(wanted["profile_total"])
    assert found.expected == pytest.approx(wanted["expected_by_now"], **near)
    assert found.attainment == pytest.approx(wanted["attainment_to_pace"], **near)
    assert found.projected == pytest.approx(wanted["projected"], **near)
    assert list(found.interval) == wanted["projection_interval80"]
    assert found.probability == pytest.approx(wanted["p_hit_goal"], **near)
    assert all(abs(found.expected - wrong) > 0.05 for wrong in wanted["wrong_answers"].values())


def test_a_weekday_that_brings_more_weighs_more_but_few_weeks_say_little():
    until = date(2026, 5, 4)
    mondays = {until - timedelta(weeks=week): 10.0 for week in range(1, 27)}
    others = {
        day: 5.0
        for number in range(1, 183)
        if (day := until - timedelta(days=number)).weekday() in range(1, 5)
    }

    found = profile_of(mondays | others, calendar(), until)

    assert found[0] == pytest.approx(1 + (10 / 6 - 1) * 26 / 34)
    assert found[1] == pytest.approx(1 + (5 / 6 - 1) * 26 / 34)
    assert found[5:] == (1.0, 1.0)


def test_holidays_are_left_out_of_the_profile():
    until = date(2026, 5, 11)
    counts = {day: 4.0 for number in range(1, 183) if (day := until - timedelta(days=number))}
    counts[date(2026, 5, 4)] = 0.0

    assert profile_of(counts, calendar("2026-05-04"), until) == pytest.approx(EVEN)


def test_without_history_every_day_is_alike_and_before_the_first_day_nothing_is_told():
    days = Days(calendar=calendar(), profile=profile_of({}, calendar(), date(2026, 5, 1)))

    found = pace(120, 0, MAY, date(2026, 4, 30), days)

    assert days.profile == EVEN
    assert (found.expected, found.attainment, found.probability) == (0.0, None, None)


APRIL = date(2026, 4, 1)
TWO_YEARS = [date(2024, 3, 29) + timedelta(days=n) for n in range(733)]  # until 31 March 2026


def test_quarters_are_cut_by_their_working_days_the_first_one_left_out():
    amounts = dict.fromkeys(TWO_YEARS, 1.0)

    found = quarters_before(amounts, calendar(), Weeks(), APRIL)

    assert len(found.past) == 8
    assert [round(sum(one)) for one in found.past][-1] == 90  # closed days count with those before
    assert len(found.past[-1]) == 64
    few = {day: 1.0 for day in TWO_YEARS if day >= date(2025, 4, 1)}
    assert quarters_before(few, calendar(), Weeks(), APRIL) is None


def test_an_amount_is_paced_by_how_quarters_fill_up_and_bounded():
    late = {day: 9.0 if day.month % 3 == 0 else 1.0 for day in TWO_YEARS if day.weekday() < 5}
    quarters = quarters_before(late, calendar(), Weeks(), APRIL)
    until = date(2026, 6, 1)
    parts = Period(APRIL, until), Period(until, date(2026, 7, 1))

    found = quarters.pace("x", 239.0, 43.0, parts)

    assert found.expected == pytest.approx(239 * 43 / 236, rel=0.05)
    assert found.projected == pytest.approx(236, rel=0.08)
    low, high = found.interval
    assert low < found.projected < high
    assert 0 < found.probability < 1
    assert (found.business_days_elapsed, found.business_days) == (43, 65)


def test_before_the_first_day_an_amount_is_held_against_nothing():
    quarters = quarters_before(dict.fromkeys(TWO_YEARS, 1.0), calendar(), Weeks(), APRIL)

    found = quarters.pace("x", 250.0, 0.0, (Period(APRIL, APRIL), Period(APRIL, date(2026, 7, 1))))

    assert (found.expected, found.probability) == (0.0, None)
