"""Nurture: what goes back, who takes it, what returns, and what that is worth."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from revdash.metrics.nurture import (
    NURTURE_RETURN,
    NURTURE_RETURN_180D,
    RECYCLE_RATE,
    RECYCLE_RESPONSE,
    SECOND_LIFE_RATIO,
    SECOND_LIFE_SQL,
)
from revdash.metrics.read import read

G26 = json.loads(
    (Path(__file__).parents[1] / "golden" / "G26_recycle_cadence.json").read_text("utf-8")
)
EDGES = ("2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18")
ALWAYS = "2025-10-01..2026-05-22"


def recycled(rows, age, returned=None, **values):
    """A lead recycled so many days ago, handed over again so many days later."""
    at = rows.as_of - timedelta(days=age)
    own = {"recycled_at": at, "recycled_on": at.date(), "closed_as": "RECYCLED"}
    own["returned_at"] = at + timedelta(days=returned) if returned else None
    return rows.lead("2025-09-01", is_open=False, **own | values)


def test_what_returns_is_as_in_the_example(rows, store, week):
    for told in G26["inputs"]["recycled"]:
        recycled(rows, told["age_days"], told["days_to_re_mql"])

    sooner, later = (read(store, m, week(ALWAYS)) for m in (NURTURE_RETURN, NURTURE_RETURN_180D))

    assert sooner.value == pytest.approx(13 / 28)
    assert later.value == pytest.approx(41 / 56)
    assert (sooner.sample, sooner.hits, sooner.ready) == (8, 3, 5)


def test_a_second_life_is_as_in_the_example(rows, store, week):
    for told in G26["inputs"]["recycled"]:
        if told["re_mql"]:
            sql_at = datetime(2026, 4, 10) if told["re_mql_became_sql"] else None
            rows.lead("2026-04-01", kind="re", sql_at=sql_at)
    rows.lead("2026-04-01", sql_at=datetime(2026, 4, 10))
    for _ in range(3):
        rows.lead("2026-04-01")

    second, beside = (read(store, m, week(ALWAYS)) for m in (SECOND_LIFE_SQL, SECOND_LIFE_RATIO))

    assert f"{second.hits}/{second.sample}" == G26["expected"]["second_life_sql_share"]
    assert (beside.value, beside.sample) == (2.0, 4)


def test_nothing_is_beside_nothing(rows, store, week):
    rows.lead("2026-04-01", kind="re", sql_at=datetime(2026, 4, 10))
    rows.lead("2026-04-01")

    reading = read(store, SECOND_LIFE_RATIO, week(ALWAYS))

    assert reading.missing == "no new lead became an SQL in this period"


def test_a_recycled_lead_ended_so_within_sixty_days(rows, store, week):
    in_time = {"closed_as": "RECYCLED", "recycled_at": datetime(2026, 3, 31)}
    rows.lead("2026-03-02", **in_time)
    rows.lead("2026-03-02", **in_time | {"recycled_at": datetime(2026, 5, 2)})
    rows.lead("2026-03-02", **in_time | {"closed_as": "DISQUALIFIED"})
    rows.lead("2026-03-02")
    rows.lead("2026-03-02", **in_time, kind="expansion")

    reading = read(store, RECYCLE_RATE, week("2026-03-02..2026-03-02"))

    assert (reading.value, reading.sample) == (0.25, 4)


def test_a_recycled_lead_is_taken_back_in_time(rows, store, week):
    due = datetime(2026, 5, 12, 10)
    for taken in (due, due + timedelta(minutes=1), None):
        recycled(rows, 20, nurture_due_at=due, nurture_due_on=due.date(), nurtured_at=taken)
    coming = datetime(2026, 5, 22, 19)
    recycled(rows, 1, nurture_due_at=coming, nurture_due_on=coming.date(), nurtured_at=due)
    recycled(rows, 20, nurtured_at=due)  # on a day without a time: nothing is due

    reading = read(store, RECYCLE_RESPONSE, week("2026-05-11..2026-05-22"))

    assert (reading.hits, reading.sample, reading.pending) == (1, 3, 1)


def test_a_week_holds_the_leads_of_its_days(rows, store, week):
    for day in EDGES:
        at = datetime.fromisoformat(f"{day} 10:00")
        due = {"nurture_due_at": at, "nurture_due_on": at.date()}
        rows.lead(day, kind="re", recycled_at=at, recycled_on=at.date(), **due)

    counted = (NURTURE_RETURN, RECYCLE_RESPONSE, RECYCLE_RATE, SECOND_LIFE_SQL)
    assert [read(store, metric, week()).sample for metric in counted] == [2, 2, 2, 2]
