"""A meeting closes whole or not at all, and what it froze stays; its numbers are restated."""

import json
import zlib
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from revdash import api
from revdash.api import minutes
from revdash.api.asking import ask
from revdash.api.freezing import close
from revdash.api.meeting_says import Opening
from revdash.api.questions import PeriodKey, Question
from revdash.api.restated import restated
from revdash.desk.audit import Stamp
from revdash.desk.meetings import (
    Series,
    next_meeting,
    read_meeting,
    read_series,
    save_series,
    start,
)
from revdash.desk.snapshots import read_readings, read_snapshots
from revdash.desk.tables.meetings import (
    meeting,
    snapshot_metric,
    snapshot_restated,
    weekly_snapshot,
)
from revdash.errors import InputError, StaleEditError
from revdash.meetings.sheet import Heading, MeetingSheet, Part, Tiles, Told
from revdash.metrics.catalog import find
from revdash.metrics.read import read
from revdash.metrics.shown import shown
from revdash.period import Period
from revdash.terms import Side

NATIVE = "lifecycle_event.csv"
HEAD = "person_id,to_stage,event_at\n"
MONDAY = date(2026, 5, 18)
WEEK = Period(date(2026, 5, 11), MONDAY)
METRICS = ("mql_new", "acceptance_rate", "mql_re")


def stages(*rows):
    return (HEAD + "".join(f"{person},{stage},{at}\n" for person, stage, at in rows)).encode()


BEFORE = stages(
    *((f"p{n}", "MQL", f"2026-05-1{n} 10:00:00") for n in range(1, 7)),
    ("p1", "SAL", "2026-05-12 10:00:00"),
    ("p9", "MQL", "2026-05-17 20:00:00"),
)
LATE = stages(*((f"late{n}", "MQL", "2026-05-13 09:00:00") for n in range(3)))


def shows(house, _actor, meeting_id, metrics=METRICS, **changes):
    """A sheet by hand: some numbers of the week."""
    with house.facts() as connection:
        scope = ask(house, connection, Question()).over(WEEK)
        tiles = tuple(told(read(connection, find(name), scope)) for name in metrics)
    part = Part(
        heading=Heading.PROMISES,
        title="Promises",
        question="Kept?",
        minutes=5,
        blocks=(Tiles(title="Both", side=Side.SHARED, tiles=tiles),),
    )
    ordinary = {"title": "Weekly", "held_on": MONDAY, "first": WEEK.start, "last": WEEK.last}
    ordinary |= {"company": "Halden", "currency": "EUR", "sentence": "So it is.", "parts": (part,)}
    return MeetingSheet(meeting_id=meeting_id, **ordinary | changes)


def told(reading):
    metric = reading.metric
    return Told(
        metric=metric.name,
        label=metric.label,
        meaning=metric.meaning,
        side=metric.side,
        shown=shown(reading).value,
        unit=metric.unit.value,
        value=reading.value,
        sample=reading.sample,
        hits=reading.hits,
        low=reading.low,
        high=reading.high,
        first=WEEK.start,
        last=WEEK.last,
    )


@pytest.fixture
def company(own_empty, revops):
    """A company with six leads of the week, and one of the night before the meeting."""
    api.import_file(revops, NATIVE, BEFORE, "")
    return own_empty


@pytest.fixture
def opened(company):
    """Open the meeting of a day; gives its key."""

    def _opened(held_on=MONDAY):
        by = Stamp(actor_id="ann", now=datetime(2026, 5, 18, 8))
        with company.desk.writing() as desk:
            if not desk.execute(meeting.select()).first():
                save_series(desk, Series(name="Weekly"), by)
            key = next_meeting(desk, read_series(desk), held_on, by)
            start(desk, key, by.now, 1, by)
        return key

    return _opened


@pytest.fixture
def closed(company, opened, revops):
    """Hold a meeting and close it; gives its key."""

    def _closed(held_on=MONDAY):
        key = opened(held_on)
        close(company, revops, key, 2, lambda *asked: shows(*asked, held_on=held_on))
        return key

    return _closed


def frozen(house, key):
    with house.desk.connect() as desk:
        (snapshot,) = (one for one in read_snapshots(desk) if one.meeting_id == key)
        return snapshot, {one.metric: one for one in read_readings(desk, snapshot.snapshot_id)}


def numbers(blocks):
    """The first table, by the first column."""
    return {row[0]: row[1:] for row in blocks[0].rows}


def test_a_closed_meeting_keeps_each_number_with_its_records(company, closed):
    snapshot, found = frozen(company, closed())

    accepted, handed = found["acceptance_rate"].sides
    assert sorted(found["mql_new"].sides[0].adds) == [*(f"p{n}#1" for n in range(1, 7)), "p9#1"]
    assert (found["mql_new"].value, accepted.label) == (7.0, "accepted")
    assert (set(accepted.adds), snapshot.release) == ({"p1#1"}, company.release.name)
    assert set(handed.adds) >= {"p1#1"}


def test_what_was_shown_stays_as_it_was(company, closed, revops):
    key = closed()
    api.import_file(revops, NATIVE, LATE, "")

    sheet = minutes.minutes(revops, key)

    assert next(one.shown for one in sheet.readings) == "7"
    assert (sheet.frozen_by, sheet.package_version) == ("RevOps", "0.1.0")
    assert [one.held_on for one in minutes.past(revops)] == [MONDAY]


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


def test_what_a_new_definition_counts_no_fact_has_moved(company, closed, revops):
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


def test_an_import_while_the_meeting_closes_is_frozen_whole_or_not_at_all(company, opened, revops):
    key, imported = opened(), []

    def meanwhile(house, actor, meeting_id):
        sheet = shows(house, actor, meeting_id, ("mql_new",))
        if not imported:
            imported.append(api.import_file(revops, NATIVE, LATE, ""))
            assert shows(house, actor, meeting_id, ("mql_new",)) == sheet
        return sheet

    close(company, revops, key, 2, meanwhile)

    snapshot, found = frozen(company, key)
    assert (found["mql_new"].value, len(found["mql_new"].sides[0].adds)) == (10.0, 10)
    assert snapshot.release == company.release.name


def test_of_two_who_close_at_once_one_is_told_who_did(company, opened, revops, viewer):
    key = opened()
    bob = replace(revops, actor_id="bob", name="Bob")

    def late(house, actor, meeting_id):
        close(company, bob, meeting_id, 2, shows)
        return shows(house, actor, meeting_id)

    with pytest.raises(StaleEditError, match="Bob has closed this meeting already"):
        close(company, revops, key, 2, late)

    assert minutes.minutes(revops, key).frozen_by == "Bob"


def test_a_meeting_that_lacks_something_does_not_close(company, opened, revops):
    key = opened()

    def lacking(*asked):
        sheet = shows(*asked)
        wins = replace(sheet.parts[0], title="Wins", needs="Sales has no win and no reason.")
        return replace(sheet, parts=(wins,))

    with pytest.raises(InputError, match="Wins: Sales has no win and no reason"):
        close(company, revops, key, 2, lacking)

    with company.desk.connect() as desk:
        assert (read_meeting(desk, key).state, read_snapshots(desk)) == ("open", ())


def test_the_release_that_was_frozen_stays_and_gives_the_same_again(company, closed, revops):
    key = closed()
    company.releases.keep = 1

    api.import_file(revops, NATIVE, LATE, "")

    kept = [release.number for release in company.releases.published()]
    assert kept == [2, 3]
    assert minutes.checked(revops, key) == (
        "Read again from store-000002.duckdb: all 3 numbers are as they were frozen."
    )


def test_a_page_frozen_by_another_revdash_still_reads(company, closed, revops):
    key = closed()
    with company.desk.writing() as desk:
        page = desk.execute(select(weekly_snapshot.c.page)).scalar_one()
        page |= {"a_word_of_later": 1, "title": "As it was"}
        desk.execute(weekly_snapshot.update().values(page=page))

    assert minutes.minutes(revops, key).title == "As it was"


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
