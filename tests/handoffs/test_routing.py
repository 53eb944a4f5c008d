"""Leads that nobody has, or somebody who is away or gone. May 11 2026 is a Monday."""

from datetime import datetime

import pytest


@pytest.fixture
def owned(given):
    """Users a and b, who left on the 20th, and a queue; p is handed over on Monday at ten."""
    given.row("app_user", user_id="a", name="Ann")
    given.row("app_user", user_id="b", name="Bob", active_to=datetime(2026, 5, 20, 9))
    given.row("app_user", user_id="q", name="Queue", kind="queue")
    given.row("person", person_id="p")
    given.stage("p", "MQL", "2026-05-11 10:00", tier="B")
    return given


def test_a_lead_in_a_queue_is_nobodys_half_an_hour_later_until_a_human_has_it(owned, fired):
    owned.assigned("p", "q", "2026-05-11 10:10")
    owned.assigned("p", "a", "2026-05-11 12:00")
    owned.load()

    assert fired("D01") == [("lead:p#1", "11 10:30", "11 12:00", "assigned")]


def test_at_the_half_hour_itself_a_lead_is_not_yet_nobodys(owned, fired):
    owned.assigned("p", "a", "2026-05-11 10:30")
    owned.load()

    assert fired("D01") == []


def test_a_lead_that_goes_back_to_a_queue_is_nobodys_at_once(owned, fired):
    owned.assigned("p", "a", "2026-05-11 10:05")
    owned.assigned("p", "q", "2026-05-12 10:00")
    owned.stage("p", "DISQUALIFIED", "2026-05-12 15:00", reason_code="spam")
    owned.load()

    assert fired("D01") == [("lead:p#1", "12 10:00", "12 15:00", "closed")]


def test_where_no_source_tells_of_owners_nobody_is_said_to_have_none(given, fired):
    given.stage("p", "MQL", "2026-05-11 10:00")
    given.load()

    assert fired("D01") == []


def test_an_absence_drops_what_the_owner_has_from_its_first_day_to_its_last(owned, fired):
    owned.assigned("p", "a", "2026-05-11 10:05")
    owned.row("user_absence", user_id="a", from_on="2026-05-12", until_on="2026-05-13")
    owned.load()

    assert fired("D02") == [("lead:p#1", "12 00:00", "14 00:00", "back")]


@pytest.mark.parametrize(
    ("delegate", "tried_at", "found"),
    [
        ("b", None, []),
        (None, "2026-05-11 11:00", []),
        (None, "2026-05-12 11:00", [("lead:p#1", "12 00:00", "12 11:00", "attempt")]),
    ],
)
def test_a_delegate_or_an_attempt_keeps_an_absence_from_mattering(
    owned, fired, delegate, tried_at, found
):
    owned.assigned("p", "a", "2026-05-11 10:05")
    days = {"from_on": "2026-05-12", "until_on": "2026-05-13"}
    owned.row("user_absence", user_id="a", delegate_user_id=delegate, **days)
    if tried_at:
        owned.attempt("p", tried_at)
    owned.load()

    assert fired("D02") == found


def test_what_a_leaver_still_has_is_dropped_from_the_last_day_on(owned, fired):
    owned.assigned("p", "b", "2026-05-11 10:05")
    owned.assigned("p", "a", "2026-05-21 10:00")
    owned.load()

    assert fired("D03") == [("lead:p#1", "20 09:00", "21 10:00", "reassigned")]
    assert fired("D01") == []


def test_whoever_gets_a_lead_from_another_has_as_long_as_the_first(owned, fired):
    owned.assigned("p", "b", "2026-05-11 10:05")
    owned.assigned("p", "a", "2026-05-12 10:00")
    owned.attempt("p", "2026-05-12 12:00", user_id="b")
    owned.attempt("p", "2026-05-12 15:00", user_id="a")
    owned.load()

    assert fired("D21") == [("lead:p#1", "12 14:00", "12 15:00", "activity")]


def test_a_lead_that_goes_from_a_queue_to_a_human_was_not_passed_on(owned, fired):
    owned.assigned("p", "q", "2026-05-11 10:05")
    owned.assigned("p", "a", "2026-05-12 10:00")
    owned.attempt("p", "2026-05-20 12:00", user_id="a")
    owned.load()

    assert fired("D21") == []


@pytest.mark.parametrize(("handed_over", "is_dropped"), [("25 10:00", True), ("25 10:01", False)])
def test_two_owners_within_two_weeks_have_one_account(owned, fired, handed_over, is_dropped):
    for person in "xy":
        owned.row("person", person_id=person, account_id="acme")
    owned.stage("x", "MQL", "2026-05-11 10:00")
    owned.assigned("x", "a", "2026-05-11 10:00")
    owned.stage("y", "MQL", f"2026-05-{handed_over}")
    owned.assigned("y", "b", f"2026-05-{handed_over}")
    owned.load()

    assert fired("D24") == [("account:acme", "25 10:00", None, None)] * is_dropped


def test_two_owners_of_an_account_are_told_across_a_lead_that_is_closed(owned, fired):
    for person in "xyz":
        owned.row("person", person_id=person, account_id="acme")
    for person, user, day in (("x", "a", 11), ("y", "a", 12), ("z", "b", 13)):
        owned.stage(person, "MQL", f"2026-05-{day} 10:00")
        owned.assigned(person, user, f"2026-05-{day} 10:00")
    owned.stage("y", "DISQUALIFIED", "2026-05-12 15:00", reason_code="spam")
    owned.stage("x", "DISQUALIFIED", "2026-05-15 15:00", reason_code="spam")
    owned.load()

    assert fired("D24") == [("account:acme", "13 10:00", "15 15:00", "other closed")]
