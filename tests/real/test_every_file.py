"""Every real file: known without a mapping, each folder by one import, every row accounted for."""

import csv
import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from revdash.api import set_up
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import House
from revdash.api.imports import Manner, import_paths
from revdash.config import read_settings
from revdash.store.schema.deals import opportunity
from revdash.store.schema.drops import handoff_drop
from revdash.store.schema.episodes import deal, lead_episode
from revdash.store.schema.lifecycle import lifecycle_event
from revdash.store.schema.marketing import campaign, channel_day, reach_window
from revdash.store.schema.people import person, person_alias
from revdash.store.schema.sales import meeting, sales_activity

DATA = Path(__file__).parents[2].parent / "shared" / "data"
FOLDERS = (
    "fivetran_ad_reporting",
    "fivetran_hubspot",
    "fivetran_marketo",
    "fivetran_salesforce",
    "hubspot_api_shapes",
    "maven_crm",
    "olist",
    "xeducation",
    "zoho_crm_sample",
)


def _files(folder):
    if not DATA.is_dir():
        pytest.skip("the real files are not here: shared/ is absent")
    found = sorted(path for path in (DATA / folder).rglob("*") if path.is_file())
    assert found
    return found


def _rows(path):
    """How many rows a file holds, read by nothing of ours."""
    if path.suffix == ".json":
        return len(json.loads(path.read_text("utf-8"))["results"])
    if path.suffix == ".xlsx":
        sheets = load_workbook(path, read_only=True, data_only=True)
        rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
        return sum(any(row) for row in rows) - len(sheets.sheetnames)
    with path.open(encoding="utf-8-sig", newline="") as text:
        return sum(any(row) for row in csv.reader(text)) - 1


def _read(folder, name):
    with (DATA / folder / name).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory):
    """A store with one folder, imported in one go, and its receipts."""
    opened = {}

    def take_in(folder):
        if folder not in opened:
            files = _files(folder)
            house = House(read_settings(data=tmp_path_factory.mktemp(folder)))
            set_up.init(house, COMMAND_LINE, set_up.Naming("Real", "UTC", "USD"))
            at = Manner(now=datetime(2026, 6, 1, 9))
            opened[folder] = house, import_paths(house, COMMAND_LINE, files, at).receipts
        return opened[folder]

    yield take_in
    for house, _ in opened.values():
        house.close()


def _asked(house, *columns, where=True):
    with house.facts() as connection:
        return connection.execute(select(*columns).where(where)).all()


def _count(house, table):
    with house.facts() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize("folder", FOLDERS)
def test_one_import_of_a_folder_accounts_for_every_row_of_every_file(taken_in, folder):
    _, receipts = taken_in(folder)

    read = {receipt.file: receipt.read for receipt in receipts}
    assert read == {path.name: _rows(path) for path in _files(folder)}
    for receipt in receipts:
        assert receipt.read == receipt.loaded + receipt.unchanged + receipt.refused
        assert (receipt.refused, receipt.file) == (0, receipt.file)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_real_file_is_known_and_says_as_what(taken_in, folder):
    _, receipts = taken_in(folder)

    for receipt in receipts:
        assert any(said.startswith("Recognised as: ") for said in receipt.understood), receipt.file


def test_zohos_deals_won_are_as_many_and_worth_as_much_as_in_the_file(taken_in):
    house, _ = taken_in("zoho_crm_sample")
    raw = _read("zoho_crm_sample", "Potentials.csv")

    won = [row["Amount"] for row in raw if row["Stage"] == "Closed Won"]
    value = sum(float(amount.translate({36: None, 44: None})) for amount in won)
    counted = _asked(
        house, func.count(), func.sum(deal.c.amount_base), where=deal.c.outcome == "won"
    )
    assert counted == [(len(won), value)] == [(1425, 89_066_200.0)]


def test_zohos_three_styles_of_dates_are_read(taken_in):
    house, _ = taken_in("zoho_crm_sample")

    earliest = {
        name: _asked(house, func.min(column))[0][0]
        for name, column in (
            ("15 Apr, 2021 00:03:00", person.c.created_at),
            ("2021-04-15 23:03:00", meeting.c.start_at),
            ("2021-04-25", campaign.c.start_on),
        )
    }

    assert all(earliest.values())
    made = {row["Created Time"] for row in _read("zoho_crm_sample", "Leads.csv")}
    told = {f"{at:%d %b, %Y %H:%M:%S}" for (at,) in _asked(house, person.c.created_at)}
    assert made <= told


def test_zohos_budgets_in_thousands_are_written_out(taken_in):
    house, _ = taken_in("zoho_crm_sample")
    raw = _read("zoho_crm_sample", "Campaigns.csv")

    cents = sum(
        round(float(row["Budgeted Cost"].strip("$K").replace(",", "")) * 1e5) for row in raw
    )

    assert _asked(house, func.sum(campaign.c.budget))[0][0] == pytest.approx(cents / 100)


def test_zohos_calls_without_a_link_have_none_and_its_odd_tasks_are_kept(taken_in):
    house, _ = taken_in("zoho_crm_sample")
    raw = _read("zoho_crm_sample", "Calls.csv")
    tasks = _read("zoho_crm_sample", "Tasks.csv")

    s = sales_activity.c
    linked = _asked(house, func.count(s.opportunity_id), where=s.activity_type == "call")
    odd = (s.activity_type == "task") & (s.event_at < s.recorded_at)
    assert linked == [(sum(row["POTENTIALID"] not in ("", "0") for row in raw),)]
    assert _asked(house, func.count(), where=odd)[0][0] == 2960
    assert Counter(row["Status"] for row in tasks)["Completed"] == 2960


def test_x_educations_leads_are_converted_on_no_day(taken_in):
    house, _ = taken_in("xeducation")
    raw = _read("xeducation", "Leads.csv")

    o = opportunity.c
    won = _asked(house, func.count(), func.count(o.closed_on), func.count(o.created_at))
    assert won == [(sum(row["Converted"] == "1" for row in raw), 0, 0)] == [(3561, 0, 0)]
    assert (_count(house, person), len(raw)) == (9240, 9240)
    assert (_count(house, lifecycle_event), _count(house, lead_episode)) == (0, 0)
    said = {value for row in _asked(house, person.c.source, person.c.country) for value in row}
    assert "Select" not in said


def test_fivetrans_merges_of_hubspot_contacts_are_kept(taken_in):
    house, _ = taken_in("fivetran_hubspot")
    audit = _read("fivetran_hubspot", "contact_merge_audit_data.csv")
    contacts = _read("fivetran_hubspot", "contact_data.csv")

    merged = {row["vid_to_merge"] for row in audit}
    merged |= {one for row in contacts for one in row["property_hs_merged_object_ids"].split(";")}
    told = {alias.rpartition(":")[2] for (alias,) in _asked(house, person_alias.c.alias_id)}
    assert told == merged - {""}


def test_a_salesforce_lead_of_382_columns_is_converted_on_its_day(taken_in):
    house, _ = taken_in("fivetran_salesforce")
    (raw,) = _read("fivetran_salesforce", "sf_lead_data.csv")

    (alias,) = _asked(house, person_alias.c.alias_id, person_alias.c.person_id)
    e = lifecycle_event.c
    (sql,) = _asked(house, e.event_at, e.event_precision, where=e.to_stage == "SQL")
    assert len(raw) == 382
    assert alias == tuple(f"salesforce:person:{raw[n]}" for n in ("id", "converted_contact_id"))
    assert sql == (datetime(2019, 11, 11), "date")


def test_marketos_two_styles_of_times_and_its_byte_marks_are_read(taken_in):
    house, receipts = taken_in("fivetran_marketo")
    raw = _read("fivetran_marketo", "marketo_lead_data.csv")

    made = {datetime.fromisoformat(row["created_at"].replace(" UTC", "")) for row in raw}
    clicks = next(r for r in receipts if r.file == "marketo_activity_click_email_data.csv")
    assert made == {at for (at,) in _asked(house, person.c.created_at) if at}
    assert (clicks.read, clicks.loaded) == (100, 100)


SPENT = {  # of each channel's tables the one whose spend counts, and how it says it
    "Google Ads": ("google_ads_campaign_stats_data.csv", "cost_micros", 1e6),
    "Meta": ("facebook_ads_basic_ad_data.csv", "spend", 1),
    "LinkedIn": ("linkedin_ad_analytics_by_campaign_data.csv", "cost_in_usd", 1),
    "Microsoft Ads": ("microsoft_ads_campaign_performance_daily_report_data.csv", "spend", 1),
}


@pytest.mark.parametrize("channel", SPENT)
def test_spend_is_that_of_one_level_only(taken_in, channel):
    house, _ = taken_in("fivetran_ad_reporting")
    name, column, unit = SPENT[channel]
    raw = _read("fivetran_ad_reporting", name)

    c = channel_day.c
    rows, spent = _asked(house, func.count(), func.sum(c.cost), where=c.channel == channel)[0]

    assert rows == len(raw)
    assert spent == pytest.approx(sum(float(row[column] or 0) for row in raw) / unit)


def test_reach_is_kept_by_its_window_and_never_summed(taken_in):
    house, _ = taken_in("fivetran_ad_reporting")
    raw = _read("fivetran_ad_reporting", "linkedin_ad_analytics_by_campaign_data.csv")

    w = reach_window.c
    rows = _asked(house, w.window_start, w.window_end, w.people, where=w.channel == "LinkedIn")
    assert sorted((f"{start} 00:00:00", people) for start, _, people in rows) == sorted(
        (row["day"], int(row["approximate_unique_impressions"])) for row in raw
    )
    assert {(end - start).days for start, end, _ in rows} == {1}


STUCK = """
WITH deals AS (
    SELECT o.opportunity_id, CAST(o.created_at AS DATE) AS made_on, o.closed_on,
           o.expected_close_on, coalesce(i.root, o.person_id) AS who
    FROM opportunity o LEFT JOIN person_identity i USING (person_id)
    WHERE o.superseded_at IS NULL
), words AS (
    SELECT s.opportunity_id, coalesce(i.root, s.person_id) AS who, CAST(event_at AS DATE) AS said_on
    FROM sales_activity s LEFT JOIN person_identity i USING (person_id)
    WHERE s.superseded_at IS NULL AND direction = 'inbound'
), heard AS (
    SELECT d.opportunity_id, max(w.said_on) AS said_on
    FROM deals d JOIN words w ON w.opportunity_id = d.opportunity_id OR w.who = d.who GROUP BY 1
)
SELECT count(*), count(*) FILTER (closed_on IS NULL) FROM (
    SELECT closed_on, least(expected_close_on + 1, greatest(made_on, said_on) + 15) AS stuck_on
    FROM deals LEFT JOIN heard USING (opportunity_id)
) WHERE closed_on IS NULL OR closed_on > stuck_on
"""


def test_of_zohos_deals_as_many_are_stuck_as_its_facts_say(taken_in):
    house, _ = taken_in("zoho_crm_sample")
    d = handoff_drop.c

    with house.facts() as connection:
        (counted,) = connection.exec_driver_sql(STUCK).all()

    open_ones = func.count().filter(d.resolved_at.is_(None))
    assert _asked(house, func.count(), open_ones, where=d.rule == "D19") == [tuple(counted)]
    assert counted[0] > counted[1] > 0


def test_where_zoho_hands_no_lead_over_no_rule_about_leads_finds_any(taken_in):
    house, _ = taken_in("zoho_crm_sample")

    assert _asked(house, func.count(handoff_drop.c.rule.distinct())) == [(1,)]
