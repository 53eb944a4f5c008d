import hashlib
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

EXPORT = "hubspot/hubspot-crm-exports-all-{}-2026-03-31.csv"
ADA, HER_DEAL = "hubspot:contact:1001", "hubspot:deal:9001"
NORA = "hubspot:user:Nora Lindqvist"
INTERNAL = {
    "Record ID": "hs_object_id",
    "First Name": "firstname",
    "Last Name": "lastname",
    "Email": "email",
    "Job Title": "jobtitle",
    "Company Name": "company",
    "Contact owner": "hubspot_owner_id",
    "Lifecycle Stage": "lifecyclestage",
    "Lead Status": "hs_lead_status",
    "Create Date": "createdate",
    "Owner Assigned Date": "hubspot_owner_assigneddate",
    "Last Contacted": "notes_last_contacted",
    "Original Traffic Source": "hs_analytics_source",
    "Original Traffic Source Drill-Down 1": "hs_analytics_source_data_1",
    "Became a Lead Date": "hs_lifecyclestage_lead_date",
    "Became a Marketing Qualified Lead Date": "hs_lifecyclestage_marketingqualifiedlead_date",
    "Became a Sales Qualified Lead Date": "hs_lifecyclestage_salesqualifiedlead_date",
    "Became an Opportunity Date": "hs_lifecyclestage_opportunity_date",
    "Became a Customer Date": "hs_lifecyclestage_customer_date",
    "Date of first engagement": "hs_sa_first_engagement_date",
    "Type of first engagement": "hs_sa_first_engagement_object_type",
    "Merged object IDs": "hs_merged_object_ids",
    "Country/Region": "country",
}


@pytest.fixture(scope="module")
def contacts(sample: Callable[..., Tables]) -> Tables:
    return sample(EXPORT.format("contacts"))


@pytest.fixture(scope="module")
def deals(sample: Callable[..., Tables]) -> Tables:
    return sample(EXPORT.format("deals"))


def _of(rows: Rows, **wanted: str) -> Rows:
    return [row for row in rows if wanted.items() <= row.items()]


def test_a_contact_is_a_person_with_her_company_source_and_owner(contacts: Tables) -> None:
    (ada,) = _of(contacts["person"], person_id=ADA)

    assert ada == {
        "event_key": ADA,
        "person_id": ADA,
        "full_name": "Ada Brenner",
        "email": "ada.brenner@example.com",
        "email_hash": hashlib.sha256(b"ada.brenner@example.com").hexdigest(),
        "account_id": "hubspot:company:501",
        "company_name": "Brenner Optics",
        "job_role": "CTO",
        "country": "Germany",
        "created_at": datetime(2026, 1, 12, 7, 30),
        "source": "Paid Search",
        "source_detail": "brand",
        "owner_user_id": NORA,
    }


def test_dates_of_the_lifecycle_are_instants_of_the_accounts_zone(contacts: Tables) -> None:
    events = _of(contacts["lifecycle_event"], person_id=ADA)

    assert [(event["to_stage"], event["event_at"]) for event in events] == [
        ("LEAD", datetime(2026, 1, 12, 7, 30)),
        ("MQL", datetime(2026, 1, 14, 9, 5)),
        ("SQL", datetime(2026, 1, 20, 14, 0)),
    ]
    assert {event["event_precision"] for event in events} == {"instant"}


def test_first_touch_is_the_first_engagement_and_never_the_last_contact(contacts: Tables) -> None:
    assert _of(contacts["sales_activity"], person_id=ADA) == [
        {
            "event_key": f"{ADA}:first_touch",
            "person_id": ADA,
            "user_id": NORA,
            "activity_type": "call",
            "direction": "outbound",
            "is_automated": False,
            "evidence": "summary",
            "event_at": datetime(2026, 1, 14, 10, 20),
            "event_precision": "instant",
        }
    ]


def test_the_latest_handing_is_kept_by_its_date(contacts: Tables) -> None:
    (given,) = _of(contacts["assignment"], person_id=ADA)

    assert given["event_key"] == f"{ADA}:2026-01-14 10:15"
    assert (given["to_user_id"], given["event_at"]) == (NORA, datetime(2026, 1, 14, 9, 15))


def test_opportunity_and_customer_dates_count_only_without_a_deal(contacts: Tables) -> None:
    late = [e for e in contacts["lifecycle_event"] if e["to_stage"] in ("OPP", "WON")]

    assert [(e["person_id"], e["to_stage"], e["event_at"]) for e in late] == [
        ("hubspot:contact:1013", "OPP", datetime(2026, 3, 2, 8)),
        ("hubspot:contact:1013", "WON", datetime(2026, 3, 20, 11)),
    ]


def test_records_merged_into_a_contact_are_that_person(contacts: Tables) -> None:
    merged = {(a["alias_id"], a["person_id"], a["reason"]) for a in contacts["person_alias"]}

    assert merged == {
        (f"hubspot:contact:{gone}", "hubspot:contact:1003", "merge") for gone in (990, 991)
    }


def _other_names(header: str) -> str:
    return re.sub(r'"([^"]+)"', lambda m: f'"{INTERNAL.get(m[1], m[1])}"', header)


@pytest.mark.parametrize("change", [str.upper, str.lower, _other_names])
def test_contacts_are_the_same_under_any_spelling_of_their_columns(
    sample: Callable[..., Tables], contacts: Tables, change: Callable[[str], str]
) -> None:
    found = sample(EXPORT.format("contacts"), change)

    # only the label of owners makes users: numbers name those of a file of their own
    assert {"app_user": contacts["app_user"], **found} == contacts


def test_a_later_export_adds_a_second_chance_and_leaves_the_first(
    rows_of: Callable[..., Tables],
) -> None:
    header = "Record ID,Email,Became a Lead Date,Became a Marketing Qualified Lead Date"
    old = rows_of(header, "1,a@example.com,2026-01-02 09:00,2026-01-05 09:00")
    new = rows_of(header, "1,a@example.com,2026-01-02 09:00,2026-06-05 09:00")

    keys = [{e["event_key"] for e in found["lifecycle_event"]} for found in (old, new)]

    assert keys[0] & keys[1] == {"hubspot:contact:1:lead"}
    assert keys[0] ^ keys[1] == {
        "hubspot:contact:1:mql:2026-01-05 09:00",
        "hubspot:contact:1:mql:2026-06-05 09:00",
    }


def test_an_engagement_without_a_type_is_a_mail_and_a_meeting_is_seeing_the_person(
    rows_of: Callable[..., Tables],
) -> None:
    header = "Record ID,Email,Create Date,Date of first engagement,Type of first engagement"
    found = rows_of(
        header,
        "1,a@example.com,2026-01-02 09:00,2026-01-05 09:00,",
        "2,b@example.com,2026-01-02 09:00,2026-01-05 09:00,Meeting",
        "3,c@example.com,2026-01-02 09:00,TBD,Call",
    )

    kinds = [activity["activity_type"] for activity in found["sales_activity"]]

    assert kinds == ["email_1to1", "video"]


def test_the_api_and_an_export_name_a_source_alike(rows_of: Callable[..., Tables]) -> None:
    header = "hs_object_id,email,createdate,hs_analytics_source"
    found = rows_of(header, "1,a@example.com,2026-01-02T09:00:00.123Z,ORGANIC_SEARCH")

    (person,) = found["person"]

    assert (person["source"], person["created_at"]) == (
        "Organic Search",
        datetime(2026, 1, 2, 9, 0, 0, 123000),
    )


def test_a_deal_says_its_outcome_amount_day_and_person(deals: Tables) -> None:
    (deal,) = _of(deals["opportunity"], opportunity_id=HER_DEAL)

    assert deal == {
        "event_key": HER_DEAL,
        "opportunity_id": HER_DEAL,
        "name": "Brenner Optics - starter",
        "account_id": "hubspot:company:501",
        "person_id": ADA,
        "owner_user_id": NORA,
        "kind": "new",
        "amount": 4800.0,
        "currency": "EUR",
        "created_at": datetime(2026, 1, 21, 8, 0),
        "expected_close_on": date(2026, 2, 10),
        "closed_on": date(2026, 2, 10),
        "stage": "Closed Won",
        "outcome": "won",
        "lead_source": "Paid Search",
    }


def test_an_open_deal_is_only_expected_to_close(deals: Tables) -> None:
    (deal,) = _of(deals["opportunity"], opportunity_id="hubspot:deal:9003")

    assert (deal["outcome"], deal["expected_close_on"]) == ("open", date(2026, 5, 29))
    assert "closed_on" not in deal


def test_each_stage_a_deal_entered_is_an_event(deals: Tables) -> None:
    events = _of(deals["opportunity_stage_event"], opportunity_id=HER_DEAL)

    assert [(e["stage"], e["outcome"], e["event_at"]) for e in events] == [
        ("Appointment Scheduled", "open", datetime(2026, 1, 21, 8, 0)),
        ("Qualified To Buy", "open", datetime(2026, 1, 26, 10, 30)),
        ("Contract Sent", "open", datetime(2026, 2, 2, 13, 0)),
        ("Closed Won", "won", datetime(2026, 2, 10, 15, 45)),
    ]


@pytest.mark.parametrize("quotes", ["“”", "''", '""', "‘’"])
def test_stage_columns_are_known_with_any_quotes(
    rows_of: Callable[..., Tables], quotes: str
) -> None:
    column = f"Date entered {quotes[0]}Closed Won (Sales Pipeline){quotes[1]}"
    escaped = column.replace('"', '""')
    header = f'Record ID,Deal Name,Deal Stage,"{escaped}"'

    found = rows_of(header, "1,Rollout,closedwon,2026-02-10 16:45")

    ((event,), (deal,)) = found["opportunity_stage_event"], found["opportunity"]
    assert (event["stage"], event["outcome"]) == ("Closed Won", "won")
    assert (deal["stage"], deal["outcome"]) == ("Closed Won", "won")


def test_a_deals_internal_stage_columns_are_known(rows_of: Callable[..., Tables]) -> None:
    header = "hs_object_id,dealname,dealstage,createdate,hs_v2_date_entered_closedlost"
    found = rows_of(header, "1,Rollout,closedlost,2026-02-01T09:00:00Z,2026-02-10T15:45:00Z")

    (event,) = found["opportunity_stage_event"]

    assert event["event_key"] == "hubspot:deal:1:closedlost:2026-02-10 16:45"
    assert (event["stage"], event["outcome"]) == ("Closed Lost", "lost")


def test_a_deal_that_enters_a_stage_again_keeps_both_times(rows_of: Callable[..., Tables]) -> None:
    header = 'Record ID,Deal Name,Deal Stage,"Date entered ""Offer (Sales)"""'
    exports = [rows_of(header, f"1,Rollout,Offer,2026-0{month}-05 09:00") for month in (1, 6)]

    keys = {e["event_key"] for found in exports for e in found["opportunity_stage_event"]}

    assert keys == {f"hubspot:deal:1:Sales:Offer:2026-0{month}-05 09:00" for month in (1, 6)}


def test_every_contact_of_a_deal_is_kept_and_the_first_is_its_person(deals: Tables) -> None:
    links = _of(deals["opportunity_contact"], opportunity_id="hubspot:deal:9004")
    (deal,) = _of(deals["opportunity"], opportunity_id="hubspot:deal:9004")

    assert [link["person_id"] for link in links] == ["hubspot:contact:1004", "hubspot:contact:1010"]
    assert deal["person_id"] == "hubspot:contact:1004"
