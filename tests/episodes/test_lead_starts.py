"""Lead starts: one row a human, on the day they were first known, with whence they came."""

from datetime import date, datetime

from sqlalchemy import select

from revdash.store.schema.followers import lead_start

LEAD = "2026-05-04 09:00"


def starts(given):
    found = given.connection.execute(select(lead_start).order_by(lead_start.c.person_id))
    return [dict(row) for row in found.mappings()]


def test_a_lead_that_was_never_handed_over_has_a_row(given):
    given.row("account", account_id="a", name="Acme", segment="MM", country="DE")
    given.row("person", person_id="p", account_id="a", region="DACH", owner_user_id="u")
    given.row("app_user", user_id="u", name="Ann", team_id="t")
    given.row("campaign", campaign_id="c", name="Spring", channel="search")
    given.stage("p", "LEAD", LEAD, source="ads", campaign_id="c")
    given.load()

    (row,) = starts(given)

    wanted = {"person_id": "p", "lead_on": date(2026, 5, 4), "mql_at": None, "source": "ads"}
    wanted |= {"channel": "search", "campaign": "Spring", "account_name": "Acme", "segment": "MM"}
    wanted |= {"region": "DACH", "country": "DE", "owner": "Ann", "team": "t", "is_listed": False}
    assert wanted.items() <= row.items()


def test_the_first_of_several_beginnings_counts(given):
    given.stage("p", "LEAD", "2026-05-06 09:00", source="later")
    given.stage("p", "LEAD", LEAD, source="first")
    given.stage("p", "LEAD", "2027-05-06 09:00", source="never")  # after it was loaded
    given.load()

    (row,) = starts(given)

    assert (row["lead_at"], row["source"]) == (datetime(2026, 5, 4, 9), "first")


def test_an_mql_without_a_lead_before_it_is_the_beginning(given):
    given.stage("p", "MQL", LEAD, source="event", campaign_id="c", scoring_version="s1")
    given.stage("p", "SQL", "2026-05-07 09:00")
    given.load()

    (row,) = starts(given)

    assert (row["lead_at"], row["mql_at"], row["sql_at"]) == (
        datetime(2026, 5, 4, 9),
        datetime(2026, 5, 4, 9),
        datetime(2026, 5, 7, 9),
    )
    assert (row["source"], row["campaign"], row["scoring_version"]) == ("event", "c", "s1")


def test_a_second_handoff_leaves_the_first(given):
    given.stage("p", "LEAD", LEAD)
    for day in (5, 20):
        given.stage("p", "MQL", f"2026-05-{day:02d} 09:00")
        given.stage("p", "RECYCLED", f"2026-05-{day + 1:02d} 09:00")
    given.load()

    (row,) = starts(given)

    assert row["mql_at"] == datetime(2026, 5, 5, 9)


def test_two_ids_of_one_human_are_one_lead(given):
    given.stage("p", "LEAD", LEAD)
    given.stage("q", "LEAD", "2026-05-01 09:00")
    given.load()
    assert len(starts(given)) == 2
    given.row("person_alias", alias_id="q", person_id="p")
    given.load()

    (row,) = starts(given)

    assert (row["person_id"], row["lead_on"]) == ("p", date(2026, 5, 1))


def test_days_are_those_of_the_company_or_of_the_source(given):
    given.judged_by(zone="America/New_York")
    given.stage("p", "LEAD", "2026-05-04 01:00")
    given.stage("q", "LEAD", "2026-05-04 00:00", event_precision="date")
    given.load()

    one, other = starts(given)

    assert (one["lead_on"], other["lead_on"]) == (date(2026, 5, 3), date(2026, 5, 4))


def test_who_came_on_a_list_is_marked(given):
    given.stage("p", "LEAD", LEAD, source="Import")
    given.stage("q", "LEAD", LEAD, actor_kind="import")
    given.stage("r", "LEAD", LEAD, source="event", actor_kind="workflow")
    given.load()

    assert [row["is_listed"] for row in starts(given)] == [True, True, False]


def test_tests_our_own_people_and_whom_their_source_deleted_are_no_leads(given):
    for person, mark in (("p", "is_test"), ("q", "is_employee"), ("r", "retracted")):
        given.row("person", person_id=person, **{mark: True})
        given.stage(person, "LEAD", LEAD)
    given.load()

    assert starts(given) == []
