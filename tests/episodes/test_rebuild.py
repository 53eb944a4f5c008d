"""Episodes in the store: what their rows say, and whose an import may touch."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_that
from hypothesis import strategies as st

from revdash.store.versions import take_back

FACTS = (
    ("stage", "p", "MQL", "2026-03-02 09:00"),
    ("stage", "p", "RECYCLED", "2026-03-05 09:00"),
    ("stage", "p", "MQL", "2026-04-06 10:00"),
    ("stage", "q", "MQL", "2026-03-03 09:00"),
    ("stage", "q", "SAL", "2026-03-04 09:00"),
    ("attempt", "p", "2026-03-03 11:00"),
    ("attempt", "q", "2026-03-03 12:00"),
    ("touch", "p", "2026-04-06 09:00"),
    ("assigned", "p", "u1", "2026-03-02 10:00"),
    ("person", "p", "one", "ann@x.example"),
    ("person", "q", "other", "Ann@x.example"),
    ("person", "r", "other", "bob@x.example"),
    ("stage", "r", "MQL", "2026-03-04 09:00"),
    ("person", "s", "one", "bob@x.example"),
    ("person", "t", "one", "bob@x.example"),
)


def add(given, fact):
    kind, *values = FACTS[fact]
    if kind == "touch":
        given.touch(*values, touch_type="demo_request", event_key=f"k{fact}")
    elif kind == "person":
        given.known(*values, event_key=f"k{fact}")
    else:
        getattr(given, kind)(*values, event_key=f"k{fact}")


def test_a_row_carries_who_the_person_is(given):
    given.row("account", account_id="a", name="Acme", segment="MM", region="DACH")
    given.row("person", person_id="p", account_id="a", source="webinar", owner_user_id="u1")
    given.row("app_user", user_id="u1", name="Ann", team_id="t1", kind="human")
    given.row("team", team_id="t1", name="SDR")
    given.row("campaign", campaign_id="c", name="Spring", channel="search")
    given.stage("p", "MQL", "2026-05-11 09:00", campaign_id="c", tier="A", score=80.0)
    given.load()

    (row,) = given.episodes()

    wanted = {"account_name": "Acme", "segment": "MM", "region": "DACH", "source": "webinar"}
    wanted |= {"owner": "Ann", "team": "SDR", "campaign": "Spring", "channel": "search"}
    assert wanted.items() <= row.items()


def test_names_that_come_later_reach_the_episodes(given):
    given.stage("p", "MQL", "2026-05-11 09:00", campaign_id="c")
    given.assigned("p", "u1", "2026-05-11 09:30")
    given.load()
    given.row("app_user", user_id="u1", name="Ann")
    given.row("campaign", campaign_id="c", name="Spring")
    given.load()

    (row,) = given.episodes()

    assert (row["owner"], row["campaign"]) == ("Ann", "Spring")


def test_days_are_those_of_the_company(given):
    given.judged_by(zone="America/New_York")
    given.stage("p", "MQL", "2026-05-12 01:00")
    given.stage("p", "RECYCLED", "2026-05-13 00:00", event_precision="date")
    given.stage("q", "LEAD", "2026-05-12 00:00", event_precision="date")
    given.stage("q", "MQL", "2026-05-12 00:00", event_precision="date")
    given.load()

    one, other = given.episodes()

    assert (one["mql_on"], one["waiting_until_on"]) == (date(2026, 5, 11), date(2026, 5, 13))
    assert (other["mql_on"], other["lead_on"]) == (date(2026, 5, 12), date(2026, 5, 12))


def test_tests_and_our_own_people_are_no_leads(given):
    given.row("person", person_id="p", is_test=True)
    given.row("person", person_id="q", is_employee=True)
    for person in "pqr":
        given.stage(person, "MQL", "2026-05-11 09:00")
    given.load()

    assert [row["person_id"] for row in given.episodes()] == ["r"]


def test_a_lead_that_a_queue_keeps_is_noted(given):
    given.row("app_user", user_id="queue", name="Inbound", kind="queue")
    given.stage("p", "MQL", "2026-05-11 09:00")
    given.assigned("p", "queue", "2026-05-11 09:30", event_key="handing")
    given.load()

    assert given.issues() == [("handing", "owner_not_human")]


def test_a_call_that_is_only_planned_is_no_attempt(given):
    given.stage("p", "MQL", "2026-05-11 09:00")
    given.attempt("p", "2026-05-20 09:00")
    given.load(at=datetime(2026, 5, 12), as_of=datetime(2026, 5, 12))

    assert given.episodes()[0]["first_attempt_at"] is None


def test_a_foreign_amount_is_not_taken_for_ours(given):
    given.stage("p", "MQL", "2026-05-11 09:00")
    given.deal(
        "d", "won", person_id="p", closed_on="2026-05-20", currency="USD", created_on="2026-05-12"
    )
    given.load()

    assert given.episodes()[0]["amount_base"] is None


def test_a_late_fact_counts_on_its_own_day(given):
    given.stage("p", "MQL", "2026-05-11 09:00")
    given.load(at=datetime(2026, 5, 20))

    assert given.episodes()[0]["mql_on"] == date(2026, 5, 11)


def test_taking_a_merge_back_gives_both_their_episodes_again(given):
    given.stage("p", "MQL", "2026-05-11 09:00")
    given.stage("q", "MQL", "2026-05-12 09:00")
    given.load()
    before = given.episodes()
    given.row("person_alias", alias_id="q", person_id="p")
    batch = given.load()
    assert len(given.episodes()) == 1

    people = given.concerned(batch)
    take_back(given.connection, batch)
    given.derive(people)

    assert given.episodes() == before


@pytest.mark.parametrize("survivor", ["p", "q"])
def test_the_survivor_of_a_merge_keeps_the_earliest_mql(given, survivor):
    loser = "q" if survivor == "p" else "p"
    given.stage("p", "MQL", "2026-05-11 09:00")
    given.stage("q", "MQL", "2026-05-12 09:00")
    given.row("person_alias", alias_id=loser, person_id=survivor)
    given.load()

    (row,) = given.episodes()

    assert (row["person_id"], row["mql_on"]) == (survivor, date(2026, 5, 11))


def test_people_merged_in_a_circle_are_still_one(given):
    for person, day in (("a", 11), ("b", 12), ("0", 13)):
        given.stage(person, "MQL", f"2026-05-{day} 09:00")
    for alias, person in (("a", "b"), ("b", "a"), ("0", "a")):
        given.row("person_alias", alias_id=alias, person_id=person)
    given.load()

    assert [row["episode_id"] for row in given.episodes()] == ["a#1"]


def test_an_import_leaves_everybody_else_alone(given):
    given.stage("p", "MQL", "2026-05-11 09:00")
    given.stage("q", "MQL", "2026-05-11 09:00")
    given.load()
    given.row("campaign", campaign_id="c", name="Unrelated")
    given.stage("q", "SAL", "2026-05-12 09:00")

    batch = given.load()

    assert given.concerned(batch) == {"q"}
    assert [row["stage"] for row in given.episodes()] == ["MQL", "SAL"]


def test_importing_twice_is_importing_once(given):
    told = []
    for _ in range(2):
        for fact in range(len(FACTS)):
            add(given, fact)
        given.load()
        told.append(given.episodes())

    assert told[0] == told[1]
    assert len(told[0]) == 3
    assert [row["person_id"] for row in told[0]] == ["p", "p", "r"]


def test_a_lapsed_lead_is_open_again_when_seen_from_earlier(given):
    given.stage("p", "MQL", "2026-01-05 09:00")
    given.load(as_of=datetime(2026, 6, 1))
    assert given.episodes()[0]["closed_as"] == "LAPSED"

    given.load(as_of=datetime(2026, 2, 1))

    assert given.episodes()[0]["is_open"]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given_that(order=st.permutations(range(len(FACTS))), cut=st.integers(0, len(FACTS)))
def test_neither_the_order_nor_the_imports_matter(given, order, cut):
    given.forget()
    for fact in range(len(FACTS)):
        add(given, fact)
    given.load()
    wanted = given.episodes(), given.issues()

    given.forget()
    for part in (order[:cut], order[cut:]):
        for fact in part:
            add(given, fact)
        given.load()

    assert (given.episodes(), given.issues()) == wanted
    given.derive()
    assert (given.episodes(), given.issues()) == wanted
