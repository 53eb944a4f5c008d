"""Told anew: a day told at another grain, a call or a deal moved to another person."""

import pytest
from sqlalchemy import func, select

from revdash.api.actors import COMMAND_LINE
from revdash.api.imports import import_paths, undo
from revdash.store.load import in_force
from revdash.store.schema.deals import opportunity_contact
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.marketing import channel_day
from revdash.store.schema.sales import sales_activity

DAYS = range(13, 20)
META = "Reporting starts,Reporting ends,Campaign name,{}Amount spent (EUR),Impressions\n"
FINE = META.format("Ad set name,") + "".join(
    f"2026-05-{day},2026-05-{day},M,S{n},25,5\n" for day in DAYS for n in (1, 2)
)
COARSE = META.format("") + "".join(f"2026-05-{day},2026-05-{day},M,50,10\n" for day in DAYS)
GOOGLE = "Day,Campaign,{}Impr.,Clicks,Cost\n"
GROUPS = GOOGLE.format("Ad group,") + "".join(f"2026-05-{d},B,G,10,1,350\n" for d in range(13, 14))
CAMPAIGN = GOOGLE.format("") + "2026-05-13,B,10,1,350\n"
CALLS = "Record ID,Activity date,Call outcome,Call status,Associated Contact IDs\n"
LEAD = "00Q5f00000Zz001"
LEADS = "salesforce:person:00Q5f00000Zz001EAB"
DEALS = "Record ID,Deal Name,Deal Stage,Close Date,Create Date,Associated Contact IDs\n"


@pytest.fixture
def told(own_empty, tmp_path):
    """Import a file of this text; gives its receipt."""

    def _told(name, text):
        path = tmp_path / name
        path.write_text(text)
        return import_paths(own_empty, COMMAND_LINE, [path]).receipts[0]

    return _told


def spent(house):
    with house.facts() as connection:
        standing = select(func.sum(channel_day.c.cost)).where(in_force(channel_day))
        return connection.execute(standing).scalar_one()


def people_of(house, fact):
    with house.facts() as connection:
        people = select(fact.c.person_id)
        standing = people.where(in_force(fact)) if "retracted" in fact.c else people
        return set(connection.execute(standing).scalars())


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        (FINE, COARSE, "Replaces 14 rows that gave the same days of the same campaigns by Ad set"),
        (COARSE, FINE, "Replaces 7 rows that gave the same days of the same campaigns by campaign"),
        (GROUPS, CAMPAIGN, "Replaces 1 row that gave the same days of the same campaigns by Ad gr"),
    ],
)
def test_the_same_days_at_another_grain_are_replaced_and_not_added(
    told, own_empty, first, then, said
):
    told("meta.csv", first)

    receipt = told("meta.csv", then)

    assert spent(own_empty) == 350
    assert [note[: len(said)] for note in receipt.understood if "Replaces" in note] == [said]
    assert (receipt.loaded, receipt.unchanged) == (receipt.read, 0)
    undo(own_empty, COMMAND_LINE, 1)
    assert spent(own_empty) == 350


def test_the_same_grain_again_replaces_nothing(told, own_empty):
    told("meta.csv", FINE)

    receipt = told("meta.csv", FINE)

    assert (spent(own_empty), receipt.unchanged) == (350, 14)
    assert not any("Replaces" in note for note in receipt.understood)


def test_a_call_moved_to_another_contact_is_no_longer_the_first_ones(told, own_empty):
    told("calls.csv", CALLS + "501,2026-04-07 11:00,Connected,Completed,1;2\n")

    receipt = told("calls.csv", CALLS + "501,2026-04-07 11:00,Connected,Completed,2;3\n")

    assert people_of(own_empty, sales_activity) == {"hubspot:contact:2", "hubspot:contact:3"}
    assert (
        "1 link from a call to a person left out here, so no longer counted." in receipt.understood
    )
    undo(own_empty, COMMAND_LINE, 2)
    assert people_of(own_empty, sales_activity) == {"hubspot:contact:1", "hubspot:contact:2"}


def test_a_call_that_names_nobody_any_more_is_nobodys_and_other_calls_stay(told, own_empty):
    first = "501,2026-04-07 11:00,Connected,Completed,1\n5010,2026-04-07 11:00,,Completed,4\n"
    told("calls.csv", CALLS + first)

    told("calls.csv", CALLS + "501,2026-04-07 11:00,Connected,Completed,\n")

    assert people_of(own_empty, sales_activity) == {"hubspot:contact:4"}


def test_a_deal_moved_to_another_contact_is_that_ones(told, own_empty):
    told("deals.csv", DEALS + "7,X,Closed Won,2026-04-20,2026-04-10,1\n")

    told("deals.csv", DEALS + "7,X,Closed Won,2026-04-20,2026-04-10,2\n")

    assert people_of(own_empty, opportunity_contact) == {"hubspot:contact:2"}


def test_a_lead_deleted_without_a_master_counts_no_more_until_that_is_taken_back(told, own_empty):
    header = "Id,LastName,Company,Status,IsConverted,Email,CreatedDate,IsDeleted\n"
    lead = f"{LEAD},Fox,Acme,MQL,false,fox@x.example,2026-04-01T08:00:00Z,"
    history = "Id,LeadId,Field,OldValue,NewValue,CreatedDate\n"
    told("Lead.csv", f"{header}{lead}false\n")
    told("LeadHistory.csv", f"{history}0171,{LEAD},Status,Open,MQL,2026-04-02T08:00:00Z\n")
    counted = [people_of(own_empty, lead_episode)]

    told("Lead.csv", f"{header}{lead}true\n")
    counted.append(people_of(own_empty, lead_episode))
    undo(own_empty, COMMAND_LINE, 3)

    assert [*counted, people_of(own_empty, lead_episode)] == [{LEADS}, set(), {LEADS}]


def test_a_row_that_was_refused_takes_nobody_off(told, own_empty):
    told("calls.csv", CALLS + "501,2026-04-07 11:00,Connected,Completed,1\n")

    told("calls.csv", CALLS + "501,soon,Connected,Completed,2\n502,2026-04-07,,Completed,2\n")

    assert people_of(own_empty, sales_activity) == {"hubspot:contact:1", "hubspot:contact:2"}
