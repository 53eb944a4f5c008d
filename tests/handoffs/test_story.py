"""Story: what is told of one human, what they were called before, and when they fell silent."""

from datetime import datetime

import pytest

from revdash.handoffs.silence import silence_of
from revdash.handoffs.story import episodes_of, ids_of, records_of
from revdash.handoffs.timeline import happened_to
from revdash.handoffs.whereabouts import firings_of, known_of, whereabouts


@pytest.fixture
def told(store):
    """Return what happened to a human, the newest first."""
    return lambda person, *deals: happened_to(store, ids_of(store, person), deals)


@pytest.fixture
def where(store, given, told):
    """Return where the lead of a human is."""

    def _where(person):
        (episode, *_), happened = episodes_of(store, person), told(person)
        known = known_of(store, given.rules, given.as_of, ids_of(store, person), episode)
        return whereabouts(episode, happened, firings_of(store, person, []), known)

    return _where


def test_both_records_of_a_human_tell_one_story_with_their_sources(given, told):
    given.known("h:1", "hubspot", "a@x.example")
    given.known("s:1", "crm", "a@x.example")
    given.touch("h:1", "2026-05-11 08:00", source_system="hubspot")
    given.attempt("s:1", "2026-05-11 09:00", source_system="crm")
    given.load()

    assert [(one.table, one.source) for one in told("s:1")] == [
        ("sales_activity", "crm"),
        ("touch", "hubspot"),
    ]


def test_what_its_source_took_back_is_not_told(given, told):
    given.touch("p", "2026-05-11 08:00", event_key="t")
    given.load()
    given.touch("p", "2026-05-11 08:00", event_key="t", retracted=True)
    given.load()

    assert told("p") == []


def test_a_deal_is_told_with_its_stages_and_its_money(given, told):
    given.deal("d", amount=500.0, currency="EUR", created_at="2026-05-11 08:00")
    given.row("opportunity_stage_event", opportunity_id="d", stage="Demo", event_at="2026-05-12")
    given.load()

    assert [(one.what, one.how) for one in told("nobody", "d")][1:] == [(None, "500.0")]


def test_names_of_before_are_kept_and_those_of_a_deleted_record_are_not(given, store):
    given.known("h:1", "hubspot", None, event_key="h", full_name="Ann Old")
    given.known("h:2", "hubspot", None, event_key="g", full_name="Gone")
    given.load()
    given.known("h:1", "hubspot", None, event_key="h", full_name="Ann New")
    given.known("h:2", "hubspot", None, event_key="g", full_name="Gone", retracted=True)
    given.load()

    assert [one.full_name for one in records_of(store, ["h:1"])] == ["Ann Old", "Ann New"]
    assert records_of(store, ["h:2"]) == []


@pytest.mark.parametrize(
    "answer", [{"direction": "inbound", "outcome": "replied"}, {"outcome": "connected"}]
)
def test_tries_count_since_the_human_last_spoke_and_machines_never(given, told, answer):
    given.attempt("p", "2026-05-11 08:00")
    given.attempt("p", "2026-05-12 08:00", **answer)
    given.attempt("p", "2026-05-13 08:00", outcome="no_answer")
    given.attempt("p", "2026-05-14 08:00", activity_type="email_automated", is_automated=True)
    given.load()

    silence = silence_of(told("p"), None)
    assert silence.heard.at == datetime(2026, 5, 12, 8)
    assert (silence.tries, silence.answers, silence.machine) == ({"call": 1}, {"no_answer": 1}, 1)


def test_who_answered_last_is_not_silent(given, told):
    given.attempt("p", "2026-05-11 08:00")
    given.attempt("p", "2026-05-12 08:00", direction="inbound")
    given.load()

    assert not silence_of(told("p"), None).is_silent


def test_a_reply_that_waits_is_sales_turn(given, where):
    given.stage("p", "MQL", "2026-05-29 09:00")
    given.attempt("p", "2026-05-29 10:00")
    given.attempt("p", "2026-05-29 16:00", direction="inbound")
    given.load()

    found = where("p")
    assert (found.move.side, found.move.what) == ("sales", "reply")
    assert found.days(found.quiet) == pytest.approx(1 / 8)


def test_an_untried_lead_waits_for_its_first_attempt(given, where):
    given.stage("p", "MQL", "2026-05-20 09:00", tier="B")
    given.load()

    assert where("p").move.what == "first attempt"
    assert where("p").move.due_at == datetime(2026, 5, 20, 13)


def test_a_lead_with_most_of_its_time_used_is_not_late_yet(given, where):
    given.stage("p", "MQL", "2026-05-29 13:20", tier="B")
    given.load()

    move = where("p").move
    assert (move.what, move.firing) == ("first attempt", None)
    assert move.due_at > given.as_of


def test_a_lead_put_aside_is_nobodys_turn(given, where):
    given.stage("p", "MQL", "2026-05-20 09:00")
    given.stage("p", "DISQUALIFIED", "2026-05-21 09:00", reason_code="spam")
    given.load()

    found = where("p")
    assert (found.move, found.since, found.rung) == (None, datetime(2026, 5, 21, 9), "MQL")
