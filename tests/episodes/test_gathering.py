"""Gathering: whose deals and attempts are whose, and who has no story to tell."""

from datetime import datetime

import pytest

MQL = "2026-03-02 09:00"


def test_a_deal_that_names_nobody_is_its_primary_contacts(given):
    given.stage("ada", "MQL", MQL)
    given.stage("bo", "MQL", MQL)
    given.deal("d1", "won", created_on="2026-03-05", closed_on="2026-03-20")
    given.row("opportunity_contact", opportunity_id="d1", person_id="ada", added_at=MQL)
    given.row("opportunity_contact", opportunity_id="d1", person_id="bo", is_primary=True)
    given.load(as_of=datetime(2026, 4, 1))

    ada, bo = given.episodes()

    assert (ada["stage"], bo["stage"], bo["opportunity_id"]) == ("MQL", "WON", "d1")


@pytest.mark.parametrize("named", ["ada", None])
def test_whom_the_deal_names_stands_above_its_contacts(given, named):
    given.stage("ada", "MQL", MQL)
    given.stage("bo", "MQL", MQL)
    given.deal("d1", created_on="2026-03-05", person_id=named)
    given.row("opportunity_contact", opportunity_id="d1", person_id="bo", is_primary=True)
    given.load(as_of=datetime(2026, 4, 1))

    ada, bo = given.episodes()

    assert (ada["stage"], bo["stage"]) == (("OPP", "MQL") if named else ("MQL", "OPP"))


def test_a_contact_that_comes_later_takes_the_deal_over(given):
    given.stage("ada", "MQL", MQL)
    given.stage("bo", "MQL", MQL)
    given.deal("d1", created_on="2026-03-05")
    given.row("opportunity_contact", opportunity_id="d1", person_id="ada", added_at=MQL)
    given.load(as_of=datetime(2026, 4, 1))
    before = [episode["stage"] for episode in given.episodes()]

    given.row("opportunity_contact", opportunity_id="d1", person_id="bo", is_primary=True)
    given.load(as_of=datetime(2026, 4, 1))

    assert before == ["OPP", "MQL"]
    assert [episode["stage"] for episode in given.episodes()] == ["MQL", "OPP"]


def test_whom_their_source_deleted_counts_no_more_until_they_are_back(given):
    given.stage("ada", "MQL", MQL)
    given.row("person", person_id="ada", event_key="ada", retracted=True)
    given.load(as_of=datetime(2026, 4, 1))
    deleted = given.episodes()

    given.row("person", person_id="ada", event_key="ada")
    given.load(as_of=datetime(2026, 4, 1))

    assert deleted == []
    assert [episode["person_id"] for episode in given.episodes()] == ["ada"]


def test_a_deleted_record_that_is_another_persons_lives_on_in_that_one(given):
    given.stage("ada", "MQL", MQL)
    given.row("person", person_id="ada", retracted=True)
    given.row("person", person_id="bo")
    given.row("person_alias", alias_id="ada", person_id="bo", reason="merge")
    given.load(as_of=datetime(2026, 4, 1))

    assert [episode["person_id"] for episode in given.episodes()] == ["bo"]


def test_a_summary_of_the_first_touch_repeats_the_call_it_sums_up(given):
    given.stage("ada", "MQL", MQL)
    given.attempt("ada", "2026-03-02 10:00", evidence="summary", activity_type="email_1to1")
    given.attempt("ada", "2026-03-02 10:00:30", outcome="connected")
    given.attempt("ada", "2026-03-02 11:00")
    given.load(as_of=datetime(2026, 4, 1))

    (episode,) = given.episodes()

    assert (episode["attempts"], episode["is_connected"]) == (2, True)
    assert str(episode["first_attempt_at"]) == "2026-03-02 10:00:30"


def test_a_summary_counts_where_nothing_else_tells_of_the_touch(given):
    given.stage("ada", "MQL", MQL)
    given.attempt("ada", "2026-03-02 12:00")
    given.attempt("ada", "2026-03-02 10:00", evidence="summary")
    given.load(as_of=datetime(2026, 4, 1))

    (episode,) = given.episodes()

    assert (episode["attempts"], str(episode["first_attempt_at"])) == (2, "2026-03-02 10:00:00")


def test_a_lead_from_the_future_is_odd_although_nothing_else_is_known(given):
    given.stage("ada", "LEAD", "2027-01-02 09:00")
    given.stage("bo", "LEAD", MQL)
    given.load(as_of=datetime(2026, 4, 1))

    assert given.episodes() == []
    assert [rule for _, rule in given.issues()] == ["future_event"]
