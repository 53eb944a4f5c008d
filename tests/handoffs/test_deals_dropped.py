"""Deals not opened, taken over, moved or onboarded, lists that came late. May 11 is a Monday."""

from datetime import date, datetime

import pytest


@pytest.mark.parametrize(
    ("became_at", "found"),
    [
        (None, [("lead:p#1", "26 11:00", None, None)]),
        ("2026-05-26 11:00", []),
        ("2026-05-26 11:01", [("lead:p#1", "26 11:00", "26 11:01", "deal")]),
    ],
)
def test_a_qualified_lead_has_a_deal_within_ten_days(given, fired, became_at, found):
    given.stage("p", "MQL", "2026-05-11 10:00")
    given.stage("p", "SQL", "2026-05-12 11:00")
    given.deal("another")
    if became_at:
        given.stage("p", "OPP", became_at)
    given.load()

    assert fired("D13") == found


def test_where_nobody_tells_of_deals_none_is_missed(given, fired):
    given.stage("p", "MQL", "2026-05-11 10:00")
    given.stage("p", "SQL", "2026-05-12 11:00")
    given.load()

    assert fired("D13") == []


def test_what_a_leaver_still_has_of_deals_is_dropped_too(given, fired):
    given.row("app_user", user_id="b", active_to=datetime(2026, 5, 20, 9))
    given.deal("old", owner_user_id="b", created_on="2026-05-11")
    given.deal("new", owner_user_id="b", created_on="2026-05-22")
    lost = {"outcome": "lost", "closed_on": "2026-05-25"}
    given.deal("over", owner_user_id="b", created_on="2026-05-11", **lost)
    given.load()

    assert fired("D03") == [
        ("deal:old", "20 09:00", None, None),
        ("deal:over", "20 09:00", "25 00:00", "closed"),
        ("deal:new", "22 00:00", None, None),
    ]


def test_a_deal_is_stuck_from_the_day_on_that_it_says(given, fired):
    given.deal("d", created_on="2026-05-01")
    given.deal("won", "won", created_on="2026-05-01", closed_on="2026-05-20")
    given.load()

    assert fired("D19") == [
        ("deal:d", "16 00:00", None, None),
        ("deal:won", "16 00:00", "20 00:00", "closed"),
    ]


@pytest.mark.parametrize(
    ("accepted_at", "found"),
    [
        (None, [("deal:d", "13 11:00", None, None)]),
        ("2026-05-13 11:00", []),
        ("2026-05-14 11:00", [("deal:d", "13 11:00", "14 11:00", "accepted")]),
    ],
)
def test_a_deal_is_accepted_within_two_days(given, fired, accepted_at, found):
    given.deal("d", created_on=None, created_at="2026-05-11 11:00", accepted_at=accepted_at)
    given.deal("another", created_at="2026-05-11 11:00", accepted_at="2026-05-11 11:00")
    given.load()

    assert fired("D20") == found


def test_where_no_source_tells_of_acceptance_nobody_waits_for_it(given, fired):
    given.deal("d", created_at="2026-05-11 11:00")
    given.load()

    assert fired("D20") == []


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, [("deal:d", "18 17:00", "10 00:00", "lapsed")]),
        ({"cs_owner_user_id": "c"}, [("deal:d", "18 17:00", "10 00:00", "lapsed")]),
        ({"cs_owner_user_id": "c", "kickoff_at": "2026-05-18 17:00"}, []),
        (
            {"cs_owner_user_id": "c", "kickoff_at": "2026-05-20 10:00"},
            [("deal:d", "18 17:00", "20 10:00", "set up")],
        ),
    ],
)
def test_a_won_customer_has_somebody_and_a_start_within_five_days(given, fired, told, found):
    given.deal("d", "won", closed_on="2026-05-11", account_id="acme")
    given.row("customer", account_id="acme", opportunity_id="d", **told)
    given.row("customer", account_id="other", cs_owner_user_id="c")
    given.load()

    assert fired("D22") == found


def test_where_nobody_tells_of_onboarding_no_customer_is_said_to_be_left_alone(given, fired):
    given.deal("d", "won", closed_on="2026-05-11", account_id="acme")
    given.row("customer", account_id="acme", opportunity_id="d")
    given.load()

    assert fired("D22") == []


@pytest.fixture
def event(given):
    """An event that ended on Monday, its list expected the day after."""
    days = {"end_on": "2026-05-11", "list_expected_on": "2026-05-12"}
    given.row("campaign", campaign_id="c", name="Fair", **days)
    return given


@pytest.mark.parametrize(
    ("came_at", "found"),
    [
        ("2026-05-13 17:00", []),
        ("2026-05-14 10:00", [("campaign:c", "13 17:00", "14 10:00", "loaded")]),
    ],
)
def test_an_events_list_is_loaded_within_two_days(event, fired, came_at, found):
    event.load("2026-05-11 10:00")
    event.touch("p", "2026-05-11 12:00", touch_type="event_scan", campaign_id="c")
    event.load(came_at)

    assert fired("D23") == found


def test_a_list_that_came_with_its_event_was_never_seen_missing(event, fired):
    event.touch("p", "2026-05-11 12:00", touch_type="event_scan", campaign_id="c")
    event.load("2026-06-01")

    assert fired("D23") == []


def test_an_event_of_which_no_list_is_expected_is_not_waited_for(event, fired):
    event.row("campaign", campaign_id="other", end_on=date(2026, 5, 11))
    event.load()

    assert fired("D23") == [("campaign:c", "13 17:00", "10 00:00", "lapsed")]
