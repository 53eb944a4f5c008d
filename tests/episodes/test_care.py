"""How a lead was looked after: whose the wait was, the first day, the cadence."""

from datetime import date, datetime

import pytest

from revdash.episodes.rules import Reason
from revdash.worktime.calendar import Calendar

HOUR = 3600.0
NEW_YORK = Calendar(
    calendar_id="newyork", zone="America/New_York", weekly=dict.fromkeys(range(5), ((540, 1020),))
)


MQL_AT = "2026-05-11 10:00"  # a Monday


@pytest.fixture
def leads(given):
    """Tell one episode of each person, from what is said of them, and read the rows."""

    def _leads(cases):
        for who, said in cases.items():
            given.stage(who, "MQL", MQL_AT)
            for user, at in said.get("handed", ()):
                given.assigned(who, user, f"2026-05-{at}")
            for at in said.get("tried", ()):
                given.attempt(who, f"2026-05-{at}", **said.get("attempt", {}))
            for stage, at, reason in said.get("stages", ()):
                given.stage(who, stage, f"2026-05-{at}", reason_code=reason)
        given.load(at=datetime(2026, 6, 30), as_of=datetime(2026, 6, 30))
        return {row["person_id"]: row for row in given.episodes()}

    return _leads


@pytest.fixture
def lead(leads):
    def _lead(**said):
        return leads({"p": said})["p"]

    return _lead


WAITS = {
    "routed, then answered": ([("ann", "11 12:00")], "11 15:00", (2, 3)),
    "routed before": ([("ann", "10 12:00")], "11 15:00", (0, 5)),
    "reassigned": (
        [("queue", "11 10:30"), ("ann", "11 12:00"), ("bob", "11 14:00")],
        *("12 09:30", (2, 5.5)),
    ),
    "called before it was routed": ([("ann", "11 15:00")], "11 12:00", (2, 0)),
    "called out of the queue": ([("queue", "11 10:30")], "11 12:00", (2, 0)),
    "called without an owner": ([], "11 12:00", (2, 0)),
    "given to one who had left": ([("gone", "11 10:30"), ("ann", "11 11:00")], "11 12:00", (1, 1)),
}


def test_routing_and_response_add_up_to_the_wait(given, leads):
    given.row("app_user", user_id="queue", kind="queue")
    given.row("app_user", user_id="gone", active_to=datetime(2026, 5, 1))

    rows = leads({w: {"handed": h, "tried": [t]} for w, (h, t, _) in WAITS.items()})

    found = {
        w: (r["routing_seconds"] / HOUR, r["response_seconds"] / HOUR) for w, r in rows.items()
    }
    assert found == {who: hours for who, (*_, hours) in WAITS.items()}
    assert all(sum(hours) * HOUR == rows[who]["wait_seconds"] for who, hours in found.items())
    assert all(row["is_routing_known"] for row in rows.values())


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


CADENCES = {
    "one a day": (SIX, (6, 6, True)),
    "the last within ten days": ([*SIX[:5], "25 10:00"], (6, 6, True)),
    "the last too late": ([*SIX[:5], "25 10:01"], (5, 5, False)),
    "on three days": ([f"{d} {h}:00" for d in (11, 12, 13) for h in (11, 12)], (6, 3, False)),
    "in a burst": ([f"11 {hour}:00" for hour in range(10, 17)], (2, 1, False)),
    "two on one day": ([*SIX[:4], "14 14:00", "15 12:00"], (6, 5, True)),
    "never": ([], (0, 0, False)),
}


def test_a_cadence_is_six_attempts_on_four_days_within_ten(leads):
    rows = leads({who: {"tried": tried} for who, (tried, _) in CADENCES.items()})

    told = ("cadence_attempts", "cadence_days", "is_cadence_kept")
    assert {who: tuple(row[name] for name in told) for who, row in rows.items()} == {
        who: expected for who, (_, expected) in CADENCES.items()
    }
    assert {(row["cadence_ended_at"], row["cadence_ended_on"]) for row in rows.values()} == {
        (datetime(2026, 5, 25, 10), date(2026, 5, 25))
    }


ENDS = {
    "hard": ([("DISQUALIFIED", "12 11:00", "fraud")], "12 11:00"),
    "needs no contact": ([("DISQUALIFIED", "12 11:00", "student")], "12 11:00"),
    "soft": ([("RECYCLED", "12 11:00", "timing")], None),
    "no reason": ([("RECYCLED", "12 11:00", None)], None),
    "then triaged": (
        [("REJECTED", "12 11:00", "fraud"), ("RECYCLED", "13 11:00", "timing")],
        "12 11:00",
    ),
    "too late": ([("DISQUALIFIED", "26 11:00", "fraud")], None),
    "an SQL": ([("SQL", "13 11:00", None)], "13 11:00"),
}


def test_only_a_hard_reason_or_talking_ends_a_cadence_early(given, leads):
    fraud = Reason(code="fraud", label="Fraud", reason_class="junk", is_hard=True)
    student = Reason(
        code="student", label="Student", reason_class="junk", is_no_contact_required=True
    )
    given.judged_by(reasons=(*given.rules.reasons, fraud, student))

    rows = leads({who: {"tried": ["11 12:00"], "stages": s} for who, (s, _) in ENDS.items()})

    ended = {who: f"{row['cadence_ended_at']:%d %H:%M}" for who, row in rows.items()}
    assert ended == {who: at or "25 10:00" for who, (_, at) in ENDS.items()}
    assert {who for who, row in rows.items() if row["is_cadence_kept"]} == {
        who for who, (_, at) in ENDS.items() if at
    }


def test_a_cadence_ends_when_the_two_speak(leads):
    rows = leads(
        {
            "call": {"tried": ["13 11:00"], "attempt": {"outcome": "connected"}},
            "answer": {"tried": ["13 11:00"], "attempt": {"direction": "inbound"}},
        }
    )

    for row in rows.values():
        assert row["connected_at"] == row["cadence_ended_at"] == datetime(2026, 5, 13, 11)
        assert (row["connected_on"], row["is_cadence_kept"]) == (date(2026, 5, 13), True)


@pytest.mark.parametrize(("at", "until"), [("10 09:00", None), ("11 09:00", 11), ("14 09:00", 14)])
def test_a_lead_known_by_its_day_waits_until_somebody_tries(at, until, given):
    given.stage("p", "MQL", "2026-05-11 00:00", event_precision="date")
    given.attempt("p", f"2026-05-{at}")
    given.load()

    row = given.episodes()[0]

    assert row["waiting_until_on"] == (until and date(2026, 5, until))
    assert (row["attempts"], row["wait_seconds"]) == (1 if until else 0, None)


def test_a_lead_known_by_its_day_has_no_care_to_judge(given):
    given.stage("p", "MQL", "2026-05-11 00:00", event_precision="date")
    given.load()

    row = given.episodes()[0]

    assert (row["one_day_due_at"], row["cadence_due_at"], row["is_cadence_kept"]) == (None,) * 3
