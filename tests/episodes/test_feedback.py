"""What marketing learned of a lead: the verdict, its reason, nurture, the demo."""

from datetime import datetime

import pytest

from revdash.episodes.feedback import says_something
from revdash.episodes.rules import Reason

HOUR = 3600.0
MQL = "2026-05-11 10:00"  # a Monday
LONG = "They bought from a competitor in March"


def at(day, hour=9, month=5):
    return datetime(2026, month, day, hour)


@pytest.fixture
def told(given):
    """The one episode of p, after more facts than its MQL."""

    def _told(*stages, **values):
        given.stage("p", "MQL", MQL, **values)
        for stage, moment, *more in stages:
            given.stage("p", stage, moment, **(more[0] if more else {}))
        given.load()
        return given.episodes()[0]

    return _told


@pytest.mark.parametrize(
    ("stage", "verdict"),
    [
        ("SAL", "accepted"),
        ("OPP", "accepted"),
        ("REJECTED", "refused"),
        ("RECYCLED", "recycled"),
        ("DISQUALIFIED", "put aside"),
    ],
)
def test_the_verdict_is_the_first_and_takes_open_time(told, stage, verdict):
    row = told((stage, "2026-05-12 11:00"))

    assert (row["verdict"], row["decision_seconds"]) == (verdict, 9 * HOUR)
    assert row["decision_offset_seconds"] is None


def test_an_undecided_lead_has_waited_for_what_its_calendar_was_open_since(told):
    row = told()

    assert (row["verdict"], row["decision_seconds"], row["feedback_at"]) == (None, None, None)
    assert row["decision_offset_seconds"] == row["clock_offset_seconds"]


def test_the_verdict_runs_from_the_mql_though_the_clock_runs_from_the_raised_hand(given, told):
    given.touch("p", "2026-05-11 09:00", touch_type="demo_request")

    row = told(("SAL", "2026-05-11 12:00"))

    assert row["decision_seconds"] == 2 * HOUR
    assert row["demo_due_at"] == at(12, 17)


def test_a_verdict_known_by_its_day_may_have_been_said_that_evening(told):
    row = told(("RECYCLED", "2026-05-12", {"event_precision": "date"}))

    assert row["decision_seconds"] == 15 * HOUR


@pytest.mark.parametrize(
    ("code", "kind", "is_noted", "says"),
    [
        ("no_budget", "timing", False, True),
        ("other", "process", False, False),
        ("other", "process", True, False),
        ("Other", "timing", True, False),
        ("wrong_team", "process", False, False),
        ("wrong_team", "process", True, True),
    ],
)
def test_a_reason_says_something_if_it_is_agreed_and_not_other(code, kind, is_noted, says):
    reason = Reason(code=code, label=code, reason_class=kind)

    assert says_something(reason, is_noted=is_noted) is says


def test_no_reason_says_nothing():
    assert says_something(None, is_noted=True) is False


def test_marketing_knows_from_the_first_outcome_that_tells_something(told):
    row = told(
        ("REJECTED", "2026-05-12 09:00", {"note": LONG}),
        ("RECYCLED", "2026-05-13 09:00", {"reason_code": "timing"}),
    )

    assert (row["is_reason_valid"], row["feedback_at"]) == (True, at(13))


def test_triage_without_a_reason_keeps_what_the_refusal_told(told):
    row = told(
        ("REJECTED", "2026-05-12 09:00", {"reason_code": "timing"}),
        ("RECYCLED", "2026-05-13 09:00"),
    )

    assert (row["is_reason_valid"], row["feedback_at"]) == (True, at(12))


def test_a_lead_accepted_and_put_aside_without_a_reason_is_half_told(told):
    row = told(("SAL", "2026-05-12 09:00"), ("RECYCLED", "2026-05-13 09:00"))

    assert (row["is_reason_valid"], row["feedback_at"]) == (False, at(12))


def test_a_refusal_that_was_overturned_tells_nothing_any_more(told):
    row = told(
        ("REJECTED", "2026-05-12 09:00", {"reason_code": "timing"}),
        ("MQL", "2026-05-13 09:00", {"is_correction": True}),
    )

    assert (row["is_reason_valid"], row["feedback_at"], row["is_open"]) == (None, None, True)


def test_a_disposition_adds_its_reason_to_the_stage_it_is_of(given, told):
    given.row(
        "disposition",
        person_id="p",
        verdict="rejected",
        event_at="2026-05-12 09:05",
        reason_code="spam",
    )

    row = told(("REJECTED", "2026-05-12 09:00"))

    assert (row["reason_code"], row["reason_class"], row["is_reason_valid"]) == (
        "spam",
        "junk",
        True,
    )
    assert row["rejected_at"] == at(12)


def test_a_disposition_alone_is_a_verdict(given, told):
    given.row("disposition", person_id="p", verdict="ACCEPTED", event_at="2026-05-12 09:00")
    given.row(
        "disposition",
        person_id="p",
        verdict="RECYCLED",
        event_at="2026-05-20 09:00",
        reason_code="timing",
    )

    row = told()

    assert (row["verdict"], row["sal_at"], row["closed_as"]) == ("accepted", at(12), "RECYCLED")


def test_an_acceptance_of_a_lead_that_has_gone_further_changes_nothing(given, told):
    given.row("disposition", person_id="p", verdict="ACCEPTED", event_at="2026-05-12 10:00")

    row = told(("SQL", "2026-05-12 09:00"))

    assert (row["stage"], given.issues()) == ("SQL", [])


def test_a_disposition_out_of_order_is_noted_as_what_it_is(given, told):
    given.row("disposition", person_id="p", verdict="REJECTED", event_at="2026-05-10 09:00")

    told()

    assert given.issues() == [("disposition:0001", "event_without_open_episode")]


def test_marketing_has_three_business_days_to_take_a_lead_back(given, told):
    given.row(
        "nurture_enrolment",
        person_id="p",
        enrolled_at="2026-05-18 09:00",
        next_review_on="2026-07-01",
    )

    row = told(("RECYCLED", "2026-05-14 12:00"))

    assert (row["recycled_on"], row["nurture_due_at"]) == (at(14).date(), at(19, 12))
    assert (row["nurtured_at"], row["nurture_due_on"]) == (at(18), at(19).date())


@pytest.mark.parametrize(
    ("times", "nurtured_at"),
    [
        (("2026-04-01 09:00", None, "2026-07-01"), at(14, 12)),
        (("2026-04-01 09:00", "2026-05-01 09:00", "2026-07-01"), None),
        (("2026-05-15 09:00", None, None), None),
        (("2026-05-21 09:00", None, "2026-07-01"), None),
    ],
)
def test_nurture_has_a_day_for_looking_again_and_ends_with_the_return(
    given, told, times, nurtured_at
):
    names = ("enrolled_at", "exited_at", "next_review_on")
    given.row("nurture_enrolment", person_id="p", **dict(zip(names, times, strict=True)))

    row = told(("RECYCLED", "2026-05-14 12:00"), ("MQL", "2026-05-20 09:00"))

    assert (row["nurtured_at"], row["returned_at"]) == (nurtured_at, at(20))


def test_a_lead_recycled_on_a_day_makes_nothing_due(told):
    row = told(("RECYCLED", "2026-05-14", {"event_precision": "date"}))

    assert (row["recycled_on"], row["nurture_due_at"]) == (at(14).date(), None)


def demo(given, booked, ended, **values):
    ordinary = {"person_id": "p", "meeting_kind": "Product demo", "outcome": "COMPLETED"}
    given.row(
        "meeting",
        **{**ordinary, "scheduled_at": booked, "start_at": ended, "end_at": ended} | values,
    )


def test_demos_belong_to_the_handoff_before_them_or_the_one_they_led_to(given, told):
    demo(given, "2026-05-11 09:50", "2026-05-13 15:00")
    demo(given, "2026-05-12 09:00", "2026-05-15 15:00")
    demo(given, "2026-05-27 09:00", "2026-05-29 15:00", outcome="NO_SHOW")

    first = told(("RECYCLED", "2026-05-20 09:00"), ("MQL", "2026-05-27 10:00"))
    second = given.episodes()[1]

    assert (first["demo_booked_at"], first["demo_held_at"]) == (
        datetime(2026, 5, 11, 9, 50),
        at(13, 15),
    )
    assert (second["demo_booked_at"], second["demo_held_at"]) == (at(27), None)


def test_a_meeting_held_before_the_end_is_a_meeting_whatever_its_kind(given, told):
    demo(given, "2026-05-12 09:00", "2026-05-13 15:00", meeting_kind="discovery")

    row = told(("SAL", "2026-05-12 09:00"), ("RECYCLED", "2026-05-15 09:00"))

    assert (row["is_met"], row["demo_booked_at"]) == (True, None)


@pytest.mark.parametrize(
    ("ended", "outcome"), [("2026-05-18 15:00", "COMPLETED"), ("2026-05-13 15:00", "NO_SHOW")]
)
def test_a_meeting_missed_or_held_after_the_end_is_none(given, told, ended, outcome):
    demo(given, "2026-05-12 09:00", ended, outcome=outcome)

    row = told(("SAL", "2026-05-12 09:00"), ("RECYCLED", "2026-05-15 09:00"))

    assert row["is_met"] is False


def test_a_meeting_of_the_deal_is_one_with_its_person(given, told):
    given.deal("d", person_id="p", created_on="2026-05-13")
    demo(given, "2026-05-14 09:00", "2026-05-15 15:00", person_id=None, opportunity_id="d")

    assert told(("SAL", "2026-05-12 09:00"))["demo_held_at"] == at(15, 15)
