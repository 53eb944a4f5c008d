"""Packet: what must be told at the handoff, and what tells nothing."""

import pytest

from revdash.episodes.packet import is_told

MQL = "2026-05-11 09:00"
TOLD = {"company_name": "Acme", "country": "DE", "job_role": "Owner", "consent_state": "given"}


def missing(given, mql=MQL, touched="2026-05-10 09:00", campaign="c", **person):
    given.row("person", person_id="p", **{**TOLD, **person})
    given.touch("p", touched)
    given.stage("p", "MQL", mql, campaign_id=campaign)
    given.load()
    return given.episodes()[0]["packet_missing"]


def test_a_packet_with_all_six_facts_misses_none(given):
    assert missing(given) == 0


def test_a_touch_at_the_very_moment_of_the_handoff_is_one(given):
    assert missing(given, touched=MQL) == 0


def test_a_touch_after_the_handoff_was_not_in_the_packet(given):
    assert missing(given, touched="2026-05-11 09:01") == 1


@pytest.mark.parametrize("name", TOLD)
def test_each_fact_that_is_left_out_is_missed(given, name):
    assert missing(given, **{name: None}) == 1
    given.forget()
    assert missing(given, **{name: " N/A. "}) == 1


def test_a_handoff_from_no_campaign_misses_it(given):
    assert missing(given, campaign=None) == 1


def test_what_the_account_says_is_told(given):
    given.row("account", account_id="a", name="Acme", country="FR")

    assert missing(given, account_id="a", company_name=None, country=None) == 0


def test_an_opened_e_mail_is_no_touch_to_hand_over(given):
    given.row("person", person_id="p", **TOLD)
    given.touch("p", "2026-05-10 09:00", touch_type="email_open")
    given.touch("p", "2026-05-10 09:00", is_bot=True)
    given.stage("p", "MQL", MQL, campaign_id="c")
    given.load()

    assert given.episodes()[0]["packet_missing"] == 1


def test_namibia_is_a_country(given):
    assert missing(given, country="NA") == 0


@pytest.mark.parametrize("value", ["Acme", "3M", "X AG", "Testo SE", "Other Planet Ltd"])
def test_names_tell_something(value):
    assert is_told(value)


@pytest.mark.parametrize(
    "value",
    [None, "", "-", "--", "n/a", "N.A.", "Test", "unknown", "?", "xx", "Other", "[not provided]"],
)
def test_placeholders_tell_nothing(value):
    assert not is_told(value)
