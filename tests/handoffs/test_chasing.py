"""Leads let go, never decided upon, not answered. May 11 2026 is a Monday; a day is eight hours."""

from dataclasses import replace
from datetime import datetime

import pytest


@pytest.fixture
def handed(given):
    """p, handed over on Monday at ten; somebody else was refused, so that verdicts are told of."""
    given.stage("p", "MQL", "2026-05-11 10:00", tier="B")
    given.stage("other", "MQL", "2026-05-04 10:00")
    given.stage("other", "REJECTED", "2026-05-04 11:00", reason_code="timing")
    return given


def test_a_lead_tried_once_is_let_go_after_five_days(handed, fired):
    handed.attempt("p", "2026-05-11 11:00")
    handed.attempt("p", "2026-05-18 12:00")
    handed.attempt("p", "2026-05-25 12:00")
    handed.load()

    assert fired("D07") == [
        ("lead:p#1", "18 11:00", "18 12:00", "attempt"),
        ("lead:p#1", "01 12:00", None, None),
    ]


def test_the_next_attempt_on_the_last_instant_comes_in_time(handed, fired):
    handed.attempt("p", "2026-05-11 11:00")
    handed.attempt("p", "2026-05-18 11:00", outcome="connected")
    handed.load()

    assert fired("D07") == []


def test_six_attempts_are_enough(handed, fired):
    for day in range(11, 17):
        handed.attempt("p", f"2026-05-{day} 11:00")
    handed.load()

    assert fired("D07") == []


@pytest.mark.parametrize(
    ("stage", "moved_at", "found"),
    [
        ("SAL", "18 11:00", []),
        ("SAL", "18 11:01", [("lead:p#1", "18 11:00", "18 11:01", "verdict")]),
        ("RECYCLED", "19 10:00", [("lead:p#1", "18 11:00", "19 10:00", "verdict")]),
    ],
)
def test_sales_decides_within_five_days_of_its_first_attempt(handed, fired, stage, moved_at, found):
    handed.attempt("p", "2026-05-11 11:00")
    handed.stage("p", stage, f"2026-05-{moved_at}", reason_code="timing")
    handed.load()

    assert fired("D08") == found


def test_the_agreement_says_how_long_a_verdict_may_take(handed, fired):
    agreed = handed.rules.policies[0]
    later = replace(agreed, version="v2", thresholds={"D08": 2.0}, valid_from=datetime(2026, 5, 12))
    handed.judged_by(policies=(replace(agreed, thresholds={"D08": 1.0}), later))
    handed.attempt("p", "2026-05-11 11:00")
    handed.load()

    assert fired("D08") == [("lead:p#1", "12 11:00", None, None)]


def test_the_first_word_that_nobody_answered_waits_for_an_answer(handed, fired):
    handed.attempt("p", "2026-05-11 11:00")
    handed.attempt("p", "2026-05-11 12:00", direction="inbound")
    handed.attempt("p", "2026-05-12 11:00", direction="inbound")
    handed.attempt("p", "2026-05-13 11:00", activity_type="email_1to1")
    handed.load()

    assert fired("D09") == [("lead:p#1", "12 12:00", "13 11:00", "reply")]


@pytest.mark.parametrize(
    "answer",
    [
        {"at": "2026-05-12 12:00", "activity_type": "task"},
        {"at": "2026-05-12 09:00", "activity_type": "email_1to1"},
    ],
)
def test_an_answer_within_a_day_is_in_time(handed, fired, answer):
    handed.attempt("p", "2026-05-11 12:00", direction="inbound")
    handed.attempt("p", answer.pop("at"), **answer)
    handed.load()

    assert fired("D09") == []


def test_a_talk_needs_no_answer(handed, fired):
    handed.attempt("p", "2026-05-11 12:00", direction="inbound", outcome="connected")
    handed.load()

    assert fired("D09") == []


def test_a_machines_reply_is_none(handed, fired):
    handed.attempt("p", "2026-05-11 12:00", direction="inbound")
    handed.attempt("p", "2026-05-11 12:01", is_automated=True)
    handed.load()

    assert fired("D09") == [("lead:p#1", "12 12:00", None, None)]
