"""What one side asked the other about a lead, and whether it was answered in time."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from revdash.store.schema.followers import question_now


@pytest.fixture
def ask(given):
    """The one question about p, asked on a Thursday at ten."""

    def _ask(**values):
        asked = {"person_id": "p", "asked_by_team": "Marketing ", "question": "Where is she?"}
        given.row("lead_question", **asked | {"asked_at": "2026-05-14 10:00"} | values)
        given.stage("p", "MQL", "2026-05-11 10:00", source="web", tier="A")
        given.stage("p", "RECYCLED", "2026-05-12 10:00")
        given.stage("p", "MQL", "2026-05-18 10:00", source="event")
        given.load()
        return dict(given.connection.execute(select(question_now)).mappings().one())

    return _ask


def test_a_question_has_two_business_days_and_is_cut_by_the_handoff_before_it(ask):
    row = ask()

    assert (row["due_at"], row["due_on"]) == (datetime(2026, 5, 18, 10), date(2026, 5, 18))
    assert (row["source"], row["tier"], row["asked_by_team"]) == ("web", "A", "marketing")
    assert row["is_answered_in_time"] is False


def test_a_question_that_says_until_when_is_due_then(ask):
    assert ask(due_at="2026-05-15 10:00")["due_on"] == date(2026, 5, 15)


@pytest.mark.parametrize(
    ("answered", "evidence", "is_in_time"),
    [
        ("2026-05-18 10:00", "activity:17", True),
        ("2026-05-18 10:01", "activity:17", False),
        ("2026-05-15 10:00", " ", False),
        ("2026-05-15 10:00", None, False),
    ],
)
def test_an_answer_points_at_a_fact_and_comes_in_time(ask, answered, evidence, is_in_time):
    row = ask(answered_at=answered, evidence_ref=evidence)

    assert row["is_answered_in_time"] is is_in_time
