"""Why a frozen number is another one today: each record has one cause."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from revdash.episodes.known import Known, known_records
from revdash.meetings.restatement import Cause, moved, restate
from revdash.metrics.demand import MQL_NEW
from revdash.metrics.frozen import sides
from revdash.metrics.scope import Scope
from revdash.period import Period

G19 = json.loads(
    (Path(__file__).parents[1] / "golden" / "G19_state_machine_asof.json").read_text("utf-8")
)
FROZEN_AT = datetime(2026, 5, 15, 18)
LATE, EARLY = (
    Known(first_loaded_at=datetime(2026, 5, 19)),
    Known(first_loaded_at=datetime(2026, 5, 1)),
)


def moment(text):
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def load(given, since, until):
    for event in G19["inputs"]["events"]:
        if since < moment(event["loaded_at"]) <= until:
            is_retraction = event["type"] == "RETRACT"
            given.stage(
                event["person"],
                "MQL" if is_retraction else event["type"],
                moment(event["event_at"]),
                event_key=event["event_key"],
                reason_code=event["reason"],
                merged_into=event["merged_into"],
                retracted=is_retraction,
            )
    given.load(at=until, as_of=until)


def test_the_example_is_restated_as_it_says(given, store):
    later = datetime(2026, 5, 22, 18)
    week = Period(date(2026, 5, 11), date(2026, 5, 18))
    scope = Scope(period=week, as_of=later, today=later.date())
    load(given, datetime.min, FROZEN_AT)
    (frozen,) = (side.adds for side in sides(store, MQL_NEW, scope))
    load(given, FROZEN_AT, later)
    (now,) = (side.adds for side in sides(store, MQL_NEW, scope))

    told = restate(frozen, now, known_records(store, moved(frozen, now), FROZEN_AT), FROZEN_AT)

    wanted = G19["expected"]["restatement_new_mql"]
    assert told.by_cause == {
        Cause.LATE: wanted["late_arrivals"],
        Cause.RETRACTION: wanted["retractions"],
        Cause.MERGE: wanted["merges"],
        Cause.DEFINITION: wanted["definition_changes"],
    }
    assert told.net == wanted["net"]


def ones(keys):
    return dict.fromkeys(keys, 1.0)


@pytest.mark.parametrize(
    ("frozen", "now", "known", "cause"),
    [
        ("", "k", LATE, Cause.LATE),
        ("", "k", EARLY._replace(has_news=True), Cause.LATE),
        ("k", "", EARLY._replace(has_news=True), Cause.LATE),
        ("k", "", EARLY, Cause.RETRACTION),
        ("", "k", EARLY._replace(is_corrected=True), Cause.RETRACTION),
        ("k", "", EARLY._replace(is_merged=True), Cause.MERGE),
        ("", "k", LATE._replace(is_merged=True), Cause.MERGE),
    ],
    ids=[
        *("new facts", "a late event", "moved off by a late event"),
        *("taken back", "corrected in", "merged away", "merged in"),
    ],
)
def test_a_record_moves_for_the_cause_that_the_facts_tell(frozen, now, known, cause):
    told = restate(ones(frozen), ones(now), {"k": known}, FROZEN_AT)

    assert [move.cause for move in told.moves] == [cause]


ALL_AT_ONCE = EARLY._replace(is_merged=True, is_corrected=True, has_news=True)


@pytest.mark.parametrize(
    ("known", "redefined", "cause"),
    [
        (ALL_AT_ONCE, {"k"}, Cause.DEFINITION),
        (ALL_AT_ONCE, (), Cause.MERGE),
        (ALL_AT_ONCE._replace(is_merged=False), (), Cause.RETRACTION),
        (ALL_AT_ONCE._replace(is_merged=False, is_corrected=False), (), Cause.LATE),
    ],
    ids=["definition", "merge", "correction", "late"],
)
def test_of_several_causes_the_first_of_the_order_is_told(known, redefined, cause):
    told = restate(ones("k"), {}, {"k": known}, FROZEN_AT, redefined)

    assert [move.cause for move in told.moves] == [cause]


def test_what_had_not_come_by_the_freeze_cannot_have_been_corrected_since():
    known = {"k": LATE._replace(is_corrected=True)}

    told = restate({}, ones("k"), known, FROZEN_AT)

    assert [move.cause for move in told.moves] == [Cause.LATE]


def test_causes_add_up_to_the_difference():
    told = restate(ones("ab"), ones("bcd"), {}, FROZEN_AT)

    assert (told.frozen, told.now, told.net) == (2, 3, 1)
    assert sum(told.by_cause.values()) == told.net


def test_an_amount_that_was_corrected_moves_by_the_difference():
    told = restate({"a": 100.0, "b": 5.0}, {"a": 130.0, "b": 5.0}, {}, FROZEN_AT)

    assert [(move.key, move.by, move.is_added) for move in told.moves] == [("a", 30.0, False)]
    assert told.by_cause[Cause.RETRACTION] == told.net == 30.0


def test_the_same_records_need_no_explanation():
    assert restate(ones("a"), ones("a"), {}, FROZEN_AT).moves == ()
