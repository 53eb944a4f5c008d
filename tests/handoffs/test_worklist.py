"""The worklist as it is read: what is dropped at a moment, worst first, and what soon will be."""

from datetime import datetime

import pytest

from revdash.handoffs.worklist import Picked, at_risk, beside, called, counts, listed, nearing
from revdash.handoffs.worth import Worth

WEEK = "2026-05-11..2026-05-17"
TODAY = datetime(2026, 5, 15)
NOON = datetime(2026, 5, 15, 12)
NOTHING_KNOWN = Worth({}, {}, 0.0)
EACH_A_THOUSAND = Worth({"A": 0.5, "B": 0.5}, {}, 2000.0)


@pytest.fixture
def late(given):
    """b is late since Monday, a since today; c is due at 13:00, d long after; e was tried."""
    given.row("person", person_id="a", full_name="Ann Lee", segment="SMB")
    for person, tier, at in (
        ("b", "B", "2026-05-11 09:00"),
        ("a", "A", "2026-05-15 09:00"),
        ("c", "B", "2026-05-15 09:00"),
        ("d", "B", "2026-05-15 11:30"),
        ("e", "B", "2026-05-11 09:00"),
    ):
        given.stage(person, "MQL", at, tier=tier)
    given.attempt("e", "2026-05-11 10:00")
    given.load(as_of=NOON)
    return given


def of(rows):
    return [row.subject.removeprefix("lead:").removesuffix("#1") for row in rows]


def test_the_severest_comes_first_though_it_is_late_for_less(late, store, scope):
    rows = listed(store, scope(WEEK), Picked(), NOTHING_KNOWN, 10)

    assert of(rows) == ["a", "b"]
    assert counts(store, scope(WEEK), Picked()) == {("critical", "sales"): 1, ("high", "sales"): 1}


def test_one_part_of_the_list_is_read_alone(late, store, scope):
    severe = listed(store, scope(WEEK), Picked(severities=("high",)), NOTHING_KNOWN, 10)
    others = listed(store, scope(WEEK), Picked(sides=("marketing",)), NOTHING_KNOWN, 10)

    assert (of(severe), of(others)) == (["b"], [])
    assert counts(store, scope(WEEK, segment=["SMB"]), Picked()) == {("critical", "sales"): 1}


def test_what_is_late_since_a_moment_is_read_alone(late, store, scope):
    (newest,) = listed(store, scope(WEEK), Picked(since=TODAY), NOTHING_KNOWN, 10)
    just_then = Picked(since=newest.opens_at)

    assert of([newest]) == ["a"]
    assert counts(store, scope(WEEK), Picked(since=TODAY)) == {("critical", "sales"): 1}
    assert counts(store, scope(WEEK), just_then) == {("critical", "sales"): 1}


def test_what_is_set_aside_leaves_the_list_and_can_be_asked_for(late, store, scope):
    (first, _) = listed(store, scope(WEEK), Picked(), NOTHING_KNOWN, 10)
    apart = {first.instance_key}

    assert of(listed(store, scope(WEEK), Picked(apart=apart), NOTHING_KNOWN, 10)) == ["b"]
    shelf = Picked(apart=apart, is_apart=True)
    assert of(listed(store, scope(WEEK), shelf, NOTHING_KNOWN, 10)) == ["a"]
    assert counts(store, scope(WEEK), shelf) == {("critical", "sales"): 1}


def test_the_first_few_are_found_behind_what_is_set_aside(late, store, scope):
    (first, second) = listed(store, scope(WEEK), Picked(), NOTHING_KNOWN, 2)

    apart = Picked(apart={first.instance_key})
    everything = Picked(apart={first.instance_key, second.instance_key})

    assert of(listed(store, scope(WEEK), Picked(), NOTHING_KNOWN, 1)) == ["a"]
    assert of(listed(store, scope(WEEK), apart, NOTHING_KNOWN, 1)) == ["b"]
    assert listed(store, scope(WEEK), everything, NOTHING_KNOWN, 1) == []


def test_a_lead_with_two_things_wrong_is_one_row_that_names_the_other(late, store, scope):
    late.row("app_user", user_id="queue", kind="queue", name="Queue")
    late.assigned("a", "queue", "2026-05-15 09:00")
    late.load(as_of=NOON)

    (row,) = listed(store, scope(WEEK, segment=["SMB"]), Picked(), NOTHING_KNOWN, 10)
    other = beside(store, scope(WEEK), [row])[row.instance_key]

    assert (row.subject, row.rule, other.rules) == ("lead:a#1", "D01", ("D06",))
    assert other.from_at == datetime(2026, 5, 15, 9)


def test_what_is_at_risk_counts_each_lead_once(late, store, scope):
    found = at_risk(store, scope(WEEK), Picked(), EACH_A_THOUSAND)

    assert (found.value, found.known) == (2000.0, 2)
    assert at_risk(store, scope(WEEK), Picked(), NOTHING_KNOWN).value is None


def test_a_lead_that_is_dropped_in_two_ways_is_worth_no_more(late, store, scope):
    asked = {"asked_at": "2026-05-12 09:00", "due_at": "2026-05-13 09:00"}
    late.row("lead_question", person_id="b", asked_of_side="sales", **asked)
    late.load(as_of=NOON)

    kinds = {row.subject[:4] for row in listed(store, scope(WEEK), Picked(), NOTHING_KNOWN, 9)}

    assert kinds == {"lead", "ques"}
    assert at_risk(store, scope(WEEK), Picked(), EACH_A_THOUSAND).value == 2000.0


def test_a_tier_of_which_no_lead_has_ended_is_worth_what_any_lead_is(late, store, scope):
    of_others = Worth({"X": 0.9}, {}, 2000.0, share=0.5)

    found = at_risk(store, scope(WEEK), Picked(), of_others)

    assert found == at_risk(store, scope(WEEK), Picked(), EACH_A_THOUSAND)


@pytest.mark.parametrize(
    "picked",
    [
        Picked(),
        Picked(severities=("high",)),
        Picked(sides=("sales",)),
        Picked(sides=("marketing",)),
    ],
)
def test_what_is_at_risk_is_the_sum_of_the_rows_listed(late, store, scope, picked):
    asked = {"asked_at": "2026-05-12 09:00", "due_at": "2026-05-13 09:00"}
    for person, side in (("a", "marketing"), ("b", "sales"), ("nobody", "sales")):
        late.row("lead_question", person_id=person, asked_of_side=side, **asked)
    late.deal("d", person_id="a", amount=700.0, created_on="2026-05-12", owner_user_id="x")
    late.load(as_of=NOON)

    rows = listed(store, scope(WEEK), picked, EACH_A_THOUSAND, None)
    leads = [row for row in rows if row.subject.startswith("lead:")]
    known = {key for row in leads for key in (row.episode_id, row.opportunity_id) if key}
    others = {
        row.opportunity_id or row.episode_id: row.value
        for row in rows
        if row not in leads and not {row.episode_id, row.opportunity_id} & known
    }

    found = at_risk(store, scope(WEEK), picked, EACH_A_THOUSAND)
    assert found.known == len(leads) + len(others)
    assert (found.value or 0.0) == sum(row.value for row in leads) + sum(others.values())


def test_what_is_due_within_two_open_hours_is_about_to_be_late(late, store, scope):
    near = nearing(store, scope(WEEK), late.rules, 10)

    assert of(near.rows) == ["c"]
    assert near.rows[0].due_at == datetime(2026, 5, 15, 13)
    assert (near.total, near.soon) == (1, 1)


def test_humans_are_called_what_their_newest_source_says(late, store):
    late.row("person", person_id="a", full_name="Ann Lee-Ray", source_system="crm")
    late.load(datetime(2027, 1, 1))

    assert called(store, {"a", "b"}) == {"a": "Ann Lee-Ray"}
