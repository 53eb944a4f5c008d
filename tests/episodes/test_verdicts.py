"""Each time a lead was given back: why, after how many attempts, and whether that was disputed."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from revdash.store.schema.followers import verdict_now

MQL = "2026-05-11 10:00"  # a Monday
LONG = "They bought from a competitor in March"


def at(day, hour=9):
    return datetime(2026, 5, day, hour)


@pytest.fixture
def verdicts(given):
    """The verdicts on p, after an MQL and these stages."""

    def _verdicts(*stages):
        given.stage("p", "MQL", MQL, source="web", tier="A")
        for stage, moment, *more in stages:
            given.stage("p", stage, moment, **(more[0] if more else {}))
        given.load()
        return rows(given)

    return _verdicts


def rows(given):
    told = select(verdict_now).order_by(verdict_now.c.decided_at)
    return [dict(row) for row in given.connection.execute(told).mappings()]


def test_a_verdict_carries_its_reason_and_the_cuts_of_its_handoff(given, verdicts):
    given.row("app_user", user_id="u", name="Ann")
    given.assigned("p", "u", MQL)

    (row,) = verdicts(("RECYCLED", "2026-05-13 09:00", {"reason_code": "timing"}))

    wanted = {"verdict": "recycled", "episode_id": "p#1", "source": "web", "tier": "A"}
    wanted |= {"reason": "Not now", "reason_class": "timing", "is_reason_valid": True}
    wanted |= {"decided_at": at(13), "decided_on": date(2026, 5, 13), "owner": "Ann"}
    assert wanted.items() <= row.items()


@pytest.mark.parametrize(
    ("values", "is_valid"),
    [
        ({}, False),
        ({"note": LONG}, False),
        ({"reason_code": "of our own"}, False),
        ({"reason_code": "spam"}, True),
    ],
)
def test_the_reason_is_as_valid_as_its_lead_finds_it(given, verdicts, values, is_valid):
    (row,) = verdicts(("DISQUALIFIED", "2026-05-13 09:00", values))

    assert (row["is_reason_valid"], row["is_no_contact_required"]) == (is_valid, is_valid)
    assert given.episodes()[0]["is_reason_valid"] is is_valid


def test_what_changed_no_state_is_no_verdict(verdicts):
    told = verdicts(
        ("RECYCLED", "2026-05-10 09:00"),  # before the handoff
        ("SAL", "2026-05-12 09:00"),
        ("REJECTED", "2026-05-13 09:00"),  # too late to refuse
        ("RECYCLED", "2026-05-14 09:00"),
        ("RECYCLED", "2026-05-15 09:00"),  # it was already
        ("WON", "2026-05-16 09:00"),
    )

    assert [(row["verdict"], row["decided_at"]) for row in told] == [("recycled", at(14))]


def test_a_refusal_and_its_triage_are_two_verdicts_and_each_handoff_has_its_own(verdicts):
    told = verdicts(
        ("REJECTED", "2026-05-12 09:00"),
        ("RECYCLED", "2026-05-12 12:00"),
        ("MQL", "2026-05-18 09:00"),
        ("RECYCLED", "2026-05-20", {"event_precision": "date"}),
    )

    assert [(row["episode_id"], row["verdict"]) for row in told] == [
        ("p#1", "refused"),
        ("p#1", "recycled"),
        ("p#2", "recycled"),
    ]
    assert told[2]["decided_on"] == date(2026, 5, 20)


def test_a_verdict_of_the_day_of_the_handoff_comes_after_it(verdicts):
    (row,) = verdicts(("RECYCLED", "2026-05-11", {"event_precision": "date"}))

    assert (row["verdict"], row["decided_on"]) == ("recycled", date(2026, 5, 11))


def test_a_disposition_adds_what_the_stage_does_not_say(given, verdicts):
    given.row(
        "disposition",
        person_id="p",
        verdict="Rejected",
        event_at="2026-05-12 15:00",
        reason_code="timing",
        note=LONG,
    )

    (row,) = verdicts(("REJECTED", "2026-05-12 09:00"))

    assert (row["reason_code"], row["note"], row["is_reason_valid"]) == ("timing", LONG, True)


def test_a_disposition_alone_is_a_verdict(given, verdicts):
    given.row("disposition", person_id="p", verdict="REJECTED", event_at="2026-05-12 09:00")
    given.row("disposition", person_id="p", verdict="REJECTED", event_at="2026-05-20 09:00")

    (row,) = verdicts()

    assert (row["verdict_id"], row["decided_at"]) == ("disposition:0001", at(12))


def test_a_dispute_is_due_in_ten_business_days_and_says_who_was_right(given, verdicts):
    given.row(
        "disposition",
        person_id="p",
        verdict="REJECTED",
        event_at="2026-05-12 09:00",
        disputed_at="2026-05-14 09:00",
        decided_at="2026-05-19 23:30",
        dispute_decision="dismissed",
    )
    given.judged_by(zone="Europe/Berlin")

    (row,) = verdicts()

    assert (row["disputed_at"], row["dispute_due_at"]) == (at(14), at(25, 17))
    assert (row["settlement"], row["settled_on"]) == ("dismissed", date(2026, 5, 20))


def test_a_refusal_that_was_overturned_was_disputed_and_upheld(verdicts):
    told = verdicts(
        ("REJECTED", "2026-05-12 09:00"),
        ("MQL", "2026-05-14 09:00", {"is_correction": True}),
        ("REJECTED", "2026-05-18 09:00"),
    )

    assert [(row["settlement"], row["disputed_at"]) for row in told] == [
        ("upheld", at(14)),
        (None, None),
    ]


def test_the_attempts_before_a_verdict_are_those_of_its_handoff(given, verdicts):
    for moment in ("2026-05-08 09:00", "2026-05-11 12:00", "2026-05-12 09:00", "2026-05-13 09:00"):
        given.attempt("p", moment)
    given.attempt("p", "2026-05-11 13:00", direction="inbound")

    (row,) = verdicts(("RECYCLED", "2026-05-12 09:00"))

    assert row["attempts_before"] == 2


def test_a_reason_taken_back_is_gone_from_both(given, verdicts):
    verdicts(("RECYCLED", "2026-05-12 09:00", {"reason_code": "timing", "event_key": "k"}))
    given.stage("p", "RECYCLED", "2026-05-12 09:00", event_key="k")
    given.load()

    assert [row["is_reason_valid"] for row in (*rows(given), *given.episodes())] == [False, False]
