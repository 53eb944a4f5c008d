"""Quality: what is accepted, what is junk, what becomes an SQL, whose acceptance is none."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from revdash.metrics.jackknife import without_each
from revdash.metrics.quality import (
    FALSE_ACCEPT_RATE,
    JUNK_RATE,
    LEAD_QUALITY_INDEX,
    SAL_TO_SQL,
)
from revdash.metrics.read import read

G08 = json.loads(
    (Path(__file__).parents[1] / "golden" / "G08_lead_quality_index.json").read_text("utf-8")
)
EDGES = ("2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18")
RIPE = "2026-04-06..2026-04-12"


def at(day, month=5):
    return datetime(2026, month, day, 10)


@pytest.fixture
def ripe(rows):
    """A lead handed over, and accepted if at all, in the second week of April."""

    def _ripe(*, sal=True, closed_as=None, after=10, **values):
        own = {"sal_at": at(8, 4), "sal_on": at(8, 4).date()} if sal else {}
        if closed_as:
            closed = (at(8, 4) if sal else at(7, 4)) + timedelta(days=after)
            own |= {"closed_as": closed_as, "closed_at": closed, "is_open": False}
        return rows.lead("2026-04-07", **own | values)

    return _ripe


def test_junk_is_refused_for_an_agreed_reason_in_time(ripe, rows, store, week):
    junk = {"sal": False, "closed_as": "REJECTED", "reason_class": "junk"}
    for is_junk in (junk, junk | {"sal": True, "closed_as": "DISQUALIFIED"}):
        ripe(**is_junk)
    for change in ({"reason_class": "fit"}, {"closed_as": "RECYCLED"}, {"after": 31}):
        ripe(**junk | change)
    ripe()
    ripe(**junk, kind="expansion")
    rows.lead("2026-05-20", closed_as="REJECTED", reason_class="junk", closed_at=at(21))

    reading = read(store, JUNK_RATE, week(RIPE))

    assert (reading.value, reading.sample, reading.ready) == (pytest.approx(2 / 6), 6, 6)


def test_nothing_is_junk_where_nobody_agreed_on_reasons(ripe, store, week):
    ripe(closed_as="REJECTED")

    reading = read(store, JUNK_RATE, week(RIPE))

    assert reading.missing == "no verdict gives a reason of the agreed list"


def test_an_accepted_lead_becomes_an_sql_within_thirty_days(ripe, store, week):
    ripe(sql_at=at(20, 4))
    ripe(sql_at=at(8, 4))  # it skipped the SAL
    ripe(sql_at=at(20))
    ripe(closed_as="RECYCLED")
    ripe(sal=False)
    ripe(kind="expansion", sql_at=at(20, 4))

    reading = read(store, SAL_TO_SQL, week(RIPE))

    assert (reading.value, reading.hits, reading.sample) == (0.5, 2, 4)


def test_leads_given_back_stay_at_risk_and_young_ones_count_for_their_days(rows, store, week):
    for days, sql in ((40, 10), (40, None), (40, None), (5, None)):
        sal_at = datetime(2026, 5, 22, 18) - timedelta(days=days)
        sql_at = sal_at + timedelta(days=sql) if sql else None
        rows.lead("2026-04-01", sal_at=sal_at, sal_on=sal_at.date(), sql_at=sql_at)

    reading = read(store, SAL_TO_SQL, week("2026-04-01..2026-05-22"))

    assert (reading.value, reading.ready) == (pytest.approx(1 / 3), 3)


def test_a_false_accept_is_given_back_as_no_fit_unmet(ripe, store, week):
    false = {"closed_as": "RECYCLED", "reason_class": "fit"}
    for is_false in (false, false | {"closed_as": "DISQUALIFIED", "reason_class": "junk"}):
        ripe(**is_false)
    for real in ({"reason_class": "timing"}, {"is_met": True}, {"after": 31}):
        ripe(**false | real)
    ripe(**false | {"closed_as": "LOST"})
    ripe()
    ripe(sal=False, closed_as="REJECTED", reason_class="fit")

    reading = read(store, FALSE_ACCEPT_RATE, week(RIPE))

    assert (reading.hits, reading.sample) == (2, 7)


def test_a_lead_accepted_of_late_is_too_young_to_be_a_false_accept(rows, store, week):
    for day in EDGES:
        rows.lead("2026-05-01", sal_at=datetime.fromisoformat(day), sal_on=day_of(day))

    reading = read(store, FALSE_ACCEPT_RATE, week())

    assert (reading.value, reading.sample, reading.pending) == (None, 0, 2)


def day_of(text):
    return datetime.fromisoformat(text).date()


def test_a_week_holds_the_leads_of_its_days(rows, store, week):
    for day in EDGES:
        rows.lead(day, reason_class="fit")
        rows.lead("2026-05-01", sal_at=datetime.fromisoformat(day), sal_on=day_of(day))

    assert [read(store, metric, week()).sample for metric in (JUNK_RATE, SAL_TO_SQL)] == [2, 2]


def test_the_index_of_campaigns_is_that_of_the_example(rows, store, week):
    for told in G08["inputs"]["campaigns"]:
        for n in range(told["mature_mql"]):
            sql_at = at(20, 4) if n < told["sql"] else None
            rows.lead("2026-04-07", campaign=told["name"], sql_at=sql_at)

    parts = {part.name: part for part in read(store, LEAD_QUALITY_INDEX, week(RIPE)).parts}

    for one in G08["expected"]["campaigns"]:
        part = parts[one["campaign"]]
        assert part.value == pytest.approx(one["lqi"], abs=0.01)
        assert (part.low, part.high) == pytest.approx(one["lqi_cri90"], abs=0.01)


def test_the_index_leaves_out_the_young_and_what_was_late(rows, store, week):
    rows.lead("2026-04-07", campaign="Spring", sql_at=at(20, 4))
    rows.lead("2026-04-07", campaign="Spring", sql_at=at(20))
    rows.lead("2026-05-12", campaign="Spring", sql_at=at(13))

    reading = read(store, LEAD_QUALITY_INDEX, week("2026-04-06..2026-05-17"))

    assert (reading.hits, reading.sample, reading.pending) == (1, 2, 1)


def test_no_owner_alone_makes_or_breaks_a_campaign_unseen(rows, store, week):
    """Ann turns three of four Spring leads into SQLs, Bob none of his four; of Fall, both half."""
    for owner, campaign, sqls in (("Ann", "Spring", 3), ("Bob", "Spring", 0)):
        for n in range(4):
            sql_at = at(20, 4) if n < sqls else None
            rows.lead("2026-04-07", owner=owner, campaign=campaign, sql_at=sql_at)
            rows.lead(
                "2026-04-07", owner=owner, campaign="Fall", sql_at=at(20, 4) if n < 2 else None
            )
    rows.lead("2026-04-20", owner="Cem", campaign="Spring", sql_at=at(21, 4))

    found = without_each(store, LEAD_QUALITY_INDEX, week(RIPE))

    weight = 2_000  # the groups don't seem to differ: 3 of 8 and 4 of 8
    least, most = ((x + m * weight) / (4 + weight) / m * 100 for x, m in ((0, 2 / 8), (3, 5 / 8)))
    assert found["Spring"] == pytest.approx((least, most))
    assert set(found) == {"Spring", "Fall"}
