"""Deals: what each was worth at the outset, whether it moves, how often its close was put off."""

from datetime import date

import pytest
from sqlalchemy import select

from revdash.store.schema.episodes import deal
from revdash.store.schema.followers import close_date_move


@pytest.fixture
def told(given):
    """One deal from 5 January on; what is told of it afterwards."""

    def _told(**values):
        given.row("opportunity_stage_event", opportunity_id="d", **values)

    return _told


@pytest.fixture
def the_deal(given, store):
    def _the_deal(**values):
        given.deal("d", **values)
        given.load()
        return store.execute(select(deal)).one()

    return _the_deal


def test_a_deal_says_why_it_was_lost_and_to_whom(the_deal):
    row = the_deal(outcome="lost", closed_on="2026-02-01", reason_code="spam", competitor="Rival")

    assert (row.reason, row.competitor) == ("Spam", "Rival")


def test_a_reason_that_is_in_no_dictionary_is_told_as_it_is(the_deal):
    assert the_deal(outcome="lost", reason_code="odd").reason == "odd"


@pytest.mark.parametrize(
    ("told_at", "day"),
    [("2026-01-20 10:00", date(2026, 1, 20)), (None, date(2026, 1, 5))],
    ids=["told", "untold"],
)
def test_a_deal_is_accepted_when_somebody_says_so_else_when_it_begins(told_at, day, the_deal):
    assert the_deal(accepted_at=told_at).accepted_on == day


@pytest.mark.parametrize(
    ("told_at", "day"), [("2026-06-08 00:00", 8), ("2026-06-08 03:00", 7)], ids=["day", "instant"]
)
def test_a_deal_known_by_its_days_keeps_them_in_every_zone(told_at, day, given, the_deal):
    given.judged_by(zone="America/New_York")

    row = the_deal(created_on=None, created_at=told_at, accepted_at=told_at)

    assert (row.created_on, row.accepted_on) == (date(2026, 6, day),) * 2


@pytest.mark.parametrize(
    ("at", "amount"), [("2026-01-19 00:00", 700.0), ("2026-01-19 00:01", 1000.0)]
)
def test_a_deal_is_worth_at_the_outset_what_it_was_after_two_weeks(at, amount, told, the_deal):
    told(amount=700.0, event_at=at)

    assert the_deal().opening_amount_base == amount


def test_the_last_word_of_two_weeks_counts_at_the_deals_own_rate(told, the_deal):
    told(amount=100.0, event_at="2026-01-06 10:00")
    told(amount=50.0, event_at="2026-01-09 10:00")

    row = the_deal(currency="USD", amount=200.0, amount_base=180.0)

    assert row.opening_amount_base == pytest.approx(45.0)


def test_a_deal_is_stuck_two_weeks_after_the_last_word(given, the_deal):
    spoke = {"direction": "outbound", "outcome": "connected"}
    given.row("sales_activity", opportunity_id="d", event_at="2026-01-20 10:00", **spoke)
    given.row(
        "sales_activity", opportunity_id="d", event_at="2026-02-20 10:00", direction="outbound"
    )

    row = the_deal()

    assert (row.last_activity_on, row.stalled_on) == (date(2026, 1, 20), date(2026, 2, 4))


def test_a_word_of_one_of_its_people_or_a_meeting_held_keeps_a_deal_alive(given, the_deal):
    given.attempt("p", "2026-01-21 10:00", outcome="connected")
    given.row("opportunity_contact", opportunity_id="d", person_id="p")
    given.row("meeting", opportunity_id="d", end_at="2026-01-23 10:00", outcome="COMPLETED")

    assert the_deal().last_activity_on == date(2026, 1, 23)


def test_a_deal_whose_stage_usually_takes_long_may_be_silent_for_longer(given, told, the_deal):
    for name in ("x", "y", "z"):
        given.row(
            "opportunity_stage_event", opportunity_id=name, stage="Trial", event_at="2026-01-01"
        )
        given.row(
            "opportunity_stage_event", opportunity_id=name, stage="Offer", event_at="2026-01-21"
        )

    assert the_deal(stage="Trial").stalled_on == date(2026, 2, 5)  # 30 days and one


def test_a_deal_past_its_close_date_is_stuck_and_after_thirty_days_dead(the_deal):
    row = the_deal(expected_close_on="2026-01-10")

    assert (row.stalled_on, row.zombie_on) == (date(2026, 1, 11), date(2026, 2, 10))


def test_a_close_date_is_put_off_by_what_the_day_ends_with(told, the_deal, store):
    for day, close in (("01", "10"), ("02", "20"), ("02", "15"), ("03", "12"), ("04", "12")):
        told(expected_close_on=f"2026-03-{close}", event_at=f"2026-02-{day} {close}:00")
    told(stage="Offer", event_at="2026-02-05 10:00")
    the_deal()

    moves = store.execute(select(close_date_move)).all()

    assert [(row.moved_on.day, row.from_on.day, row.to_on.day, row.days) for row in moves] == [
        (2, 10, 20, 10.0)
    ]
