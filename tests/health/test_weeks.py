"""Weeks: which version of the weights holds when, and how long the one before goes on."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from revdash.desk.health import DEFAULTS, PROPOSAL, Goalposts, HealthVersion
from revdash.health.doubt import Measure
from revdash.health.parts import BY_NAME, PARTS
from revdash.health.score import Standing
from revdash.health.weeks import Seen, Week, lines, series, version_at, weeks_since
from revdash.metrics.scope import Scope
from revdash.period import Period

MONDAY = date(2026, 1, 5)
SLA_FIRST = DEFAULTS | {
    "sla_attainment": Goalposts(0.30, 0.5, 0.95),
    "drops_open": Goalposts(0.0, 20.0, 2.0),
}
SIGNED = HealthVersion(version_no=1, valid_from=datetime(2026, 2, 4), components=SLA_FIRST)
HALF = {part.name: Measure(value=None) for part in PARTS} | {
    "sla_attainment": Measure(value=0.95),
    "drops_open": Measure(value=20.0),
    "top_tier_coverage": Measure(value=0.79),
    "feedback_completeness": Measure(value=0.675),
    "acceptance_net": Measure(value=0.55),
}


def seen(number):
    start = MONDAY + number * timedelta(weeks=1)
    end = start + timedelta(weeks=1)
    at = datetime(end.year, end.month, end.day)
    return Seen(week=Week(days=Period(start, end), as_of=at), measures=HALF)


WEEKS = tuple(map(seen, range(16)))


def test_a_version_holds_from_the_first_week_that_ends_after_it_was_signed():
    held = [version_at((PROPOSAL, SIGNED), one.week).version_no for one in WEEKS]

    assert held == [0] * 4 + [1] * 12


def test_the_line_breaks_where_the_weights_change_and_both_run_for_eight_weeks():
    (old, before), (new, after) = lines(WEEKS, (PROPOSAL, SIGNED))

    assert (old.version_no, new.version_no) == (0, 1)
    assert [value is None for value in before] == [False] * 12 + [True] * 4
    assert [value is None for value in after] == [True] * 4 + [False] * 12
    assert after[4] > before[4]


def test_what_is_judged_is_every_week_by_the_same_weights():
    assert set(series(WEEKS, SIGNED)) == {WEEKS[0].standing(SIGNED).value}


def test_a_week_without_evidence_tells_no_number():
    bare = replace(WEEKS[0], measures=HALF | {"acceptance_net": Measure(value=None)})
    without = replace(bare, measures={n: Measure(value=None) for n in HALF})

    assert series([WEEKS[0], without], PROPOSAL)[1] is None
    assert isinstance(without.standing(PROPOSAL), Standing)


def test_weeks_run_from_the_first_handoff_to_that_of_the_data():
    friday = datetime(2026, 1, 23, 18)
    scope = Scope(period=Period(MONDAY, MONDAY), as_of=friday, today=friday.date())
    ends = {MONDAY: datetime(2026, 1, 11, 23)}

    weeks = weeks_since(date(2026, 1, 7), scope, ends)

    assert [week.start for week in weeks] == [MONDAY + n * timedelta(weeks=1) for n in range(3)]
    assert [week.is_open for week in weeks] == [False, False, True]
    assert (weeks[0].as_of, weeks[2].as_of) == (ends[MONDAY], friday)
    assert weeks_since(None, scope, {}) == ()


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("sla_attainment", Period(date(2025, 12, 15), date(2026, 1, 12))),
        ("feedback_completeness", Period(date(2025, 11, 15), date(2025, 12, 13))),
        ("acceptance_net", Period(date(2025, 11, 3), date(2025, 12, 29))),
        ("commitments_kept", Period(date(2025, 11, 17), date(2026, 1, 12))),
    ],
)
def test_each_part_counts_its_own_days(name, days):
    assert BY_NAME[name].days(WEEKS[0].week.days) == days
