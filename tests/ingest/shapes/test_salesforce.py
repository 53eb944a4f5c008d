import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

LEAD, CONTACT = (f"salesforce:person:{n}" for n in ("00QdE0000001LeaUAE", "003dE0000001ConQAE"))
DEAL = "salesforce:opportunity:006dE0000001OppQAE"
TOMAS, QUEUE = (f"salesforce:user:{n}" for n in ("005dE0000001AbBQAU", "00GdE000000QueuUAC"))


def _of(rows: Rows, **wanted: str) -> Rows:
    return [row for row in rows if wanted.items() <= row.items()]


@pytest.fixture(scope="module")
def leads(sample: Callable[..., Tables]) -> Tables:
    return sample("salesforce/Lead.csv")


@pytest.fixture(scope="module")
def tasks(sample: Callable[..., Tables]) -> Rows:
    return sample("salesforce/Task.csv")["sales_activity"]


def test_a_leads_events_are_its_making_its_mql_date_and_its_conversion(leads: Tables) -> None:
    events = _of(leads["lifecycle_event"], person_id=LEAD)

    said = [(e["to_stage"], e["event_at"], e["event_precision"]) for e in events]
    assert said == [
        ("LEAD", datetime(2026, 2, 17, 12, 42), "instant"),
        ("MQL", datetime(2026, 2, 17, 12, 40), "instant"),
        ("SQL", datetime(2026, 2, 25), "date"),
    ]
    assert events[2]["opportunity_id"] == DEAL


def test_a_converted_lead_is_its_contact(leads: Tables) -> None:
    (alias,) = _of(leads["person_alias"], alias_id=LEAD)

    assert (alias["person_id"], alias["reason"]) == (CONTACT, "convert")
    assert len(leads["person_alias"]) == 5


def test_the_opportunity_a_lead_became_is_that_persons(leads: Tables) -> None:
    (link,) = _of(leads["opportunity_contact"], opportunity_id=DEAL)

    assert (link["person_id"], link["is_primary"]) == (LEAD, True)


def test_a_deleted_lead_is_taken_back(leads: Tables) -> None:
    gone = {row["full_name"] for row in leads["person"] if row["retracted"]}

    assert gone == {"Ruth Sand"}


def _snake(header: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", header).lower().replace("__c", "_c")


@pytest.mark.parametrize("change", [str.upper, _snake])
@pytest.mark.parametrize("name", ["Lead", "Opportunity", "Task", "LeadHistory", "CampaignMember"])
def test_any_spelling_of_the_apis_names_gives_the_same_rows(
    sample: Callable[..., Tables], name: str, change: Callable[[str], str]
) -> None:
    path = f"salesforce/{name}.csv"

    assert sample(path, change) == sample(path)


def test_a_leads_history_says_its_status_by_what_the_values_mean(
    sample: Callable[..., Tables],
) -> None:
    events = _of(sample("salesforce/LeadHistory.csv")["lifecycle_event"], person_id=LEAD)

    assert [(e["to_stage"], e["event_at"], e["actor_user_id"]) for e in events] == [
        ("SAL", datetime(2026, 2, 18, 8, 15), TOMAS),
        ("SQL", datetime(2026, 2, 25, 14, 30), TOMAS),
    ]


def test_a_leads_owner_comes_from_the_row_with_ids(sample: Callable[..., Tables]) -> None:
    (given,) = _of(sample("salesforce/LeadHistory.csv")["assignment"], person_id=LEAD)

    assert (given["from_user_id"], given["to_user_id"]) == (QUEUE, TOMAS)
    assert given["event_at"] == datetime(2026, 2, 17, 12, 54)


def test_a_lead_given_to_a_queue_is_nobodys(rows_of: Callable[..., Tables]) -> None:
    found = rows_of(
        "Id,LeadId,Field,OldValue,NewValue,CreatedDate",
        "017dE0000000001QAA,00QdE0000001Lea,Owner,005dE0000001AbB,00GdE000000Queu,2026-02-17T12:54:00Z",
        "017dE0000000002QAA,00QdE0000001Lea,Owner,Tomás Varela,Inbound queue,2026-02-17T12:54:00Z",
        "017dE0000000003QAA,00QdE0000001Lea,Status,Open,Parked,2026-02-18T12:54:00Z",
    )

    ((given,), (queue,)) = found["assignment"], found["app_user"]
    assert (given["person_id"], given["to_user_id"]) == (LEAD, QUEUE)
    assert (queue["user_id"], queue["kind"]) == (QUEUE, "queue")
    assert found["lifecycle_event"] == []


def test_an_opportunity_is_won_by_its_flags_on_its_day(sample: Callable[..., Tables]) -> None:
    deals = sample("salesforce/Opportunity.csv")["opportunity"]
    (deal,) = _of(deals, opportunity_id=DEAL)

    assert (deal["outcome"], deal["amount"], deal["closed_on"]) == (
        "won",
        24000.0,
        date(2026, 3, 9),
    )
    assert (deal["kind"], deal["probability"], deal["owner_user_id"]) == ("new", 1.0, TOMAS)
    assert [d["outcome"] for d in deals] == ["won", "lost", "open", "won", "open"]
    assert ["closed_on" in d for d in deals] == [True, True, False, True, False]


@pytest.mark.parametrize(
    ("closed", "won", "outcome"),
    [("true", "true", "won"), ("TRUE", "FALSE", "lost"), ("false", "false", "open")],
)
def test_flags_say_the_outcome_whatever_the_stage_is_called(
    rows_of: Callable[..., Tables], closed: str, won: str, outcome: str
) -> None:
    found = rows_of(
        "Id,Name,StageName,CloseDate,IsClosed,IsWon",
        f"006dE0000001Opp,Rollout,Signé,2026-03-09,{closed},{won}",
    )

    assert [deal["outcome"] for deal in found["opportunity"]] == [outcome]


def test_stages_of_an_opportunity_come_from_either_history(sample: Callable[..., Tables]) -> None:
    entered = sample("salesforce/OpportunityHistory.csv")["opportunity_stage_event"]
    changed = sample("salesforce/OpportunityFieldHistory.csv")["opportunity_stage_event"]

    said = [(e["stage"], e["outcome"]) for e in _of(entered, opportunity_id=DEAL)]
    assert said == [
        ("Qualification", "open"),
        ("Proposal/Price Quote", "open"),
        ("Closed Won", "won"),
    ]
    assert [(e["stage"], e["outcome"]) for e in _of(changed, opportunity_id=DEAL)] == said[1:]


def test_a_mail_is_logged_when_it_was_sent_and_a_task_has_only_its_day(tasks: Rows) -> None:
    (mail,) = _of(tasks, person_id=LEAD)
    (task,) = _of(tasks, person_id=CONTACT)

    assert (mail["activity_type"], mail["event_at"], mail["event_precision"]) == (
        "email_1to1",
        datetime(2026, 2, 18, 8, 10),
        "instant",
    )
    assert (task["activity_type"], task["event_at"], task["event_precision"]) == (
        "task",
        datetime(2026, 2, 20),
        "date",
    )


def test_a_mailing_to_a_list_is_a_machines(tasks: Rows) -> None:
    mailing = _of(tasks, subject="Newsletter of March")

    assert {(m["activity_type"], m["is_automated"]) for m in mailing} == {("email_automated", True)}


def test_a_call_logged_by_a_tool_is_a_call_and_one_not_made_is_none(
    rows_of: Callable[..., Tables],
) -> None:
    found = rows_of(
        "Id,WhoId,Subject,ActivityDate,Status,TaskSubtype,Type,CreatedDate",
        "00TdE0000000001,00QdE0000001Lea,A,2026-02-20,Completed,Task,Call,2026-02-18T08:10:00Z",
        "00TdE0000000002,00QdE0000001Lea,B,2026-02-20,Not Started,Task,Call,2026-02-18T08:10:00Z",
        "00TdE0000000003,00QdE0000001Lea,C,2026-02-20,Completed,Cadence,Email,2026-02-18T08:10:00Z",
    )

    made = [(t["subject"], t["activity_type"], t["is_automated"]) for t in found["sales_activity"]]
    assert made == [("A", "call", False), ("C", "email_sequence_step", True)]


def test_a_meeting_is_of_its_person_and_opportunity(sample: Callable[..., Tables]) -> None:
    (meeting,) = _of(sample("salesforce/Event.csv")["meeting"], person_id=CONTACT)

    assert meeting["opportunity_id"] == DEAL
    assert (meeting["scheduled_at"], meeting["start_at"], meeting["end_at"]) == (
        datetime(2026, 2, 25, 14, 40),
        datetime(2026, 2, 27, 9, 0),
        datetime(2026, 2, 27, 9, 45),
    )
    assert "outcome" not in meeting


def test_only_a_response_is_a_touch_of_its_day_whatever_the_length_of_ids(
    sample: Callable[..., Tables],
) -> None:
    touches = sample("salesforce/CampaignMember.csv")["touch"]

    (hers,) = _of(touches, person_id=CONTACT)
    assert (hers["event_at"], hers["event_precision"]) == (datetime(2026, 2, 10), "date")
    assert hers["campaign_id"] == "salesforce:campaign:701dE0000001CamQAE"
    assert len(touches) == 11


def test_a_campaign_has_a_budget_and_no_spend(sample: Callable[..., Tables]) -> None:
    found = sample("salesforce/Campaign.csv")

    assert list(found) == ["campaign"]
    assert [(c["name"], c["budget"]) for c in found["campaign"]] == [
        ("Spring webinar", 3000.0),
        ("Trade fair Hamburg", 12000.0),
    ]


def test_users_are_human_and_queues_are_not(sample: Callable[..., Tables]) -> None:
    users = sample("salesforce/User.csv")["app_user"]
    queues = sample("salesforce/Group.csv")["app_user"]

    assert [(u["name"], u["kind"]) for u in _of(users, user_id=TOMAS)] == [
        ("Tomás Varela", "human")
    ]
    assert [(q["user_id"], q["kind"]) for q in queues] == [(QUEUE, "queue")]


def test_the_first_and_the_last_mql_date_are_two_handings_over(
    rows_of: Callable[..., Tables],
) -> None:
    found = rows_of(
        "id,name,company,status,is_converted,created_date,first_mql_date_c,mql_date_c",
        "00QdE0000001Lea,Ada,Acme,Open,false,2026-01-01 09:00:00,2026-01-05,2026-06-05",
        "00QdE0000002Lea,Bob,Acme,Open,false,2026-01-01 09:00:00,2026-01-05,2026-01-05",
        "00QdE0000003Lea,Cy,Acme,Open,false,2026-01-01 09:00:00,,2026-03-05",
    )

    mqls = [(e["event_key"][-13:], e["event_at"].month) for e in found["lifecycle_event"]]
    assert [m for m in mqls if "mql" in m[0]] == [
        ("0001LeaUAE:mql"[-13:], 1),
        ("0002LeaUAE:mql"[-13:], 1),
        ("0003LeaUAE:mql"[-13:], 3),
        ("LeaUAE:mql_again"[-13:], 6),
    ]


def test_a_lead_report_names_owners_and_times_of_the_company(
    rows_of: Callable[..., Tables],
) -> None:
    found = rows_of(
        "Lead ID,First Name,Last Name,Company / Account,Lead Owner,Create Date,Converted Date",
        "00QdE0000001Lea,Maren,Holt,Holt Marine,Tomás Varela,2/17/2026 1:42 PM,2/25/2026",
    )

    ((person,), (made, converted)) = found["person"], found["lifecycle_event"]
    assert (person["person_id"], person["full_name"]) == (LEAD, "Maren Holt")
    assert person["owner_user_id"] == "salesforce:user:Tomás Varela"
    assert made["event_at"] == datetime(2026, 2, 17, 12, 42)
    assert (converted["event_at"], converted["event_precision"]) == (datetime(2026, 2, 25), "date")
