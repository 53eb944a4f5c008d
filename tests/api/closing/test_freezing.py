"""A meeting closes whole or not at all, and what it froze stays."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from revdash import api
from revdash.api import minutes
from revdash.api.freezing import close
from revdash.desk.meetings import (
    read_meeting,
)
from revdash.desk.snapshots import read_snapshots
from revdash.desk.tables.meetings import (
    weekly_snapshot,
)
from revdash.errors import InputError, StaleEditError
from tests.api.closing.week import LATE, MONDAY, NATIVE


def test_a_closed_meeting_keeps_each_number_with_its_records(company, closed, frozen):
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


def test_an_import_while_the_meeting_closes_is_frozen_whole_or_not_at_all(
    company, opened, revops, shows, frozen
):
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


def test_of_two_who_close_at_once_one_is_told_who_did(company, opened, revops, viewer, shows):
    key = opened()
    bob = replace(revops, actor_id="bob", name="Bob")

    def late(house, actor, meeting_id):
        close(company, bob, meeting_id, 2, shows)
        return shows(house, actor, meeting_id)

    with pytest.raises(StaleEditError, match="Bob has closed this meeting already"):
        close(company, revops, key, 2, late)

    assert minutes.minutes(revops, key).frozen_by == "Bob"


def test_a_meeting_that_lacks_something_does_not_close(company, opened, revops, shows):
    key = opened()

    def lacking(*asked):
        sheet = shows(*asked)
        wins = replace(sheet.parts[0], title="Wins", needs="Sales has no win and no reason.")
        return replace(sheet, parts=(wins,))

    with pytest.raises(InputError, match="Wins: Sales has no win and no reason"):
        close(company, revops, key, 2, lacking)

    with company.desk.connect() as desk:
        assert (read_meeting(desk, key).state, read_snapshots(desk)) == ("open", ())


def test_the_release_that_was_frozen_stays_and_gives_the_same_again(
    company, closed, revops, frozen
):
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
