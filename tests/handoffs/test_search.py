"""Search: people found by part of what they are called, in spite of typos, and nobody else."""

import pytest
from sqlalchemy import select

from revdash.handoffs.search import find
from revdash.store.dialects.functions import likeness, words_of
from revdash.store.dialects.portability import compile_everywhere, forbidden_constructs
from revdash.store.schema.people import person


@pytest.fixture
def known(given):
    """Four people of two systems; John is known to both."""
    given.known("h:1", "hubspot", "john@acme.example", full_name="John Smith", company_name="Acme")
    given.known("s:1", "crm", "john@acme.example", full_name="J. Smith", source_id="00Q7")
    given.known("h:2", "hubspot", "zoe@oslo.example", full_name="Zoë Bjørn", company_name="Åland")
    given.known("h:3", "hubspot", None, full_name="Ann <b>Jones</b>", source_id="4711")
    given.known("h:4", "hubspot", None, full_name="Joan Smithers", company_name="Acme")
    given.stage("h:4", "MQL", "2026-05-11 09:00")
    given.load()
    return given


def found(store, text):
    return [hit.person_id for hit in find(store, text)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("john smith", ["h:1", "h:4"]),
        ("SMITH john acme", ["h:1", "h:4"]),
        ("jon smyth", ["h:1"]),
        ("acme", ["h:4", "h:1"]),
        ("zoe bjorn", ["h:2"]),
        ("aland", ["h:2"]),
        ("jones", ["h:3"]),
        ("4711", ["h:3"]),
        ("00q7", ["h:1"]),
        ("s:1", ["h:1"]),
        ("john@acme", ["h:1"]),
        ("xx", []),
        ("j", []),
        ("%", []),
        ("' or 1=1 --", []),
    ],
)
def test_people_are_found_by_what_they_may_be_called(known, store, text, who):
    assert found(store, text) == who


def test_a_hit_says_where_the_newest_handoff_is(known, store):
    (hit,) = find(store, "smithers")

    assert (hit.name, hit.company, hit.episode.stage) == ("Joan Smithers", "Acme", "MQL")


def test_who_was_never_handed_over_is_found_too(known, store):
    (hit,) = find(store, "zoe")

    assert (hit.name, hit.episode) == ("Zoë Bjørn", None)


def test_who_is_known_by_events_alone_is_found_by_their_id(given, store):
    given.stage("p:9", "MQL", "2026-05-11 09:00")
    given.load()

    assert found(store, "p:9") == ["p:9"]


def test_whom_their_source_deleted_is_found_no_more(known, store, given):
    given.known("h:3", "hubspot", None, event_key="person:0004", retracted=True)
    given.load()

    assert found(store, "jones") == []
    assert found(store, "4711") == []


def test_a_new_name_replaces_the_old(known, store, given):
    given.known("h:3", "hubspot", None, event_key="person:0004", full_name="Ann Brown")
    given.load()

    assert (found(store, "brown"), found(store, "jones")) == (["h:3"], [])


@pytest.mark.parametrize(
    "expression", [words_of(person.c.full_name), likeness(*[person.c.email] * 2)]
)
def test_what_a_search_asks_is_spelled_for_every_engine(expression):
    spelled = compile_everywhere(select(expression))

    assert [forbidden_constructs(sql) for sql in spelled.values()] == [[], [], []]
