"""Feedback: what marketing learns of each lead, why leads come back, and who was right."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from revdash.metrics.feedback import (
    DECISION_TIME,
    DISPUTE_RATE,
    DISPUTES_UPHELD,
    FEEDBACK_COMPLETENESS,
    LEAD_QUESTIONS_ANSWERED,
    OTHER_REASON_SHARE,
    REJECT_REASONS,
    TIME_TO_FEEDBACK,
    TIME_TO_REASON,
)
from revdash.metrics.read import read
from revdash.store.schema.followers import question_now, verdict_now

G25 = json.loads(
    (Path(__file__).parents[1] / "golden" / "G25_commitments_feedback.json").read_text("utf-8")
)
EDGES = ("2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18")
A_DAY = 8 * 3600.0  # of the office
NEVER = "2026-03-01..2026-05-22"


@pytest.fixture
def aged(rows):
    """A lead so many days old, with an outcome after some, that may tell something."""

    def _aged(age, outcome=None, after=None, *, is_valid=False):
        mql_at = rows.as_of - timedelta(days=age)
        came = mql_at + timedelta(days=after) if outcome else None
        row = {"mql_at": mql_at, "verdict_at": came, "feedback_at": came if is_valid else None}
        if outcome in {"REJECTED", "RECYCLED", "DISQUALIFIED"}:
            row |= {"is_reason_valid": is_valid, "closed_as": outcome, "is_open": False}
        return rows.lead(str(mql_at.date()), **row)

    return _aged


@pytest.fixture
def g25(aged):
    for told in G25["inputs"]["episodes"]:
        is_valid = told["valid_reason"]
        aged(told["age_days"], told["outcome"], told["days_to_outcome"], is_valid=is_valid)


@pytest.mark.usefixtures("g25")
def test_feedback_is_as_complete_as_in_the_example(store, week):
    reading = read(store, FEEDBACK_COMPLETENESS, week(NEVER))

    assert (reading.hits, reading.sample, reading.pending) == (5, 8, 2)
    assert reading.value == G25["expected"]["feedback_completeness"]


@pytest.mark.usefixtures("g25")
def test_the_time_to_feedback_is_that_of_the_example_and_a_reason_takes_longer(store, week):
    reading = read(store, TIME_TO_FEEDBACK, week(NEVER))

    assert reading.value == G25["expected"]["median_days_to_feedback"]
    assert (reading.hits, reading.pending) == (7, 3)
    assert read(store, TIME_TO_REASON, week(NEVER)).value == 12


def test_a_lead_accepted_and_given_back_for_nothing_is_not_complete(rows, store, week):
    mql_at = datetime(2026, 4, 1, 10)
    for is_valid in (None, True, False):
        rows.lead("2026-04-01", mql_at=mql_at, feedback_at=mql_at, is_reason_valid=is_valid)

    reading = read(store, FEEDBACK_COMPLETENESS, week("2026-04-01..2026-04-01"))

    assert (reading.hits, reading.sample) == (2, 3)


def test_a_verdict_takes_business_days_and_those_waiting_are_counted(rows, store, week):
    """Half a day, two days, three days and, undecided since the 12th, eight so far."""
    for days in (0.5, 2, 3):
        at = datetime(2026, 5, 13)
        rows.lead(decision_seconds=days * A_DAY, verdict_at=at)
    begun = rows.lead(decision_offset_seconds=rows.lead()["clock_offset_seconds"])
    rows.lead(kind="expansion", decision_seconds=A_DAY, verdict_at=begun["mql_at"])

    reading = read(store, DECISION_TIME, week())

    assert (reading.value, reading.sample, reading.pending) == (2, 4, 1)
    assert reading.curve.longest == pytest.approx(8.875)


def test_a_lapsed_lead_had_no_verdict_for_as_long_as_it_was_open(rows, store, week):
    rows.lead(decision_seconds=60 * A_DAY, is_open=False)

    reading = read(store, DECISION_TIME, week())

    assert (reading.value, reading.sample, reading.pending) == (None, 1, 0)
    assert reading.missing == "> 60.0 workdays: fewer than half were decided"


@pytest.fixture
def verdict(rows):
    def _verdict(decided_on="2026-05-12", reason="Not now", **values):
        ordinary = {"verdict": "refused", "reason_code": reason, "is_reason_valid": True}
        due = {"dispute_due_at": "2026-05-28 10:00"}
        return rows.put(
            verdict_now, decided_on=decided_on, reason=reason, **ordinary | due | values
        )

    return _verdict


def test_reasons_come_in_order_and_none_is_one_of_them(verdict, store, week):
    for reason in ("Not now", "Not now", None, "Spam"):
        verdict(reason=reason)

    reading = read(store, REJECT_REASONS, week())

    assert [(part.name, part.value) for part in reading.parts] == [
        ("Not now", 0.5),
        ("Spam", 0.25),
        (None, 0.25),
    ]


def test_vague_is_what_is_not_valid(verdict, store, week):
    for is_valid in (True, True, False, None):
        verdict(is_reason_valid=is_valid)

    reading = read(store, OTHER_REASON_SHARE, week())

    assert (reading.hits, reading.sample) == (2, 4)


def test_reasons_are_not_vague_where_no_source_gives_any(verdict, store, week):
    verdict(reason=None, is_reason_valid=False)

    assert read(store, OTHER_REASON_SHARE, week()).missing == "no verdict gives a reason"


def test_a_week_holds_the_verdicts_of_its_days(verdict, rows, store, week):
    for day in EDGES:
        verdict(day, disputed_at=f"{day} 12:00")
        rows.lead(day)

    counted = (REJECT_REASONS, OTHER_REASON_SHARE, DISPUTE_RATE, TIME_TO_FEEDBACK)
    assert [read(store, metric, week()).sample for metric in counted] == [2, 2, 2, 2]


def test_a_dispute_is_of_a_refusal_and_in_time(verdict, store, week):
    verdict(disputed_at="2026-05-14 10:00")
    verdict(disputed_at="2026-05-20 10:00", dispute_due_at="2026-05-19 10:00")
    verdict(disputed_at="2026-05-23 10:00")  # later than what is known
    verdict()
    verdict(verdict="recycled", disputed_at="2026-05-14 10:00")

    reading = read(store, DISPUTE_RATE, week())

    assert (reading.hits, reading.sample) == (1, 4)


def test_no_dispute_known_is_no_peace(verdict, store, week):
    verdict()

    assert read(store, DISPUTE_RATE, week()).missing == "no dispute is known"


def test_who_was_right_counts_on_the_day_it_was_decided(verdict, store, week):
    for day, settlement in zip(EDGES, ("upheld", "upheld", "dismissed", "upheld"), strict=True):
        times = {"settled_on": day, "settled_at": f"{day} 10:00", "disputed_at": "2026-05-01"}
        verdict("2026-05-01", settlement=settlement, **times)
    verdict(disputed_at="2026-05-12")

    reading = read(store, DISPUTES_UPHELD, week())

    assert (reading.hits, reading.sample) == (1, 2)


def test_an_answer_counts_once_it_is_due(rows, store, week):
    for due, is_answered in (("10", True), ("11", True), ("17", False), ("18", True)):
        values = {"due_on": f"2026-05-{due}", "due_at": f"2026-05-{due} 12:00"}
        rows.put(question_now, is_answered_in_time=is_answered, **values)
    to_come = {"due_on": "2026-05-22", "due_at": "2026-05-22 19:00"}
    rows.put(question_now, is_answered_in_time=True, **to_come)

    done = read(store, LEAD_QUESTIONS_ANSWERED, week())
    coming = read(store, LEAD_QUESTIONS_ANSWERED, week("2026-05-22..2026-05-22"))

    assert (done.hits, done.sample, done.pending) == (1, 2, 0)
    assert (coming.value, coming.sample, coming.pending) == (None, 0, 1)
