"""What sellers did: whose lead it was for, whether it counts, what came of it."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from revdash.store.schema.followers import attempt_now
from revdash.worktime.calendar import Calendar

FOUR_DAYS = Calendar(
    calendar_id="four_days", zone="UTC", weekly=dict.fromkeys(range(4), ((540, 1020),))
)
MONDAY = "2026-05-11 10:00"


@pytest.fixture
def done(given):
    """Load what was given, and read what was done, in order of time."""

    def _done():
        given.load(at=datetime(2026, 6, 30), as_of=datetime(2026, 6, 30))
        return given._all(select(attempt_now).order_by("event_at", "event_key"))

    return _done


def tell(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


def test_what_was_done_belongs_to_the_handoff_that_was_open(given, done):
    given.stage("p", "MQL", MONDAY, tier="A", source="web")
    given.stage("p", "RECYCLED", "2026-05-14 10:00")
    given.stage("p", "MQL", "2026-06-20 10:00", tier="B", source="event")
    for day in ("05-10", "05-12", "05-14", "05-15", "06-21"):
        given.attempt("p", f"2026-{day} 10:00")

    assert tell(done(), "episode_id", "tier", "source") == [
        (None, None, None),
        ("p#1", "A", "web"),
        ("p#1", "A", "web"),
        (None, "A", "web"),
        ("p#2", "B", "event"),
    ]


def test_a_handoff_that_ended_on_a_day_was_open_all_that_day(given, done):
    given.stage("p", "MQL", MONDAY)
    given.stage("p", "RECYCLED", "2026-05-14 00:00", event_precision="date")
    given.attempt("p", "2026-05-14 16:00")
    given.attempt("p", "2026-05-15 00:00")

    assert tell(done(), "episode_id") == [("p#1",), (None,)]


def test_a_call_between_the_hand_raise_and_the_mql_is_for_that_handoff(given, done):
    given.touch("p", "2026-05-11 09:00", touch_type="demo_request")
    given.stage("p", "MQL", MONDAY)
    given.attempt("p", "2026-05-11 09:30")

    assert tell(done(), "episode_id", "is_attempt") == [("p#1", True)]


ATTEMPTS = {
    "call": ({}, [True]),
    "outbound unless told": ({"direction": None}, [True]),
    "inbound": ({"direction": "inbound"}, [False]),
    "task": ({"activity_type": "task"}, [False]),
    "not agreed": ({"activity_type": "sms"}, [False]),
    "known by its day": ({"event_precision": "date"}, [False]),
    "machine": ({"is_automated": True}, []),
    "planned": ({"at": "2026-07-20 09:00"}, []),
}


def test_an_attempt_is_what_the_agreement_counts(given, done):
    for who, (values, _) in ATTEMPTS.items():
        given.stage(who, "MQL", MONDAY)
        given.attempt(who, **{"at": "2026-05-11 11:00", **values})

    found = {who: [] for who in ATTEMPTS}
    for row in done():
        found[row["person_id"]].append(row["is_attempt"])

    assert found == {who: told for who, (_, told) in ATTEMPTS.items()}
    assert {row["person_id"]: row["attempts"] for row in given.episodes()} == {
        who: sum(told) for who, (_, told) in ATTEMPTS.items()
    }


ANSWER = {"direction": "inbound", "activity_type": "email_1to1"}
ANSWERS = {
    "in five business days": ("2026-05-18 11:00", ANSWER, True),
    "too late": ("2026-05-18 11:01", ANSWER, False),
    "before": ("2026-05-11 10:59", ANSWER, False),
    "an absence note": ("2026-05-12 11:00", {**ANSWER, "is_automated": True}, False),
    "a bounce": ("2026-05-12 11:00", {**ANSWER, "outcome": "bounced"}, False),
    "another attempt": ("2026-05-12 11:00", {"outcome": "no_answer"}, False),
}


def test_a_human_answer_within_five_business_days_means_that_somebody_was_reached(given, done):
    for who, (at, said, _) in ANSWERS.items():
        given.attempt(who, "2026-05-11 11:00", event_key=f"first {who}", outcome="voicemail")
        given.attempt(who, at, **said)

    first = [row for row in done() if row["event_key"].startswith("first")]

    assert {row["person_id"]: row["is_reached"] for row in first} == {
        who: is_reached for who, (*_, is_reached) in ANSWERS.items()
    }
    assert {row["answer_due_at"] for row in first} == {datetime(2026, 5, 18, 11)}


def test_an_answer_is_waited_for_on_the_calendar_of_who_waits(given, done):
    given.judged_by(calendars=(*given.rules.calendars, FOUR_DAYS))
    given.row("app_user", user_id="ann", name="Ann", calendar_id="four_days", team_id="t")
    given.row("team", team_id="t", name="SDR")
    given.stage("p", "MQL", MONDAY)
    given.attempt("p", "2026-05-11 11:00", user_id="ann", outcome="connected")

    (row,) = done()

    assert row["answer_due_at"] == datetime(2026, 5, 19, 11)
    assert (row["owner_user_id"], row["owner"], row["team"]) == ("ann", "Ann", "SDR")
    assert row["is_reached"]


def test_where_nobody_says_who_called_the_owner_did(given, done):
    given.row("app_user", user_id="bob", name="Bob")
    given.stage("p", "MQL", MONDAY)
    given.assigned("p", "bob", MONDAY)
    given.attempt("p", "2026-05-11 11:00")

    assert tell(done(), "owner", "done_on") == [("Bob", date(2026, 5, 11))]


A_DAY = {"at": "2026-05-11 00:00", "event_precision": "date"}
LOGGED = {
    "a day after": ({"recorded_at": "2026-05-12 11:00"}, (True, False)),
    "later": ({"recorded_at": "2026-05-12 11:01"}, (True, True)),
    "unknown when": ({"recorded_at": None}, (True, None)),
    "captured": ({"recorded_at": "2026-05-14 11:00", "evidence": "system"}, (False, None)),
    "unknown how": ({"recorded_at": "2026-05-14 11:00", "evidence": None}, (False, None)),
    "a day after that day": ({"recorded_at": "2026-05-13 00:00", **A_DAY}, (True, False)),
    "later than that": ({"recorded_at": "2026-05-13 00:01", **A_DAY}, (True, True)),
}


def test_what_somebody_wrote_down_after_a_day_is_late(given, done):
    for who, (values, _) in LOGGED.items():
        given.attempt(who, **{"at": "2026-05-11 11:00", "evidence": "manual", **values})

    found = {row["person_id"]: (row["is_manual"], row["is_late_logged"]) for row in done()}

    assert found == {who: told for who, (_, told) in LOGGED.items()}


def test_a_summary_of_what_is_there_already_is_left_out(given, done):
    given.attempt("p", "2026-05-11 11:00")
    given.attempt("p", "2026-05-11 11:00:30", evidence="summary")
    given.attempt("p", "2026-05-11 11:02", evidence="summary")

    assert tell(done(), "event_at") == [
        (datetime(2026, 5, 11, 11),),
        (datetime(2026, 5, 11, 11, 2),),
    ]


def test_nobody_tries_to_reach_our_own_people(given, done):
    given.row("person", person_id="p", is_employee=True)
    given.attempt("p", "2026-05-11 11:00")

    assert done() == []


def test_a_caller_who_moves_takes_the_calls_along(given, done):
    given.attempt("p", "2026-05-11 11:00", user_id="ann")
    given.load()
    given.row("app_user", user_id="ann", name="Ann", team_id="t")

    assert tell(done(), "owner", "team") == [("Ann", "t")]
