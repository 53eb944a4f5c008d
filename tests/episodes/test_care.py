"""How a lead was looked after: whose the wait was, the first day, the cadence."""

from datetime import date, datetime

import pytest

from revdash.episodes.rules import Reason
from revdash.worktime.calendar import Calendar

HOUR = 3600.0
NEW_YORK = Calendar(
    calendar_id="newyork", zone="America/New_York", weekly=dict.fromkeys(range(5), ((540, 1020),))
)


@pytest.fixture
def lead(given):
    """Tell one episode: an MQL on Monday 11 May at ten, and what is said of it."""

    def _lead(*, tried=(), handed=(), stages=(), mql_at="2026-05-11 10:00", **attempt):
        given.stage("p", "MQL", mql_at)
        for user, at in handed:
            given.assigned("p", user, f"2026-05-{at}")
        for at in tried:
            given.attempt("p", f"2026-05-{at}", **attempt)
        for stage, at, reason in stages:
            given.stage("p", stage, f"2026-05-{at}", reason_code=reason)
        given.load(at=datetime(2026, 6, 30), as_of=datetime(2026, 6, 30))
        return given.episodes()[0]

    return _lead


@pytest.mark.parametrize(
    ("handed", "tried", "hours"),
    [
        ([("ann", "11 12:00")], "11 15:00", (2, 3)),
        ([("ann", "10 12:00")], "11 15:00", (0, 5)),
        ([("queue", "11 10:30"), ("ann", "11 12:00"), ("bob", "11 14:00")], "12 09:30", (2, 5.5)),
        ([("ann", "11 15:00")], "11 12:00", (2, 0)),
        ([("queue", "11 10:30")], "11 12:00", (2, 0)),
        ([], "11 12:00", (2, 0)),
        ([("gone", "11 10:30"), ("ann", "11 11:00")], "11 12:00", (1, 1)),
    ],
    ids=[
        "routed, then answered",
        "routed before",
        "reassigned",
        "called before it was routed",
        "called out of the queue",
        "called without an owner",
        "given to one who had left",
    ],
)
def test_routing_and_response_add_up_to_the_wait(given, lead, handed, tried, hours):
    given.row("app_user", user_id="queue", kind="queue")
    given.row("app_user", user_id="gone", active_to=datetime(2026, 5, 1))

    row = lead(handed=handed, tried=[tried])

    assert (row["routing_seconds"] / HOUR, row["response_seconds"] / HOUR) == hours
    assert row["routing_seconds"] + row["response_seconds"] == row["wait_seconds"]
    assert row["is_routing_known"]


def test_the_two_add_up_on_two_calendars(given, lead):
    """Ann in London has it until three, Bob in New York calls at ten o'clock his time."""
    given.judged_by(calendars=(*given.rules.calendars, NEW_YORK))
    given.row("app_user", user_id="bob", calendar_id="newyork")

    row = lead(handed=[("ann", "11 12:00"), ("bob", "11 15:00")], tried=["11 20:00"])

    assert (row["routing_seconds"], row["response_seconds"]) == (2 * HOUR, 8 * HOUR)
    assert row["wait_seconds"] == 10 * HOUR


def test_since_when_an_owner_had_it_may_be_unknown(given, lead):
    given.row("person", person_id="p", owner_user_id="ann")

    row = lead(tried=["11 12:00"])

    assert not row["is_routing_known"]
    assert (row["routing_seconds"], row["response_seconds"]) == (None, None)


def test_nobody_who_tried_is_nobody_who_responded(lead):
    row = lead(handed=[("ann", "11 12:00")])

    assert (row["routing_seconds"], row["response_seconds"]) == (2 * HOUR, None)


def test_a_business_day_is_counted_from_the_mql_and_a_cadence_from_the_clock(given, lead):
    given.touch("p", "2026-05-08 16:00", touch_type="demo_request")

    row = lead()

    assert (row["one_day_due_at"], row["one_day_due_on"]) == (
        datetime(2026, 5, 12, 10),
        date(2026, 5, 12),
    )
    assert row["cadence_due_at"] == datetime(2026, 5, 22, 16)


SIX = [f"{day} 12:00" for day in (11, 12, 13, 14, 15, 18)]


@pytest.mark.parametrize(
    ("tried", "attempts", "days", "kept"),
    [
        (SIX, 6, 6, True),
        ([*SIX[:5], "25 10:00"], 6, 6, True),
        ([*SIX[:5], "25 10:01"], 5, 5, False),
        ([f"{day} {hour}:00" for day in (11, 12, 13) for hour in (11, 12)], 6, 3, False),
        ([f"11 {hour}:00" for hour in range(10, 17)], 2, 1, False),
        ([*SIX[:4], "14 14:00", "15 12:00"], 6, 5, True),
        ([], 0, 0, False),
    ],
    ids=[
        "one a day",
        "the last within ten days",
        "the last too late",
        "on three days",
        "in a burst",
        "two on one day",
        "never",
    ],
)
def test_a_cadence_is_six_attempts_on_four_days_within_ten(lead, tried, attempts, days, kept):
    row = lead(tried=tried)

    assert (row["cadence_attempts"], row["cadence_days"]) == (attempts, days)
    assert row["is_cadence_kept"] is kept
    assert (row["cadence_ended_at"], row["cadence_ended_on"]) == (
        datetime(2026, 5, 25, 10),
        date(2026, 5, 25),
    )


@pytest.mark.parametrize(
    ("stages", "ended_at", "kept"),
    [
        ([("DISQUALIFIED", "12 11:00", "fraud")], datetime(2026, 5, 12, 11), True),
        ([("DISQUALIFIED", "12 11:00", "student")], datetime(2026, 5, 12, 11), True),
        ([("RECYCLED", "12 11:00", "timing")], datetime(2026, 5, 25, 10), False),
        ([("RECYCLED", "12 11:00", None)], datetime(2026, 5, 25, 10), False),
        (
            [("REJECTED", "12 11:00", "fraud"), ("RECYCLED", "13 11:00", "timing")],
            datetime(2026, 5, 12, 11),
            True,
        ),
        ([("DISQUALIFIED", "26 11:00", "fraud")], datetime(2026, 5, 25, 10), False),
        ([("SQL", "13 11:00", None)], datetime(2026, 5, 13, 11), True),
    ],
    ids=["hard", "needs no contact", "soft", "no reason", "then triaged", "too late", "an SQL"],
)
def test_only_a_hard_reason_or_talking_ends_a_cadence_early(given, lead, stages, ended_at, kept):
    fraud = Reason(code="fraud", label="Fraud", reason_class="junk", is_hard=True)
    student = Reason(
        code="student", label="Student", reason_class="junk", is_no_contact_required=True
    )
    given.judged_by(reasons=(*given.rules.reasons, fraud, student))

    row = lead(tried=["11 12:00"], stages=stages)

    assert (row["cadence_ended_at"], row["is_cadence_kept"]) == (ended_at, kept)


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "connected"},
        {"outcome": "replied", "direction": "inbound"},
    ],
    ids=["a call", "an answer"],
)
def test_a_cadence_ends_when_the_two_speak(lead, said):
    row = lead(tried=["13 11:00"], **said)

    assert row["connected_at"] == row["cadence_ended_at"] == datetime(2026, 5, 13, 11)
    assert (row["connected_on"], row["is_cadence_kept"]) == (date(2026, 5, 13), True)


def test_a_lead_known_by_its_day_has_no_care_to_judge(given):
    given.stage("p", "MQL", "2026-05-11 00:00", event_precision="date")
    given.load()

    row = given.episodes()[0]

    assert (row["one_day_due_at"], row["cadence_due_at"], row["is_cadence_kept"]) == (None,) * 3
