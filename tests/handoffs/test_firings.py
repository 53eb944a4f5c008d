"""What clocks amount to: firings joined, told by whom they concern, the same however derived."""

import pytest
from sqlalchemy import event, select

from revdash.handoffs.firings import clocks_of
from revdash.handoffs.rules import ALL_RULES
from revdash.store.dialects.portability import DIALECTS, compile_everywhere, forbidden_constructs
from revdash.store.hashes import content_of
from revdash.store.schema.drops import drop_now, drop_rule_told, drop_shown, handoff_drop
from revdash.store.schema.identity import person_identity

TABLES = (handoff_drop, drop_shown, drop_now, drop_rule_told)


@pytest.fixture
def back_and_forth(given):
    """p is nobody's on Monday from 10:30 to 14:00, and again from some time on."""

    def _back_and_forth(again_at):
        given.row("app_user", user_id="q", kind="queue")
        given.stage("p", "MQL", "2026-05-11 10:00", tier="B")
        given.assigned("p", "q", "2026-05-11 10:00")
        given.assigned("p", "a", "2026-05-11 14:00")
        given.assigned("p", "q", f"2026-05-11 {again_at}")
        given.load()

    return _back_and_forth


def test_what_fires_again_within_an_hour_is_the_same_firing(back_and_forth, fired):
    back_and_forth("14:59")

    assert fired("D01") == [("lead:p#1", "11 10:30", None, None)]


def test_what_fires_again_an_hour_later_is_another(back_and_forth, fired):
    back_and_forth("15:00")

    assert fired("D01") == [
        ("lead:p#1", "11 10:30", "11 14:00", "assigned"),
        ("lead:p#1", "11 15:00", None, None),
    ]


def test_a_firing_is_named_by_its_rule_its_subject_and_its_instant(given, back_and_forth):
    back_and_forth("15:00")

    keys = given.connection.execute(
        select(handoff_drop.c.instance_key).where(handoff_drop.c.rule == "D01")
    ).scalars()
    assert sorted(keys) == [
        "D01|lead:p#1|2026-05-11T10:30:00Z",
        "D01|lead:p#1|2026-05-11T15:00:00Z",
    ]


def test_a_firing_tells_its_open_time_and_is_cut_as_its_lead(given, back_and_forth):
    given.row("person", person_id="p", source="web", company_name="Acme")
    back_and_forth("15:00")

    first = given.connection.execute(
        select(handoff_drop).where(handoff_drop.c.rule == "D01").order_by("opens_at").limit(1)
    )
    row = first.mappings().one()
    assert row["resolution_seconds"] == 3.5 * 3600
    assert (row["source"], row["account_name"], row["tier"]) == ("web", "Acme", "B")
    assert (str(row["opened_on"]), str(row["resolved_on"])) == ("2026-05-11", "2026-05-11")


@pytest.fixture
def tell(given):
    """Tell several files, and do something after each.

    One lead after the other, then who does what, who is away, who has left, and a deal.
    Who hosted a meeting is named last.
    """

    def _tell(after_each):
        given.row("app_user", user_id="q", kind="queue")
        for person in "xyz":
            given.row("person", person_id=person, account_id="acme", owner_user_id="a")
            given.stage(person, "MQL", "2026-05-11 10:00", tier="B")
            after_each()
        given.attempt("x", "2026-05-11 11:00")
        for person, outcome in (("x", None), ("told", "COMPLETED")):
            given.row(
                "meeting",
                person_id=person,
                scheduled_at="2026-05-11 11:00",
                end_at="2026-05-12 11:00",
                outcome=outcome,
                host_user_id="h",
            )
        after_each()
        given.row("user_absence", user_id="a", from_on="2026-05-12", until_on="2026-05-14")
        after_each()
        given.assigned("y", "q", "2026-05-13 10:00")
        given.assigned("y", "b", "2026-05-13 15:00")
        given.stage("z", "RECYCLED", "2026-05-12 10:00")
        after_each()
        given.row("nurture_enrolment", person_id="x", enrolled_at="2026-05-12")
        given.deal("d", person_id="x", owner_user_id="a")
        after_each()
        given.row("app_user", user_id="h", name="Hal")
        after_each()

    return _tell


def test_what_was_derived_step_by_step_is_what_all_facts_give_at_once(given, tell):
    tell(given.load)
    step_by_step = [content_of(given.connection, table) for table in TABLES]

    given.derive()

    assert [content_of(given.connection, table) for table in TABLES] == step_by_step
    found = set(given.connection.execute(select(handoff_drop.c.rule)).scalars())
    assert found == {"D01", "D02", "D04", "D05", "D07", "D08", "D12", "D15", "D19", "D24"}


def test_the_statements_that_make_firings_run_on_every_engine(given, tell, store_engine):
    executed = []
    tell(list)  # all of it is one import
    given.load()

    def note(_connection, element, *_rest):
        executed.append(element)

    event.listen(store_engine, "before_execute", note)
    given.derive()
    event.remove(store_engine, "before_execute", note)

    told = [one for one in executed if one.is_dml or one.is_select]
    assert len(told) > len(ALL_RULES)
    for text in (text for one in told for text in compile_everywhere(one).values()):
        assert forbidden_constructs(text) == []


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_every_rule_is_asked_alike_on_every_engine(given, rule):
    asked = [
        *([rule.rows(person_identity, given.rules)] if rule.rows else []),
        *([rule.whole(given.rules)] if rule.whole else []),
    ]

    assert asked
    for statement in (*(clocks_of(rule, one, given.rules) for one in asked), *rule.needs):
        compiled = compile_everywhere(statement)
        assert set(compiled) == set(DIALECTS)
        assert all(forbidden_constructs(text) == [] for text in compiled.values())


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_it_means_and_blames_nobody(rule):
    words = (rule.happened, rule.matters, rule.todo)

    assert all(text.endswith(".") for text in words)
    assert "{began}" in rule.happened
    assert not any(word in " ".join(words).lower() for word in ("ignored", "forgot", "failed"))
    assert rule.needs or rule.tellers is not None
