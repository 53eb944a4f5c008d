"""Meetings that nothing came of. May 11 2026 is a Monday; a day is eight hours."""

import pytest
from sqlalchemy import select

from revdash.store.schema.drops import handoff_drop
from revdash.worktime.calendar import Calendar


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


def test_an_outcome_that_comes_with_the_first_load_after_the_meeting_is_in_time(
    handed, meet, fired
):
    meet("2026-05-12 11:00", "COMPLETED", person="other")
    meet("2026-05-13 11:00", "SCHEDULED", event_key="m", source_id="m")
    handed.load("2026-05-11 12:00")
    meet("2026-05-13 11:00", "COMPLETED", event_key="m", source_id="m")
    handed.load("2026-05-18 12:00")  # days after it was due: files come once a week

    assert fired("D12") == []


def test_a_host_says_how_it_went_in_the_hours_of_their_own_calendar(hosted, meet, fired):
    """Jo's day lasts from three in the afternoon until eleven at night."""
    evenings = dict.fromkeys(range(5), ((15 * 60, 23 * 60),))
    theirs = Calendar(calendar_id="late", zone="UTC", weekly=evenings)
    hosted.judged_by(calendars=(*hosted.rules.calendars, theirs))
    hosted.row("app_user", user_id="jo", name="Jo", calendar_id="late")
    meet("2026-05-12 11:00", "COMPLETED", person="another")
    meet("2026-05-13 11:00", None, host_user_id="jo")
    hosted.load()

    assert fired("D12") == [("lead:p#1", "13 23:00", None, None)]


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


@pytest.fixture
def owners(given):
    """Return a function that names whose each firing of a rule is: id, name and team."""

    def _owners(rule):
        d = handoff_drop.c
        whose = select(d.owner_user_id, d.owner, d.team).where(d.rule == rule)
        return [tuple(row) for row in given.connection.execute(whose.order_by(d.opens_at))]

    return _owners


@pytest.fixture
def hosted(given):
    """Jo, who hosts meetings, Una, who has p and q, and a lead that nobody has."""
    given.row("team", team_id="closing", name="Closing")
    given.row("app_user", user_id="jo", name="Jo", team_id="closing")
    given.row("app_user", user_id="una", name="Una")
    for person in ("p", "q", "nobodys"):
        given.stage(person, "MQL", "2026-05-11 10:00", tier="B")
    for person in ("p", "q"):
        given.assigned(person, "una", "2026-05-11 10:00")
    return given


def test_whoever_hosted_a_meeting_says_how_it_went(hosted, meet, owners):
    meet("2026-05-12 11:00", "COMPLETED", person="another")
    meet("2026-05-13 11:00", None, host_user_id="jo")
    meet("2026-05-15 15:00", None, person="q")
    hosted.load()

    assert owners("D12") == [("jo", "Jo", "Closing"), ("una", "Una", None)]


@pytest.mark.parametrize(("rule", "outcome"), [("D10", "COMPLETED"), ("D11", "NO_SHOW")])
def test_after_a_meeting_whoever_has_the_lead_goes_on_or_else_its_host(
    hosted, meet, owners, rule, outcome
):
    meet("2026-05-13 11:00", outcome, host_user_id="jo")
    meet("2026-05-14 11:00", outcome, host_user_id="jo", person="nobodys")
    hosted.load()

    assert owners(rule) == [("una", "Una", None), ("jo", "Jo", "Closing")]
