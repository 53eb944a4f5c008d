"""What frozen numbers are now: each difference told by its records, one cause each."""

import json
import zlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from revdash import api
from revdash.api import minutes
from revdash.api.asking import ask
from revdash.api.meeting_says import Opening
from revdash.api.publishing import publish
from revdash.api.questions import PeriodKey, Question
from revdash.api.restated import _Record, restated
from revdash.desk.tables.meetings import (
    snapshot_metric,
    snapshot_restated,
)
from revdash.errors import InputError
from revdash.meetings.restatement import Cause
from revdash.metrics.catalog import find
from revdash.metrics.read import read
from revdash.metrics.records import records
from revdash.metrics.shapes import Unit
from revdash.period import Period
from tests.api.closing.week import LATE, MONDAY, NATIVE, WEEK, stages


def numbers(blocks):
    """The first table, by the first column."""
    return {row[0]: row[1:] for row in blocks[0].rows}


def test_an_undisturbed_store_restates_nothing(company, closed, revops):
    (table,) = minutes.restated(revops, closed())

    assert (table.rows, table.empty) == ((), "All 3 numbers are what they were.")


def test_late_leads_are_told_one_by_one(company, closed, revops):
    key = closed()
    api.import_file(revops, NATIVE, LATE, "")

    table, records = minutes.restated(revops, key)

    row = dict(zip(table.columns[1:], numbers([table])["New MQLs"], strict=True))
    assert (row["Frozen"], row["Now"], row["Difference"]) == ("7", "10", "+3")
    assert (row["Arrived late"], row["Merged"], row["Definition changed"]) == ("+3", "", "")
    who, why, moved = records.rows[0]
    assert (who, why, records.keys[0]) == ("late0", "arrived late", "lead:late0")
    assert moved == "Acceptance rate (accepted or undecided) +1 · New MQLs +1"


def test_a_ratio_is_told_by_both_sides(company, closed, revops):
    key = closed()
    more = stages(("p2", "SAL", "2026-05-14 10:00:00"), ("late", "MQL", "2026-05-11 09:00:00"))
    api.import_file(revops, NATIVE, more, "")

    found = numbers(minutes.restated(revops, key)[:1])

    assert found["· accepted"][2:] == ("+1", "", "", "", "+1")


def test_an_import_taken_back_is_a_retraction(company, closed, revops):
    api.import_file(revops, NATIVE, LATE, "")
    key = closed()
    api.undo(revops, "2")

    table, _ = minutes.restated(revops, key)

    assert numbers([table])["New MQLs"][2:] == ("−3", "", "", "−3", "")


def test_what_a_new_definition_counts_no_fact_has_moved(company, closed, revops, frozen):
    key = closed()
    _, found = frozen(company, key)
    one = found["mql_new"]
    with company.desk.writing() as desk:  # as if it had been defined without p3
        fewer = zlib.compress(
            json.dumps({"mql_new": sorted({*one.sides[0].adds} - {"p3#1"})}).encode()
        )
        then = {**one.told, "definition": "another"}
        is_it = snapshot_metric.c.snapshot_metric_id == one.reading_id
        desk.execute(snapshot_metric.update().where(is_it).values(counted_keys=fewer, told=then))

    _, records = minutes.restated(revops, key)

    assert records.rows == (("p3", "definition changed", "New MQLs +1"),)

    api.import_file(revops, NATIVE, stages(("p3", "SAL", "2026-05-14 10:00:00")), "")
    _, records = minutes.restated(revops, key)
    assert records.rows == (
        ("p3", "arrived late", "Acceptance rate (accepted) +1"),
        ("p3", "definition changed", "New MQLs +1"),
    )


def test_who_is_judged_by_other_rules_moves_for_that_whatever_else_came(
    company, closed, revops, filled
):
    key = closed()
    api.import_file(revops, NATIVE, stages(("p9", "SAL", "2026-05-18 10:00:00")), "")
    values, version = filled(revops, "company", "company", zone="Asia/Tokyo")
    api.save_settings(revops, "company", "company", values, version)

    table, records = minutes.restated(revops, key)

    assert numbers([table])["New MQLs"][2:4] == ("−1", "−1")  # it was Monday there already
    assert ("p9", "definition changed") in [row[:2] for row in records.rows]


def test_the_next_meeting_keeps_what_the_last_one_became(company, closed, revops):
    closed()
    api.import_file(revops, NATIVE, LATE, "")
    table, *_ = restated(company)

    closed(MONDAY + timedelta(days=7))

    assert numbers([table])["New MQLs"][1] == "10"
    with company.desk.connect() as desk:
        rows = desk.execute(snapshot_restated.select()).all()
    (first,) = (row for row in rows if row.value == 10.0)
    assert first.told["sides"][0]["by_cause"]["arrived late"] == 3.0


@pytest.mark.parametrize(("days", "rate"), [(21, None), (28, 3 / 7)])
def test_what_a_number_became_in_four_weeks_is_its_rate_of_restatement(
    company, closed, revops, days, rate
):
    closed(metrics=("mql_new",))
    api.import_file(revops, NATIVE, LATE, "")
    later = MONDAY + timedelta(days=days)
    closed(later, metrics=("mql_new",))
    publish(company, "Ann")

    with company.facts() as connection:
        month = Period(date(2026, 5, 1), date(2026, 6, 1))
        scope = ask(company, connection, Question()).over(month)
        found = read(connection, find("restatement_rate"), scope)
        listed = records(connection, find("restatement_rate"), scope, part="moved_shares")

    assert found.value == (pytest.approx(rate) if rate else None)
    told = ("New MQLs", MONDAY, later, 7.0, 10.0, pytest.approx(3 / 7), 3, 0, 0, 0)
    assert [row[2:] for row in listed.rows] == ([told] if rate else [])


def test_a_frozen_number_opens_its_records_as_counted_then_and_what_became_of_each(
    company, closed, revops
):
    key = closed()
    api.import_file(revops, NATIVE, LATE, "")
    week = Question(period=PeriodKey.CUSTOM, first=WEEK.start, last=WEEK.last)

    found = minutes.records(revops, Opening(meeting=key, metric="mql_new", question=week))

    assert found.sentence == (
        "New MQLs was 7 when the meeting of 18 May 2026 closed; the same days are 10 now. "
        "New MQLs: +3 arrived late."
    )
    assert found.grid.rows[0] == ("late0", "not counted", "counted", "arrived late")
    assert [row[3] for row in found.grid.rows] == [*3 * ["arrived late"], *7 * ["as it was"]]
    assert found.leads["p1#1"] == "p1"


def test_each_side_of_a_frozen_ratio_opens_and_its_file_has_every_record(company, closed, revops):
    week = Question(period=PeriodKey.CUSTOM, first=WEEK.start, last=WEEK.last)
    asked = Opening(meeting=closed(), metric="acceptance_rate", question=week)

    found = minutes.records(revops, asked)
    file = minutes.records_csv(revops, replace(asked, side="acceptance_rate/counted")).decode()

    assert [label for _, label in found.sides] == ["accepted", "accepted or undecided"]
    assert [row[0] for row in found.grid.rows] == ["p1"]
    assert file.count("as it was") == 7
    with pytest.raises(InputError, match="froze no 'won_value'"):
        minutes.records(revops, replace(asked, metric="won_value"))


def test_a_record_that_left_and_came_anew_says_both():
    fired = {("Open handoff drops", Unit.COUNT): [1.0, -1.0], ("Follow-up", Unit.HOURS): [3, -1]}

    told = _Record(key="lead:1", cause=Cause.LATE, moved=fired).told("EUR")

    assert told == "Open handoff drops: 1 came in, 1 left · Follow-up +2 h"
