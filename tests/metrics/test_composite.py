"""What Alignment Health counts itself, and rates as they stood at the end of each week."""

from datetime import date, datetime, timedelta

import pytest

from revdash.api.telling_health import paces, pulses
from revdash.health.weeks import Week
from revdash.metrics.as_stood import Stood, Window, statement, stood
from revdash.metrics.composite import ACCEPTANCE_NET
from revdash.metrics.feedback import FEEDBACK_COMPLETENESS
from revdash.metrics.follow_up import SLA_ATTAINMENT
from revdash.metrics.read import read
from revdash.period import Period
from revdash.store.dialects.portability import compile_everywhere, forbidden_constructs
from revdash.store.schema.joint import told_reading

APRIL = Period(date(2026, 4, 1), date(2026, 5, 1))
SENT_BACK = {
    "sal_on": date(2026, 4, 9),
    "closed_as": "RECYCLED",
    "closed_at": datetime(2026, 4, 20),
    "reason_class": "fit",
    "is_met": False,
    "is_open": False,
}


def windows(*seen):
    return [Window(APRIL, moment) for moment in seen]


def test_net_acceptance_takes_false_accepts_off_once_known_for_30_days(rows, store, week):
    rows.lead("2026-04-07", accepted=2)
    rows.lead("2026-04-07", accepted=2, **SENT_BACK)
    rows.lead("2026-04-07", accepted=2, **SENT_BACK | {"is_met": True})
    rows.lead("2026-04-07", accepted=15)

    reading = read(store, ACCEPTANCE_NET, week("2026-04-01..2026-04-30"))
    early = stood(store, ACCEPTANCE_NET, windows(datetime(2026, 4, 30)))

    assert (reading.hits, reading.sample) == (2, 4)
    assert early == (Stood(0, None, 3, 4),)


def test_each_window_is_counted_as_of_its_own_moment(rows, store):
    rows.lead("2026-04-07", verdict_at=datetime(2026, 5, 10), feedback_at=datetime(2026, 5, 10))
    seen = [datetime(2026, 5, 1), datetime(2026, 5, 9), datetime(2026, 5, 15)]

    found = stood(store, FEEDBACK_COMPLETENESS, windows(*seen))

    assert found == (Stood(1, None, 0, 1), Stood(2, None, 1, 1))  # too young for the first


@pytest.mark.parametrize("metric", [SLA_ATTAINMENT, ACCEPTANCE_NET, FEEDBACK_COMPLETENESS])
def test_what_stood_now_is_what_is_read_now(metric, full, week):
    scope = week("2026-05-01..2026-05-22")

    reading = read(full, metric, scope)

    counted = [
        (one.hits, one.tries) for one in stood(full, metric, [Window(scope.period, scope.as_of)])
    ]
    assert counted == ([(reading.hits, reading.sample)] if reading.sample else [])


def test_the_parts_of_a_cut_add_up_to_the_whole(full, week):
    window = [Window(Period(date(2026, 1, 1), date(2026, 6, 1)), week().as_of + timedelta(days=1))]

    (whole,) = stood(full, SLA_ATTAINMENT, window)
    parts = stood(full, SLA_ATTAINMENT, window, "source")

    assert len(parts) > 1
    assert (whole.hits, whole.tries) == (sum(p.hits for p in parts), sum(p.tries for p in parts))


def test_its_statement_runs_on_every_engine():
    compiled = compile_everywhere(statement(SLA_ATTAINMENT, windows(datetime(2026, 5, 1)), "team"))

    assert all(not forbidden_constructs(text) for text in compiled.values())


def weeks(*starts):
    return tuple(
        Week(days=Period(start, start + timedelta(weeks=1)), as_of=datetime(2026, 5, 22))
        for start in starts
    )


def told(rows, metric, on, value, side=None):
    whole = dict.fromkeys(("segment", "team", "item"))
    rows.put(told_reading, metric=metric, as_on=on, value=value, side=side, **whole)


def test_the_slower_side_sets_the_pace_of_a_week_that_both_have_one_in(rows, store):
    told(rows, "goal_pace", "2026-05-17", 1.1, "marketing")
    told(rows, "goal_pace", "2026-05-17", 0.8, "sales")
    told(rows, "goal_pace", "2026-05-10", 1.2, "sales")

    found = paces(store, weeks(date(2026, 5, 4), date(2026, 5, 11)))

    assert {start: pace.value for start, pace in found.items()} == {date(2026, 5, 11): 0.8}


def test_in_the_week_in_which_a_month_ends_that_month_sets_the_pace(rows, store):
    for on, marketing, sales in (("2026-04-30", 1.1, 0.8), ("2026-05-03", 0.4, 0.5)):
        told(rows, "goal_pace", on, marketing, "marketing")
        told(rows, "goal_pace", on, sales, "sales")

    found = paces(store, weeks(date(2026, 4, 27)))

    assert found[date(2026, 4, 27)].value == 0.8


def test_a_round_of_the_pulse_holds_for_42_days_or_until_the_next(rows, store):
    told(rows, "pulse_agreement", "2026-03-01", 60.0)
    told(rows, "pulse_agreement", "2026-03-24", 40.0)
    starts = [date(2026, 3, 2), date(2026, 3, 23), date(2026, 4, 27), date(2026, 5, 4)]

    found = pulses(store, weeks(*starts))

    assert [found[start].value for start in starts[:3]] == [60.0, 40.0, 40.0]
    assert starts[3] not in found
