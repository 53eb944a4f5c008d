"""The worked example of the follow-up agreement, from facts to the metric."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from revdash.episodes.agreed import Policy
from revdash.metrics.follow_up import SLA_ATTAINMENT
from revdash.metrics.read import read
from revdash.metrics.records import records
from revdash.worktime.calendar import Calendar

G03 = json.loads(
    (Path(__file__).parents[1] / "golden" / "G03_sla_attainment.json").read_text("utf-8")
)
INPUTS, EXPECTED = G03["inputs"], G03["expected"]
ALWAYS = Calendar(calendar_id="always", zone="UTC", weekly=dict.fromkeys(range(7), ((0, 0),)))
WEEK = "2026-05-11..2026-05-17"
VERDICTS = {"met": "in time", "missed": "late", "not_yet_due": "not due yet"}


def moment(text):
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


@pytest.fixture
def example(given):
    """Each lead an hour before it is due, on a clock that never stops."""
    hourly = Policy(
        version="v1",
        valid_from=datetime(2020, 1, 1),
        targets={"*": 48 * 3600.0},
        qualifying=frozenset(INPUTS["qualifying_types"]),
        late_log_grace=INPUTS["late_log_grace_hours"] * 3600.0,
    )
    given.judged_by(calendars=(ALWAYS,), policies=(hourly,))
    for lead in INPUTS["leads"]:
        due = moment(lead["due_at"])
        given.stage(lead["lead"], "MQL", due.replace(day=due.day - 2))
        if lead["first_activity_at"]:
            given.attempt(
                lead["lead"],
                moment(lead["first_activity_at"]),
                recorded_at=moment(lead["recorded_at"]),
                activity_type=lead["activity_type"],
                is_automated=lead["activity_type"] == "email_automated",
            )
        if lead["disqualified_reason"]:
            reason = lead["disqualified_reason"]
            given.stage(lead["lead"], "DISQUALIFIED", due.replace(hour=1), reason_code=reason)
    given.load(as_of=moment(INPUTS["as_of"]))
    return given


def test_the_share_kept_is_that_of_the_example(example, store, scope):
    reading = read(store, SLA_ATTAINMENT, scope(WEEK))

    assert (reading.hits, reading.sample, reading.pending) == (EXPECTED["met"], EXPECTED["due"], 2)
    assert reading.value == EXPECTED["attainment"]
    assert (reading.low, reading.high) == pytest.approx(EXPECTED["wilson95"], abs=1e-6)
    assert reading.value not in (pytest.approx(10 / 13), pytest.approx(7 / 11))


def test_each_lead_has_the_verdict_of_the_example(example, store, scope):
    found = records(store, SLA_ATTAINMENT, scope(WEEK))

    told = {key.removesuffix("#1"): part for key, part, *_ in found.rows}
    assert told == {
        lead: VERDICTS[verdict]
        for lead, verdict in EXPECTED["verdict"].items()
        if verdict in VERDICTS
    }
