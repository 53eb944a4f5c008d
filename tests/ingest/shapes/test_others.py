from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from revdash.ingest import Company

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]


def test_pipedrives_deals_are_known_by_their_prefixes(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "Deal - ID,Deal - Title *,Deal - Value,Deal - Currency of value,Deal - Status,Deal - Stage,"
        "Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Owner,Person - ID",
        "7,Rollout,1500,EUR,won,Signed,2026-02-22 15:40:06,2026-03-02 10:00:00,,Nora,41",
        "8,Pilot,900,EUR,lost,Offer,2026-02-22 15:40:06,,2026-03-05 10:00:00,Nora,",
    )

    won, lost = found["opportunity"]
    assert (won["outcome"], won["closed_on"], won["amount"]) == ("won", date(2026, 3, 2), 1500.0)
    assert (won["person_id"], won["name"]) == ("pipedrive:person:41", "Rollout")
    assert (lost["outcome"], lost["closed_on"], "person_id" in lost) == (
        "lost",
        date(2026, 3, 5),
        False,
    )


def test_pipedrives_done_activities_are_attempts_and_meetings_meetings(
    rows_of: Callable[..., Tables],
) -> None:
    found = rows_of(
        "Activity - ID,Activity - Type,Activity - Done,Activity - Marked as done time,"
        "Activity - Due date,Person - ID",
        "1,Call,Done,2026-03-02 10:00:00,2026-03-02,41",
        "2,Call,To do,,2026-03-09,41",
        "3,Meeting,Done,2026-03-04 10:00:00,2026-03-04,41",
    )

    (call,), (meeting,) = found["sales_activity"], found["meeting"]
    assert (call["activity_type"], call["event_at"]) == ("call", datetime(2026, 3, 2, 9))
    assert (meeting["person_id"], meeting["outcome"]) == ("pipedrive:person:41", "COMPLETED")


def test_marketos_lifecycle_is_its_own_fields_changes(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "activityDate,id,leadId,primaryAttributeValue,newValue,oldValue",
        "2026-05-06 00:14:31.000,1,7,Lifecycle Stage,MQL,Known",
        "2026-05-06 00:14:31.000,2,7,Lead Score,80,60",
        "2026-05-07 00:14:31.000,3,7,Lifecycle Stage,Parked,MQL",
    )

    (event,) = found["lifecycle_event"]
    assert (event["person_id"], event["to_stage"]) == ("marketo:lead:7", "MQL")
    assert event["event_at"] == datetime(2026, 5, 6, 0, 14, 31)


def test_marketos_merged_leads_are_the_one_that_stays(rows_of: Callable[..., Tables]) -> None:
    found = rows_of("id,lead_id,activity_date,merge_ids", '1,7,2026-05-06 00:14:31,"[8, 9]"')

    merged = [(alias["alias_id"], alias["person_id"]) for alias in found["person_alias"]]

    assert merged == [("marketo:lead:8", "marketo:lead:7"), ("marketo:lead:9", "marketo:lead:7")]


def test_fivetrans_history_of_a_contact_says_stages_and_owners(
    rows_of: Callable[..., Tables],
) -> None:
    found = rows_of(
        "contact_id,timestamp,name,value,source",
        "1,2026-05-06 00:14:31.5,lifecyclestage,marketingqualifiedlead,CRM_UI",
        "1,2026-05-07 00:14:31,hs_lead_status,BAD_TIMING,CRM_UI",
        "1,2026-05-08 00:14:31,hubspot_owner_id,44,CRM_UI",
        "1,2026-05-08 00:14:31,jobtitle,CTO,CRM_UI",
        company=Company(zone="Europe/Berlin"),
    )

    stages = [event["to_stage"] for event in found["lifecycle_event"]]
    assert stages == ["MQL", "RECYCLED"]
    assert found["lifecycle_event"][0]["event_at"] == datetime(2026, 5, 6, 0, 14, 31, 500000)
    assert [given["to_user_id"] for given in found["assignment"]] == ["hubspot:user:44"]


def test_of_a_history_table_the_newest_version_counts(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "id,stage_name,close_date,is_closed,is_won,name,_fivetran_start",
        "006dE0000001Opp,Closed Won,2026-03-09 00:00:00,true,true,New,2026-03-09 10:00:00",
        "006dE0000001Opp,Offer,2026-04-30 00:00:00,false,false,Old,2026-02-09 10:00:00",
    )

    (deal,) = found["opportunity"]
    assert (deal["name"], deal["outcome"], deal["closed_on"]) == ("New", "won", date(2026, 3, 9))


def test_in_zohos_calls_nought_is_no_link(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "TASKID,Call Start Time,Call Owner,Call Type,Created Time,CONTACTID,POTENTIALID,LEADID",
        "1,2021-04-15 23:03:00,Lazar,Outbound,2021-04-15 00:03:00,2440,0,",
        "2,2021-04-15 23:03:00,Lazar,Inbound,2021-04-15 00:03:00,,77,9",
    )

    lead, contact = found["sales_activity"]
    assert (lead["person_id"], lead["direction"]) == ("zoho:lead:9", "inbound")
    assert lead["opportunity_id"] == "zoho:potential:77"
    assert (contact["person_id"], contact["direction"]) == ("zoho:contact:2440", "outbound")
    assert "opportunity_id" not in contact


def test_x_education_says_who_was_converted_and_never_when(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "Prospect ID,Lead Number,Lead Origin,Lead Source,Converted,Country,",
        "a,1,API,Select,1,India,",
        "b,2,API,Google,0,,",
    )

    (won,) = found["opportunity"]
    assert (won["person_id"], won["outcome"]) == ("xeducation:lead:a", "won")
    assert "lead_source" not in won
    assert not [name for rows in found.values() for row in rows for name in row if "_at" in name]
