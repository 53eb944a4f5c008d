"""Identities: two systems' records become one person by stated rules, and part again by them."""

from datetime import datetime
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_that
from hypothesis import strategies as st
from sqlalchemy import select

from revdash.episodes.doubts import Link, judge
from revdash.episodes.identities import Apart, decide, humans, roots
from revdash.episodes.whom import held
from revdash.store.schema.episodes import deal
from revdash.store.schema.identity import person_identity
from revdash.store.schema.ledger import quality_issue
from revdash.store.versions import take_back

H, S, LEAD = "hubspot:contact:1", "salesforce:contact:9", "salesforce:lead:5"
ANN = "ann@example.com"
JUNE = datetime(2026, 6, 1)


@pytest.fixture
def ann(given):
    """Ann, known to two systems by one address; loaded."""
    given.known(H, "hubspot", ANN)
    given.stage(H, "MQL", "2026-05-11 09:00")
    given.load()
    given.known(S, "salesforce", ANN, event_key="ann-in-salesforce")
    return given, given.load()


def flagged(given):
    q = quality_issue.c
    found = select(q.person_id, q.detail).where(q.rule == "possible_duplicate")
    return sorted(tuple(row) for row in given.connection.execute(found))


def test_what_sales_does_reaches_the_person_that_marketing_knows(ann):
    given, _ = ann
    given.attempt(S, "2026-05-11 11:00")
    given.deal("d", "won", person_id=S, closed_on="2026-05-20", created_on="2026-05-12")
    given.load()

    (row,) = given.episodes()

    assert (row["person_id"], row["stage"], row["attempts"]) == (H, "WON", 1)
    assert given.connection.execute(select(deal.c.person_id)).scalar_one() == H


@pytest.mark.parametrize("address", ["Ann@Example.COM", "  ann@example.com "])
def test_addresses_compare_without_case_and_outer_blanks(given, address):
    given.known(H, "hubspot", address)
    given.known(S, "salesforce", None, email_hash=sha256(ANN.encode()).hexdigest())
    given.load()

    assert roots(given.connection) == {S: H}


def test_people_without_an_address_are_nobody_else(given):
    given.known(H, "hubspot", None, full_name="Ann Lee")
    given.known(S, "salesforce", None, full_name="Ann Lee")
    given.load()

    assert roots(given.connection) == {}


def test_two_of_one_system_are_never_merged_by_an_address(given):
    given.known("hubspot:contact:2", "hubspot", ANN)
    given.known(H, "hubspot", ANN)
    given.known(S, "salesforce", ANN)
    given.load()

    assert roots(given.connection) == {}
    detail = "2 people of hubspot have this address"
    assert flagged(given) == [(H, detail), ("hubspot:contact:2", detail)]


def test_a_converted_lead_is_its_contact_and_so_one_holder_of_the_address(ann):
    given, _ = ann
    given.known(LEAD, "salesforce", ANN)
    given.load()
    assert roots(given.connection) == {}

    given.row("person_alias", alias_id=LEAD, person_id=S, reason="convert")
    given.load()

    assert roots(given.connection) == {LEAD: H, S: H}
    assert flagged(given) == []
    with held(given.connection, "one", {LEAD}) as one, humans(given.connection, one) as found:
        ids = set(given.connection.execute(select(found.c.person_id)).scalars())

    assert ids == {H, S, LEAD}


def test_taking_one_side_back_parts_them_again(ann):
    given, batch = ann
    given.stage(S, "MQL", "2026-05-12 09:00")
    given.load()
    assert [row["person_id"] for row in given.episodes()] == [H]

    people = given.concerned(batch)
    take_back(given.connection, batch)
    given.derive(people)

    assert [row["person_id"] for row in given.episodes()] == [H, S]


def test_another_address_parts_them_and_joins_others(ann):
    given, _ = ann
    other = "hubspot:contact:0"
    given.known(other, "hubspot", "lee@example.com")
    given.load()

    given.known(S, "salesforce", "lee@example.com", event_key="ann-in-salesforce")
    given.load()

    assert roots(given.connection) == {S: other}


def test_taking_a_double_back_joins_those_whom_it_kept_apart(ann):
    given, _ = ann
    given.known("hubspot:contact:2", "hubspot", ANN)
    batch = given.load()
    assert roots(given.connection) == {}

    people = given.concerned(batch)
    take_back(given.connection, batch)
    given.derive(people)

    assert roots(given.connection) == {S: H}
    assert flagged(given) == []


def test_a_decision_keeps_two_apart_until_it_is_taken_back(ann):
    given, _ = ann
    given.stage(S, "MQL", "2026-05-12 09:00")
    given.load()

    given.derive(decide(given.connection, {Apart(S, H, JUNE)}))
    apart = [row["person_id"] for row in given.episodes()]
    given.derive(decide(given.connection, set()))

    assert apart == [H, S]
    assert [row["person_id"] for row in given.episodes()] == [H]


def test_addresses_that_would_make_two_of_one_system_one_join_nobody(given):
    old = "hubspot:contact:0"
    given.known(H, "hubspot", ANN)
    given.known(old, "hubspot", "ann@old.example")
    given.row("person_alias", alias_id=old, person_id=H, reason="merge")
    given.known(S, "salesforce", ANN)
    given.known(LEAD, "salesforce", "ann@old.example")
    given.load()

    assert roots(given.connection) == {old: H}
    detail = "2 people of salesforce would be one by their addresses"
    assert flagged(given) == [(S, detail), (LEAD, detail)]


def test_it_is_said_since_when_two_are_one(given):
    given.known(H, "hubspot", ANN, event_key="h")
    given.load(at=datetime(2026, 5, 1))
    given.known(S, "salesforce", ANN)
    given.load(at=datetime(2026, 5, 3))
    given.known(H, "hubspot", ANN, event_key="h", job_role="CFO")
    given.load(at=datetime(2026, 5, 9))

    row = given.connection.execute(select(person_identity)).one()

    assert tuple(row) == (S, H, H, "address", None, datetime(2026, 5, 3))


@pytest.mark.parametrize(
    ("apart", "joined"), [([], {"b": "a", "c": "a"}), ([("c", "a")], {"b": "a"})]
)
def test_who_is_kept_apart_leaves_a_knot_of_three_and_the_others_stay(apart, joined):
    links = [Link(*row, f"k{n}", JUNE) for n, row in enumerate((("x", "a", "A"), ("x", "b", "B")))]
    links += [Link("y", "b", "B", "k2", JUNE), Link("y", "c", "C", "k3", JUNE)]

    sure, doubtful = judge(links, {}, apart)

    assert {one.person_id: one.root for one in sure} == joined
    assert doubtful == []


PEOPLE = ("h:1", "h:2", "s:1", "s:2", "p:1")
ADDRESSES = ("a@x.example", "b@x.example", None)
STEPS = st.one_of(
    st.tuples(st.just("known"), st.sampled_from(PEOPLE), st.sampled_from(ADDRESSES)),
    st.tuples(st.just("alias"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
    st.tuples(st.just("apart"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
    st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
)


def take(given, step, batches):
    kind, one, other = step
    if kind == "known":
        given.known(one, one[0], other, event_key=one)
    elif kind == "alias":
        given.row("person_alias", event_key=f"{one}-alias", alias_id=one, person_id=other)
    elif kind == "apart":
        given.derive(decide(given.connection, {Apart(one, other, JUNE)}))
    elif batches:
        batch = batches.pop(one % len(batches))
        people = given.concerned(batch)
        take_back(given.connection, batch)
        given.derive(people)
    if kind in {"known", "alias"}:
        batches.append(given.load())


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given_that(steps=st.lists(STEPS, min_size=4, max_size=9))
def test_step_by_step_gives_what_all_at_once_gives(given, steps):
    given.forget()
    for person in PEOPLE:
        given.stage(person, "MQL", "2026-05-11 09:00")
    given.load()
    batches = []

    for step in steps:
        take(given, step, batches)
    now = roots(given.connection), flagged(given), given.episodes(), given.issues()
    given.derive()

    assert now == (roots(given.connection), flagged(given), given.episodes(), given.issues())
