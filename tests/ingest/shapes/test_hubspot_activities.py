"""What HubSpot's exports say of calls, meetings, mails and tasks."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]
EXPORT = "hubspot/hubspot-crm-exports-all-{}-2026-03-31.csv"
ADA, HER_DEAL = "hubspot:contact:1001", "hubspot:deal:9001"
NORA = "hubspot:user:Nora Lindqvist"


def test_a_call_counts_for_every_contact_and_one_that_never_rang_for_none(
    sample: Callable[..., Tables],
) -> None:
    calls = sample(EXPORT.format("calls"))["sales_activity"]

    together = [c for c in calls if c["subject"] == "Follow-up with Bruno"]
    assert {c["person_id"] for c in together} == {"hubspot:contact:1002", "hubspot:contact:1010"}
    assert not [c for c in calls if c["subject"] == "Call that never rang"]
    first = next(c for c in calls if c["person_id"] == ADA)
    assert (first["outcome"], first["event_at"], first["recorded_at"]) == (
        "connected",
        datetime(2026, 1, 14, 10, 20),
        datetime(2026, 1, 14, 10, 26),
    )


def test_a_meeting_says_when_it_was_booked_and_how_it_went(sample: Callable[..., Tables]) -> None:
    meetings = sample(EXPORT.format("meetings"))["meeting"]

    assert meetings[0] == {
        "event_key": "hubspot:meeting:6001:1001",
        "person_id": ADA,
        "opportunity_id": HER_DEAL,
        "scheduled_at": datetime(2026, 1, 21, 8, 0),
        "start_at": datetime(2026, 1, 22, 8, 0),
        "end_at": datetime(2026, 1, 22, 8, 45),
        "outcome": "COMPLETED",
        "host_user_id": NORA,
    }
    assert {m["outcome"] for m in meetings} >= {"NO_SHOW", "RESCHEDULED", "CANCELED", "SCHEDULED"}


def test_mails_of_a_sequence_are_a_machines(rows_of: Callable[..., Tables]) -> None:
    header = "hs_object_id,hs_timestamp,hs_email_direction,hs_email_status,hs_sequence_id"
    found = rows_of(
        f"{header},Associated Contact IDs",
        "1,2026-01-05T09:00:00Z,EMAIL,SENT,,7",
        "2,2026-01-05T09:00:00Z,EMAIL,SENT,88,7",
        "3,2026-01-05T09:00:00Z,INCOMING_EMAIL,,,7",
        "4,2026-01-05T09:00:00Z,EMAIL,FAILED,,7",
    )

    mails = [
        (m["activity_type"], m["direction"], m["is_automated"]) for m in found["sales_activity"]
    ]

    assert mails == [
        ("email_1to1", "outbound", False),
        ("email_1to1", "inbound", False),
        ("email_sequence_step", "outbound", True),
    ]


def test_only_done_tasks_count_when_they_were_completed(rows_of: Callable[..., Tables]) -> None:
    header = "Record ID,Task title,Task status,Task type,Completed at,Associated Contact IDs"
    found = rows_of(
        header, "1,Call,Completed,Call,2026-01-05 09:00,7", "2,Mail,Not started,Email,,7"
    )

    (task,) = found["sales_activity"]

    assert (task["activity_type"], task["event_at"]) == ("task", datetime(2026, 1, 5, 8))


def test_a_lead_of_the_workspace_is_one_handing_over(rows_of: Callable[..., Tables]) -> None:
    stages = "hs_v2_date_entered_new_stage_id_1,hs_v2_date_entered_qualified_stage_id_1"
    found = rows_of(
        f"hs_object_id,hs_lead_name,hs_primary_contact_id,hs_lead_first_outreach_date,{stages}",
        "5,Ada,1001,2026-01-05T10:00:00Z,2026-01-05T09:00:00Z,2026-01-09T09:00:00Z",
    )

    events = [(e["person_id"], e["to_stage"]) for e in found["lifecycle_event"]]

    assert events == [(ADA, "MQL"), (ADA, "SQL")]
    assert found["sales_activity"][0]["event_at"] == datetime(2026, 1, 5, 10)
