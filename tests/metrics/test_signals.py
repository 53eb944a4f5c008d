"""Signals: which chart a metric is judged by, and what its weeks say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from revdash.metrics.catalog import CATALOG
from revdash.metrics.gaps import gap_points
from revdash.metrics.shapes import Point
from revdash.metrics.signals import Remarks, chart_for, is_gapped, is_monthly, judged
from revdash.period import Period
from revdash.stats.frames import Chart
from revdash.stats.judged import State

START = date(2026, 1, 5)
STEADY = (40, 44, 38, 41, 43, 39, 42, 40, 45, 41, 38, 42, 44, 40)


def points(values, **changes):
    weeks = (START + timedelta(weeks=n) for n in range(len(values)))
    return tuple(
        Point(
            period=Period(week, week + timedelta(weeks=1)),
            value=value,
            sample=50,
            is_open=False,
            **changes,
        )
        for week, value in zip(weeks, values, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "chart"),
    [
        ("mql_new", Chart.XMR),
        ("sla_attainment", Chart.SHARE),
        ("acceptance_rate", Chart.SHARE),
        ("untouched_leads", Chart.XMR),
        ("reach_unique", None),
    ],
)
def test_each_kind_of_metric_has_its_chart(name, chart):
    assert chart_for(CATALOG[name], points(STEADY)) is chart


def test_waits_that_differ_fourfold_are_judged_on_a_log_scale():
    found = chart_for(CATALOG["follow_up_time"], points([1.0, 2.0, 9.0] * 5))

    assert found is Chart.LOG


def test_money_is_judged_by_month_and_what_is_rare_by_the_days_between():
    assert is_monthly(CATALOG["won_value"])
    assert not is_monthly(CATALOG["won_count"])
    assert is_gapped(CATALOG["won_count"], points([2, 3, 1]))
    assert not is_gapped(CATALOG["mql_new"], points(STEADY))
    assert not is_gapped(CATALOG["won_value"], points([2, 3, 1]))


def test_a_week_far_outside_is_a_signal_and_a_remark_makes_it_an_expected_one():
    series = points([*STEADY, 90])

    found = judged(CATALOG["mql_new"], series, Remarks(), is_headline=True)
    told = judged(
        CATALOG["mql_new"], series, Remarks(events=(series[-1].period,)), is_headline=True
    )

    assert found.signal.is_high
    assert (found.is_expected, told.is_expected) == (False, True)


def test_a_short_week_is_hollow_and_an_incident_is_left_out():
    short = replace(points([*STEADY, 20])[-1], open_days=3.0)
    series = (*points(STEADY), short)

    found = judged(CATALOG["mql_new"], series, Remarks(), is_headline=True)
    spoilt = Remarks(incidents=(series[3].period,))
    without = judged(CATALOG["mql_new"], series, spoilt, is_headline=True)

    assert (found.marks[-1].state, found.signal) == (State.SHORT, None)
    assert without.marks[3].state is State.EXCLUDED


def test_a_week_whose_leads_had_not_the_time_is_not_judged():
    series = (*points([0.6] * 7 + [0.5] * 7), *points([0.1], ready=3))

    found = judged(CATALOG["acceptance_rate"], series, Remarks(), is_headline=True)

    assert found.marks[-1].state is State.OPEN


def test_new_limits_hold_from_the_day_a_person_accepted():
    series = points([*STEADY, *[70, 72, 69, 71, 70, 73, 68, 71, 70]])
    accepted = Remarks(rebases=(series[14].period.start,))

    found = judged(CATALOG["mql_new"], series, accepted, is_headline=True)

    assert [phase.start for phase in found.phases] == [0, 14]
    assert found.signal is None


def test_gaps_are_the_working_days_between_and_the_last_goes_on(rows, week, rules):
    for day in ("2026-05-04", "2026-05-08", "2026-05-08", "2026-05-11"):
        rows.deal(closed_on=day)

    gaps = gap_points(rows.connection, CATALOG["won_count"], week(), rules.default_calendar)

    assert [gap.value for gap in gaps] == [4.0, 0.5, 1.0, 4.0]
    assert [gap.is_open for gap in gaps] == [False, False, False, True]
