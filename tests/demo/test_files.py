"""The demo's files: the same every time, of the promised size, and without loose ends."""

import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from revdash.demo import files
from revdash.demo.channels import CAMPAIGNS
from revdash.demo.files import columns_of, write_demo
from revdash.demo.timeline import END
from revdash.errors import InputError
from revdash.store.schema import FACTS
from revdash.terms import ActivityType, LeadStage, Outcome

ROOT = Path(files.__file__).parents[2]
SEPTEMBER = ("2025-09-01", "2025-10-01")
LAST = END.isoformat() + "Z"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
REFERENCES = {
    "person_id": ("person", "person_id"),
    "account_id": ("account", "account_id"),
    "campaign_id": ("campaign", "campaign_id"),
    "opportunity_id": ("opportunity", "opportunity_id"),
    "team_id": ("team", "team_id"),
}
WRITE = "import sys; from pathlib import Path; from revdash.demo.files import write_demo; "


def fingerprints(paths):
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}


def test_another_process_writes_the_same_files(short_demo, tmp_path):
    code = WRITE + "write_demo(Path(sys.argv[1]), demo_since_weeks=8)"
    command = [sys.executable, "-c", code, str(tmp_path)]

    subprocess.run(command, check=True, cwd=ROOT, env={"PYTHONHASHSEED": "7"})

    assert fingerprints(tmp_path.iterdir()) == fingerprints(short_demo.paths)


@pytest.mark.parametrize(
    ("table", "least", "most"),
    [
        ("person", 8300, 9000),
        ("sales_activity", 25_000, 30_000),
        ("channel_day", 3400, 4000),
        ("touch", 34_000, 44_000),
        ("opportunity", 700, 900),
        ("account", 3000, 8000),
    ],
)
def test_the_volumes_are_those_of_the_story(demo, table, least, most):
    assert least <= len(demo.tables[table]) <= most


def test_the_handoffs_and_wins_are_those_of_the_story(demo):
    stages = Counter(row["to_stage"] for row in demo.tables["lifecycle_event"])
    inbound = [row for row in demo.tables["opportunity"] if row["person_id"]]
    won = [row for row in inbound if row["outcome"] == Outcome.WON]

    assert 3100 <= stages[LeadStage.MQL] <= 3600
    assert 620 <= len(inbound) <= 760
    assert 130 <= len(won) <= 170
    assert 3.5e6 <= sum(float(row["amount"]) for row in won) <= 5e6


def test_headers_are_the_columns_of_the_store(demo):
    for table, rows in demo.tables.items():
        assert set(rows[0]) <= set(FACTS[table].c.keys())
        assert tuple(rows[0]) == columns_of(table)


def test_keys_are_unique_over_all_files(demo):
    keys = Counter(row["event_key"] for rows in demo.tables.values() for row in rows)

    assert [key for key, count in keys.items() if count > 1] == []


def test_nothing_is_known_after_the_end(demo):
    for rows in demo.tables.values():
        for row in rows:
            assert row["recorded_at"] <= LAST
            assert row.get("event_at", "") <= LAST


def test_instants_are_utc_and_days_are_days(demo):
    for table, rows in demo.tables.items():
        for name in rows[0]:
            cells = {row[name] for row in rows if row[name]}
            if name.endswith("_at"):
                assert all(INSTANT.fullmatch(cell) for cell in cells), (table, name)
            if name.endswith("_on") or name == "day":
                assert all(DAY.fullmatch(cell) for cell in cells), (table, name)


@pytest.mark.parametrize("name", REFERENCES)
def test_every_id_named_is_written(demo, short_demo, name):
    home, key = REFERENCES[name]

    for tables in (demo.tables, short_demo.tables):
        known = {row[key] for row in tables[home]}
        for rows in tables.values():
            assert {row[name] for row in rows if row.get(name)} <= known


def test_every_user_named_is_written(demo):
    known = {row["user_id"] for row in demo.tables["app_user"]}

    for rows in demo.tables.values():
        for name in (n for n in rows[0] if n.endswith("user_id") or n == "booked_by"):
            assert {row[name] for row in rows if row[name]} <= known


def test_files_come_in_an_order_in_which_ids_are_known(demo):
    order = [path.stem.split("_", 1)[1] for path in demo.paths]

    assert order.index("app_user") < order.index("account") < order.index("person")
    assert order.index("person") < order.index("lifecycle_event")
    assert order.index("opportunity") < order.index("opportunity_stage_event")


def test_nobody_could_take_the_people_or_firms_for_real(demo):
    mails = [r["email"] for t in ("person", "app_user") for r in demo.tables[t]]
    domains = [row["domain"] for row in demo.tables["account"]]

    assert all(text.endswith(".example") for text in mails + domains)
    assert all(re.fullmatch(r"Lead \d{5}", row["full_name"]) for row in demo.tables["person"])
    assert len({row["name"] for row in demo.tables["account"]}) == len(domains)


def test_a_queue_and_a_bot_stand_beside_the_humans(demo):
    kinds = Counter(row["kind"] for row in demo.tables["app_user"])

    assert (kinds["queue"], kinds["bot"]) == (1, 1)


def test_leads_and_deals_are_still_open_at_the_end(demo):
    tried = {
        row["person_id"] for row in demo.tables["sales_activity"] if row["is_automated"] == "false"
    }
    handed = {
        row["person_id"]: row["event_at"]
        for row in demo.tables["lifecycle_event"]
        if row["to_stage"] == LeadStage.MQL and row["event_at"] >= "2026-04-20"
    }
    waiting = [at for person, at in handed.items() if person not in tried]

    assert sum(row["outcome"] == Outcome.OPEN for row in demo.tables["opportunity"]) > 50
    assert sum(at < "2026-05-14" for at in waiting) > 10
    assert any(at > "2026-05-15T16:30:00Z" for at in waiting)


def test_machines_write_and_some_calls_are_logged_late(demo):
    rows = demo.tables["sales_activity"]
    automatic = [row for row in rows if row["is_automated"] == "true"]
    late = [r for r in rows if r["recorded_at"][:10] > r["event_at"][:10]]

    assert {row["activity_type"] for row in automatic} == {
        ActivityType.AUTOMATED_EMAIL,
        ActivityType.SEQUENCE_STEP,
    }
    assert 100 < len(late) < 2000


def test_reach_is_smaller_than_the_impressions_it_is_made_of(demo):
    shown = Counter()
    for row in demo.tables["channel_day"]:
        shown[row["channel"], row["day"]] += int(row["impressions"])

    for row in demo.tables["reach_window"]:
        start, end = (date.fromisoformat(row[name]) for name in ("window_start", "window_end"))
        days = [start + timedelta(days=n) for n in range((end - start).days)]
        assert 0 < int(row["people"]) < sum(shown[row["channel"], str(day)] for day in days)


def test_the_reach_of_a_month_is_smaller_than_the_sum_of_its_weeks(demo):
    rows = [row for row in demo.tables["reach_window"] if row["channel"] == "paid_search"]
    weeks = [
        r for r in rows if r["window_start"] >= "2025-09-01" and r["window_end"] <= "2025-09-29"
    ]
    week_people = sum(int(row["people"]) for row in weeks if row["window_end"] < "2025-10-01")
    (month,) = (r for r in rows if (r["window_start"], r["window_end"]) == SEPTEMBER)

    assert int(month["people"]) < week_people


def test_a_short_demo_keeps_only_what_the_last_weeks_touched(demo, short_demo):
    assert len(short_demo.tables["person"]) < len(demo.tables["person"]) / 4
    assert min(row["day"] for row in short_demo.tables["channel_day"]) == "2026-03-23"
    assert any(row["outcome"] == Outcome.WON for row in short_demo.tables["opportunity"])


def test_more_weeks_than_there_are_is_a_clear_mistake(tmp_path):
    with pytest.raises(InputError, match="It has 65; ask for 1 to 65"):
        write_demo(tmp_path, demo_since_weeks=66)


def test_every_lead_came_by_a_campaign_that_ran(demo):
    runs = {row["campaign_id"]: row for row in demo.tables["campaign"]}

    for row in demo.tables["lifecycle_event"]:
        if row["to_stage"] == LeadStage.LEAD:
            campaign, day = runs[row["campaign_id"]], row["event_at"][:10]
            assert campaign["start_on"] <= day <= (campaign["end_on"] or LAST)


def test_campaigns_have_names_of_their_own():
    assert len({campaign.key for campaign in CAMPAIGNS}) == len(CAMPAIGNS)
    assert len({campaign.name for campaign in CAMPAIGNS}) == len(CAMPAIGNS)
