"""Leads given back: enrolled, woken, told why. May 11 2026 is a Monday; a day is eight hours."""

from datetime import date

import pytest
from sqlalchemy import select

from revdash.store.schema.drops import handoff_drop


@pytest.fixture
def recycled(given):
    """p, given back for later on Monday at eleven; somebody else is in a programme."""

    def _recycled(reason="timing", **more):
        given.stage("p", "MQL", "2026-05-11 10:00", tier="B")
        given.stage("p", "RECYCLED", "2026-05-11 11:00", reason_code=reason, **more)
        given.row("nurture_enrolment", person_id="other", enrolled_at="2026-05-01")
        return given

    return _recycled


@pytest.mark.parametrize(
    ("enrolled_at", "review", "found"),
    [
        ("2026-05-14 11:00", "2026-08-01", []),
        ("2026-05-14 11:01", "2026-08-01", [("lead:p#1", "14 11:00", "14 11:01", "enrolled")]),
        ("2026-05-12 11:00", None, [("lead:p#1", "14 11:00", "09 11:00", "lapsed")]),
    ],
)
def test_a_recycled_lead_is_enrolled_within_three_days(recycled, fired, enrolled_at, review, found):
    given = recycled()
    enrolled = {"enrolled_at": enrolled_at, "next_review_on": review}
    given.row("nurture_enrolment", person_id="p", **enrolled)
    given.load()

    assert fired("D15") == found


def test_where_nobody_tells_of_nurture_no_lead_is_said_to_go_nowhere(given, fired):
    given.stage("p", "MQL", "2026-05-11 10:00")
    given.stage("p", "RECYCLED", "2026-05-11 11:00", recycle_until=date(2026, 5, 12))
    given.load()

    assert fired("D15") == fired("D16") == []


@pytest.mark.parametrize(
    ("touched_at", "found"),
    [
        ("2026-05-15 17:00", []),
        ("2026-05-15 17:01", [("lead:p#1", "15 17:00", "15 17:01", "touch")]),
        ("2026-05-12 10:00", [("lead:p#1", "15 17:00", "11 00:00", "lapsed")]),
    ],
)
def test_a_lead_is_woken_within_three_days_of_its_day(recycled, fired, touched_at, found):
    given = recycled(recycle_until=date(2026, 5, 12))
    given.touch("p", touched_at)
    given.load()

    assert fired("D16") == found


def test_a_later_day_for_looking_again_is_when_to_wake_it(recycled, fired):
    given = recycled(recycle_until=date(2026, 5, 12))
    enrolled = {"enrolled_at": "2026-05-11 12:00", "next_review_on": "2026-05-14"}
    given.row("nurture_enrolment", person_id="p", **enrolled)
    given.load()

    assert fired("D16") == [("lead:p#1", "19 17:00", "13 00:00", "lapsed")]


def test_a_verdict_that_tells_nothing_waits_for_the_lead_or_a_reason(recycled, fired):
    given = recycled(reason=None)
    given.stage("x", "MQL", "2026-05-11 10:00")
    given.stage("x", "REJECTED", "2026-05-11 11:00", reason_code="spam")
    given.stage("p", "MQL", "2026-05-18 10:00")
    given.load()

    assert fired("D17") == [("lead:p#1", "11 11:00", "18 10:00", "returned")]


def test_triage_with_a_reason_answers_for_a_refusal_without(given, fired):
    given.stage("p", "MQL", "2026-05-11 10:00")
    given.stage("p", "REJECTED", "2026-05-11 11:00")
    given.stage("p", "RECYCLED", "2026-05-14 11:00", reason_code="timing")
    given.load()

    assert fired("D17") == [("lead:p#1", "11 11:00", "14 11:00", "verdict")]


def test_where_no_verdict_ever_has_a_reason_none_is_missed(given, fired):
    given.stage("p", "MQL", "2026-05-11 10:00")
    given.stage("p", "REJECTED", "2026-05-11 11:00")
    given.load()

    assert fired("D17") == []


@pytest.fixture
def asked(given):
    given.stage("p", "MQL", "2026-05-11 10:00", tier="A")

    def _asked(**more):
        ordinary = {"person_id": "p", "asked_by_team": "marketing", "event_key": "q"}
        given.row("lead_question", **{**ordinary, "asked_at": "2026-05-11 11:00", **more})
        given.load()

    return _asked


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, [("question:q", "13 11:00", "11 11:00", "lapsed")]),
        ({"answered_at": "2026-05-13 11:00"}, []),
        ({"due_at": "2026-05-15 09:00"}, [("question:q", "15 09:00", "13 09:00", "lapsed")]),
    ],
)
def test_a_question_is_answered_within_two_days_or_as_agreed(asked, fired, told, found):
    asked(**told)

    assert fired("D18") == found


@pytest.mark.parametrize(("team", "side"), [("Marketing", "sales"), ("sales", "marketing")])
def test_the_turn_is_with_the_side_that_was_asked(given, asked, team, side):
    asked(asked_by_team=team)

    row = given.connection.execute(select(handoff_drop)).mappings().one()
    assert (row["side"], row["episode_id"], row["tier"]) == (side, "p#1", "A")


def test_a_dispute_is_settled_within_two_days(given, fired):
    given.stage("p", "MQL", "2026-05-11 10:00")
    given.stage("p", "REJECTED", "2026-05-11 11:00", reason_code="spam")
    said = {"person_id": "p", "verdict": "REJECTED", "event_at": "2026-05-11 11:00"}
    given.row("disposition", **said, disputed_at="2026-05-12 11:00", decided_at="2026-05-15 11:00")
    given.load()

    assert fired("D18") == [("lead:p#1", "14 11:00", "15 11:00", "settled")]
