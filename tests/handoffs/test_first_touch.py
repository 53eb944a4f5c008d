"""Leads nobody has tried to reach: a tier B lead has four hours, one of tier A one hour."""

from dataclasses import replace

import pytest


@pytest.fixture
def handed(given):
    """p is handed over on a Monday at ten; somebody else is called, so that calls are told of."""

    def _handed(tier="B", tried_at=None, **more):
        given.stage("p", "MQL", "2026-05-11 10:00", tier=tier)
        given.attempt("other", "2026-05-11 10:00")
        if tried_at:
            given.attempt("p", tried_at, **more)
        given.load()

    return _handed


def test_a_lead_is_about_to_be_late_and_then_is(handed, fired):
    handed(tried_at="2026-05-11 16:00")

    assert fired("D05") == [("lead:p#1", "11 13:00", "11 14:00", "due")]
    assert fired("D04") == [("lead:p#1", "11 14:00", "11 16:00", "attempt")]
    assert fired("D06") == []


def test_a_first_touch_at_the_very_due_time_is_in_time(handed, fired):
    handed(tried_at="2026-05-11 14:00")

    assert fired("D04") == []
    assert fired("D05") == [("lead:p#1", "11 13:00", "11 14:00", "attempt")]


def test_of_the_best_leads_another_rule_says_so(handed, fired):
    handed(tier="A")

    assert fired("D06") == [("lead:p#1", "11 11:00", None, None)]
    assert fired("D04") == []


def test_a_call_that_was_written_down_late_counts_from_then(handed, fired):
    handed(tried_at="2026-05-11 11:00", recorded_at="2026-05-13 11:00")

    assert fired("D04") == [("lead:p#1", "11 14:00", "13 11:00", "attempt")]


def test_accepting_a_lead_ends_the_wait_for_a_first_touch(given, handed, fired):
    given.stage("p", "SAL", "2026-05-11 15:00")
    handed()

    assert fired("D04") == [("lead:p#1", "11 14:00", "11 15:00", "verdict")]


def test_where_nobody_tells_what_sales_does_nothing_is_late(given, fired):
    given.stage("p", "MQL", "2026-05-11 10:00", tier="B")
    given.load()

    assert fired("D04") == fired("D05") == []


def test_once_sales_tells_what_it_does_everybody_is_judged_by_it(given, fired):
    given.stage("p", "MQL", "2026-05-11 10:00", tier="B")
    given.load("2026-06-01")
    given.attempt("other", "2026-05-11 10:00")
    given.load("2026-06-02")

    assert fired("D04") == [("lead:p#1", "11 14:00", None, None)]


def test_the_agreement_says_from_when_on_a_lead_is_about_to_be_late(given, handed, fired):
    agreed = given.rules.policies[0]
    given.judged_by(policies=(replace(agreed, thresholds={"D05": 0.5}),))
    handed(tried_at="2026-05-11 16:00")

    assert fired("D05") == [("lead:p#1", "11 12:00", "11 14:00", "due")]


def test_of_several_rules_on_one_lead_the_first_by_precedence_is_shown(given, handed, shown):
    given.row("app_user", user_id="q", kind="queue")
    given.assigned("p", "q", "2026-05-11 10:00")
    given.row("app_user", user_id="a")
    given.assigned("p", "a", "2026-05-11 15:00")
    handed()

    lead = "lead:p#1"
    assert [shown(f"2026-05-11 {at}") for at in ("10:30", "10:31", "14:59", "15:00")] == [
        {},
        {lead: "D01"},
        {lead: "D01"},
        {lead: "D04"},
    ]
