"""The demo's meetings are frozen as they went, and explain what became of their numbers."""

from datetime import date

import pytest

from revdash.api import causing
from revdash.api.actors import COMMAND_LINE
from revdash.api.restating import became
from revdash.demo.meetings import MEETINGS, MISSED
from revdash.demo.timeline import END
from revdash.desk.experiments import read_experiments
from revdash.desk.snapshots import read_snapshots
from revdash.meetings.restatement import Cause
from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import read
from revdash.metrics.scope import Scope
from revdash.period import Period, Weeks

pytestmark = pytest.mark.timeout(900)  # the first test waits for the whole demo

TRADE_SHOW = date(2026, 3, 30)
LAST_DAYS = Period(date(2026, 2, 16), date(2026, 5, 18))  # thirteen weeks
KEPT_IN = Period(date(2026, 3, 23), date(2026, 5, 18))  # eight weeks


@pytest.fixture(scope="module")
def snapshots(house):
    """What each closed meeting froze, by its day."""
    with house.desk.connect() as desk:
        return {one.held_on: one for one in read_snapshots(desk)}


@pytest.fixture
def over(facts):
    """Read a metric over some days."""

    def _over(metric, days):
        scope = Scope(period=days, as_of=END, today=END.date(), weeks=Weeks(week_start=0))
        return read(facts, CATALOG[metric], scope)

    return _over


def test_every_meeting_that_was_held_is_frozen_and_the_missed_one_is_not(snapshots):
    assert sorted(snapshots) == [one.on for one in MEETINGS]
    assert MISSED not in snapshots


def test_the_late_list_of_the_trade_show_is_explained_record_by_record(house, facts, snapshots):
    found = became(house, facts, snapshots[TRADE_SHOW])

    leads = next(one for one in found if one.reading.metric == "leads_new")
    (side,) = leads.sides
    assert side.became.by_cause[Cause.LATE] == 38
    assert side.became.by_cause[Cause.MERGE] == -2  # two of the week's leads were one with others
    assert leads.value - leads.reading.value == side.became.net == 36


def test_each_difference_adds_up_by_its_causes(house, facts, snapshots):
    sides = [
        side.became
        for snapshot in snapshots.values()
        for one in became(house, facts, snapshot)
        for side in one.sides
    ]

    assert all(sum(one.by_cause.values()) == pytest.approx(one.net, abs=1e-6) for one in sides)
    assert any(one.moves for one in sides)


def test_promises_are_kept_by_their_first_day(over):
    due = [
        made
        for held in MEETINGS
        for made in held.promises
        if KEPT_IN.start <= made.due_on < END.date() and not made.is_cancelled
    ]
    kept = [made for made in due if made.done_on and made.done_on <= made.due_on]

    told = over("commitments_kept", KEPT_IN)

    assert (told.hits, told.sample) == (len(kept), len(due))


def test_a_week_without_its_meeting_is_counted(over):
    told = over("meeting_cadence", LAST_DAYS)

    assert (told.hits, told.sample) == (len(MEETINGS), len(MEETINGS) + 1)


def test_each_side_names_its_wins_and_owns_its_misses(over):
    balanced = [
        held
        for held in MEETINGS
        if {("win", "marketing"), ("win", "sales"), ("miss", "marketing"), ("miss", "sales")}
        <= {(one.kind, one.side) for one in held.brought}
    ]

    told = over("balanced_review", LAST_DAYS)

    assert (told.hits, told.sample) == (len(balanced), len(MEETINGS))


def test_a_template_without_effect_stays_a_result_without_effect(house):
    with house.desk.connect() as desk:
        tried = next(one for one in read_experiments(desk) if one.metric == "nurture_return")

    assert tried.decided_on == date(2026, 5, 11)
    assert tried.outcome.low < 0 < tried.outcome.high


def test_the_weeklies_name_what_the_gravest_drops_of_each_week_came_from(house):
    found = causing.causes(house, COMMAND_LINE)

    named = int(found.sentence.rpartition("named for ")[2].rstrip("."))
    assert named >= 20
    assert found.chart.empty == ""
    assert found.lines  # some are left to be named
