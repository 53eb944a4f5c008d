"""Meetings that nothing came of. May 11 2026 is a Monday; a day is eight hours."""

import pytest


@pytest.fixture
def handed(given):
    """p, handed over on Monday at ten and accepted at once."""
    given.stage("p", "MQL", "2026-05-11 10:00", tier="B")
    given.stage("p", "SAL", "2026-05-11 10:30")
    return given


@pytest.fixture
def meet(given):
    """A meeting of an hour's length that ended at a time, booked two days before."""

    def _meet(ended_at, outcome, person="p", **more):
        booked_at = more.pop("scheduled_at", "2026-05-11 11:00")
        given.row(
            "meeting",
            person_id=person,
            scheduled_at=booked_at,
            end_at=ended_at,
            outcome=outcome,
            **more,
        )

    return _meet


def test_after_a_meeting_three_silent_days_are_too_many(handed, meet, fired):
    meet("2026-05-13 11:00", "COMPLETED")
    handed.attempt("p", "2026-05-13 11:00")
    handed.attempt("p", "2026-05-19 11:00")
    handed.load()

    assert fired("D10") == [("lead:p#1", "18 11:00", "19 11:00", "activity")]


@pytest.mark.parametrize("stage", ["SQL", "OPP"])
def test_the_next_stage_is_no_silence(handed, meet, fired, stage):
    meet("2026-05-13 11:00", "COMPLETED")
    handed.stage("p", stage, "2026-05-13 11:30")
    handed.load()

    assert fired("D10") == []


def test_a_next_meeting_that_was_agreed_on_before_is_no_silence(handed, meet, fired):
    meet("2026-05-13 11:00", "COMPLETED")
    meet("2026-05-29 11:00", "SCHEDULED")
    handed.load()

    assert fired("D10") == []


@pytest.mark.parametrize("outcome", ["NO_SHOW", "CANCELED"])
def test_a_missed_meeting_is_made_up_within_two_days(handed, meet, fired, outcome):
    meet("2026-05-13 11:00", outcome)
    meet("2026-05-25 11:00", "COMPLETED", scheduled_at="2026-05-15 12:00")
    handed.load()

    assert fired("D11") == [("lead:p#1", "15 11:00", "15 12:00", "meeting")]


def test_an_attempt_two_days_after_a_missed_meeting_is_in_time(handed, meet, fired):
    meet("2026-05-13 11:00", "NO_SHOW")
    handed.attempt("p", "2026-05-15 11:00")
    handed.load()

    assert fired("D11") == []


def test_a_meeting_has_an_outcome_a_day_after(handed, meet, fired):
    meet("2026-05-12 11:00", "COMPLETED", person="other")
    meet("2026-05-13 11:00", "SCHEDULED", event_key="m", source_id="m")
    handed.load("2026-05-13 12:00")
    meet("2026-05-13 11:00", "COMPLETED", event_key="m", source_id="m")
    handed.load("2026-05-20 12:00")

    assert fired("D12") == [("lead:p#1", "14 11:00", "20 12:00", "outcome")]


def test_where_a_source_never_says_how_meetings_went_nobody_is_asked(handed, meet, fired):
    meet("2026-05-13 11:00", None, source_system="salesforce")
    meet("2026-05-12 11:00", "COMPLETED", person="other", source_system="hubspot")
    handed.load()

    assert fired("D12") == []


@pytest.mark.parametrize(
    ("booked_at", "found"),
    [
        (None, [("lead:p#1", "13 12:00", None, None)]),
        ("2026-05-13 12:00", []),
        ("2026-05-13 12:01", [("lead:p#1", "13 12:00", "13 12:01", "booked")]),
    ],
)
def test_who_asks_for_a_demo_has_one_booked_within_two_days(handed, meet, fired, booked_at, found):
    handed.touch("p", "2026-05-11 12:00", touch_type="demo_request")
    meet("2026-05-11 11:00", "COMPLETED", person="other")
    if booked_at:
        meet("2026-05-20 11:00", "SCHEDULED", scheduled_at=booked_at)
    handed.load()

    assert fired("D14") == found
