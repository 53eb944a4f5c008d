"""Each demo with its reschedules: how it went, until when, and what came of it."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from revdash.store.schema.followers import demo_now

MQL = "2026-05-04 10:00"  # a Monday


def at(day, hour=15):
    return datetime(2026, 5, day, hour)


@pytest.fixture
def demo(given):
    """A demo with p on a day of May at two, for an hour."""

    def _demo(day, outcome=None, **values):
        row = {"person_id": "p", "meeting_kind": "demo", "outcome": outcome, "host_user_id": "u"}
        times = {"start_at": at(day, 14), "end_at": at(day), "scheduled_at": datetime(2026, 5, 5)}
        given.row("meeting", **row | times | values)

    return _demo


@pytest.fixture
def demos(given):
    """The demos there are, after an MQL and a load."""

    def _demos(*stages):
        given.stage("p", "MQL", MQL, source="web")
        for stage, moment in stages:
            given.stage("p", stage, moment)
        given.load()
        told = select(demo_now).order_by(demo_now.c.ends_at)
        return [dict(row) for row in given.connection.execute(told).mappings()]

    return _demos


def test_a_demo_that_was_held_is_its_hosts_and_of_its_handoff(given, demo, demos):
    given.row("app_user", user_id="u", name="Ann", team_id="t")
    given.row("team", team_id="t", name="Sellers")
    demo(12, "COMPLETED")

    (row,) = demos(("SAL", "2026-05-06 09:00"))

    wanted = {"outcome": "held", "held_at": at(12), "held_on": date(2026, 5, 12), "source": "web"}
    wanted |= {"episode_id": "p#1", "owner": "Ann", "team": "Sellers", "missed_at": None}
    wanted |= {"booked_on": date(2026, 5, 5), "due_on": date(2026, 5, 12)}
    assert wanted.items() <= row.items()


def test_other_meetings_are_no_demos(demo, demos):
    demo(12, "COMPLETED", meeting_kind="discovery")
    demo(12, "COMPLETED", meeting_kind=None)
    demo(12, "COMPLETED", start_at=None, end_at=None)

    assert demos() == []


@pytest.mark.parametrize("chain", ["c", None])
def test_a_demo_that_was_moved_is_one_due_when_it_was_first(demo, demos, chain):
    demo(12, "RESCHEDULED", chain_id=chain)
    demo(14, "RESCHEDULED", chain_id=chain)
    demo(19, "COMPLETED", chain_id=chain)

    (row,) = demos()

    assert (row["ends_at"], row["held_at"], row["missing_from_at"]) == (at(12), at(19), at(20))


@pytest.mark.parametrize("chain", ["c", None])
def test_a_demo_that_was_missed_and_booked_again_is_two(demo, demos, chain):
    demo(12, "NO_SHOW", chain_id=chain)
    demo(19, "COMPLETED", chain_id=chain)

    missed, held = demos()

    assert (missed["outcome"], missed["missed_at"]) == ("no-show", at(12))
    assert (missed["made_up_at"], missed["rebook_due_at"]) == (at(19), datetime(2026, 6, 2, 15))
    assert (held["outcome"], held["made_up_at"], held["rebook_due_on"]) == ("held", None, None)


def test_two_demos_that_nobody_moved_are_two(demo, demos):
    demo(12)
    demo(14, chain_id="c")
    demo(15)

    assert [row["outcome"] for row in demos()] == [None, None, None]


def test_a_business_day_is_the_hosts(given, demo, demos):
    east = given.rules.default_calendar
    four_days = {day: hours for day, hours in east.weekly.items() if day < 4}
    given.judged_by(calendars=(east, type(east)(calendar_id="x", zone="UTC", weekly=four_days)))
    given.row("app_user", user_id="u", calendar_id="x")
    demo(14)
    demo(14, host_user_id="nobody knows")

    assert {row["missing_from_at"] for row in demos()} == {at(15), at(18)}


def test_a_demo_of_a_deal_is_its_persons(given, demo, demos):
    given.deal("d", person_id="p", created_on="2026-05-06")
    demo(12, "COMPLETED", person_id=None, opportunity_id="d")

    (row,) = demos(("SQL", "2026-05-06 09:00"))

    assert (row["person_id"], row["episode_id"], row["is_sql_before"]) == ("p", "p#1", True)


def test_a_demo_with_nobody_known_is_the_deals_and_goes_with_it(given, demo, demos):
    given.deal("d", lead_source="outbound", region="DACH", account_name="Acme")
    demo(12, "CANCELED", person_id=None, opportunity_id="d", event_key="k")
    demo(13, "COMPLETED", person_id=None, opportunity_id="d")
    first, _ = demos()
    given.row("meeting", event_key="k", retracted=True)

    assert first["source"] == "outbound"
    assert (first["region"], first["account_name"]) == ("DACH", "Acme")
    assert (first["person_id"], first["made_up_at"]) == (None, at(13))
    assert len(demos()) == 1


def test_an_sql_counts_from_the_demo_on(demo, demos):
    demo(12, "COMPLETED")
    demo(21, "COMPLETED")

    before, after = demos(("SQL", "2026-05-19 09:00"))

    assert (before["is_sql_before"], before["sql_at"]) == (False, at(19, 9))
    assert after["is_sql_before"] is True


def test_our_own_people_and_deals_for_a_test_have_no_demos(given, demo, demos):
    given.row("person", person_id="q", is_employee=True)
    given.deal("d", is_test=True)
    demo(12, person_id="q")
    demo(13, person_id=None, opportunity_id="d")

    assert demos() == []


def test_a_host_who_gets_a_name_later_has_it_on_every_demo(given, demo, demos):
    given.deal("d", person_id="p", created_on="2026-05-06")
    given.deal("e")
    demo(12)
    demo(13, person_id=None, opportunity_id="d")
    demo(14, person_id=None, opportunity_id="e")
    demos()
    given.row("app_user", user_id="u", name="Ann")

    assert [row["owner"] for row in demos()] == ["Ann", "Ann", "Ann"]
