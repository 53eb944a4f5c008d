"""Enablement: what marketing works on, and the tools of the steps of the sales cycle."""

from datetime import datetime, timedelta

import pytest

from revdash.metrics.enablement import (
    ONE_OFF_ASSET_SHARE,
    SALES_SUPPORT_SHARE,
    STEP_ADVANCE,
    STEP_COVERAGE,
    TOOL_USAGE,
)
from revdash.metrics.read import read
from revdash.store.schema.workshop import asset_now, step_cell, step_cover, step_pass, work_now

EVER = "2026-01-01..2026-05-22"


def test_support_is_the_share_of_hours_and_not_of_entries(rows, store, week):
    for scope, hours in (("one deal", 1.0), ("one deal", 2.0), ("the whole market", 9.0)):
        rows.put(work_now, scope=scope, hours=hours, worked_on="2026-05-12")
    rows.put(work_now, scope="one deal", hours=50.0, worked_on="2026-05-18")

    reading = read(store, SALES_SUPPORT_SHARE, week())

    assert (reading.value, reading.sample, reading.low) == (0.25, 3, None)
    assert [part.name for part in reading.parts] == ["the whole market", "one deal"]


def test_without_a_work_log_there_is_no_share(bare, store, week):
    assert read(store, SALES_SUPPORT_SHARE, week()).missing == "no work logs loaded"


def test_material_is_one_off_when_exactly_one_deal_used_it(rows, store, week):
    for age, deals in ((61, 0), (61, 1), (61, 2), (59, 1)):
        made_at = rows.as_of - timedelta(days=age)
        told = {"created_at": made_at, "created_on": made_at.date()}
        rows.put(asset_now, deals_used=deals, **told)

    reading = read(store, ONE_OFF_ASSET_SHARE, week(EVER))

    assert (reading.hits, reading.sample, reading.pending) == (1, 3, 1)


def test_without_any_use_of_material_nobody_knows_what_is_one_off(rows, store, week):
    made_at = rows.as_of - timedelta(days=61)
    rows.put(asset_now, deals_used=0, created_at=made_at, created_on=made_at.date())

    reading = read(store, ONE_OFF_ASSET_SHARE, week(EVER))

    assert (reading.value, reading.missing) == (None, "no use of material by a deal is known")


def test_a_step_is_covered_while_a_review_holds(rows, store, week):
    for segment in ("SMB", "ENT"):
        rows.put(step_cell, segment=segment, since_on="2026-01-01")
    days = {"since_on": "2026-01-10", "until_on": "2026-05-18"}
    rows.put(step_cover, segment="SMB", **days)

    assert read(store, STEP_COVERAGE, week()).value == 0.5
    assert read(store, STEP_COVERAGE, week("2026-05-18..2026-05-22")).value == 0
    before = read(store, STEP_COVERAGE, week("2025-05-18..2025-05-22"))
    assert before.missing == "no steps of the sales cycle were agreed by then"


@pytest.fixture
def entered(rows):
    """A deal that entered a step so many days ago, and went further, or used its tool, after."""

    def _entered(days, further=None, used=None, **values):
        at = rows.as_of - timedelta(days=days)

        def later(after):
            return None if after is None else at + timedelta(days=after)

        told = {"advanced_at": later(further), "used_at": later(used), "has_tool": True}
        rows.put(step_pass, entered_at=at, entered_on=at.date(), **told | values)

    return _entered


def test_a_tool_is_used_by_the_deals_of_a_step_that_has_one(entered, store, week):
    entered(40, used=3)
    entered(40)
    entered(20, used=3)  # too young to say
    entered(40, has_tool=False)

    reading = read(store, TOOL_USAGE, week(EVER))

    assert (reading.hits, reading.sample, reading.pending) == (1, 2, 1)


def test_buyers_move_forward_within_thirty_days_and_the_lost_stay_at_risk(entered, store, week):
    """Two of four: one in time, one young one too; one too late, one never."""
    entered(60, further=10)
    entered(60, further=31)
    entered(60)
    entered(29, further=5)

    reading = read(store, STEP_ADVANCE, week(EVER))

    assert (reading.value, reading.sample) == (pytest.approx(0.5), 4)
    assert read(store, STEP_ADVANCE, week("2026-05-20..2026-05-22")).value is None
    assert datetime(2026, 5, 22, 18) == reading.as_of
