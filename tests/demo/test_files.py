"""The demo's files: the same every time, of the promised size, and without loose ends."""

import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from revdash.demo import files
from revdash.demo.channels import CAMPAIGNS
from revdash.demo.files import SHEETS, write_demo
from revdash.demo.systems.lines import Line
from revdash.demo.timeline import END, WEEKS
from revdash.errors import InputError
from revdash.ingest import read_file, recognise

ROOT = Path(files.__file__).parents[2]
SEPTEMBER = ("2025-09-01", "2025-10-01")
LAST = END.isoformat() + "Z"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
WRITE = "import sys; from pathlib import Path; from revdash.demo.files import write_demo; "


def fingerprints(folder):
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in found}


def test_another_process_writes_the_same_files(short_demo, tmp_path):
    code = WRITE + "write_demo(Path(sys.argv[1]), demo_since_weeks=8)"
    command = [sys.executable, "-c", code, str(tmp_path)]

    subprocess.run(command, check=True, cwd=ROOT, env={"PYTHONHASHSEED": "7"})

    assert fingerprints(tmp_path) == fingerprints(short_demo.weeks[0].paths[0].parents[1])


@pytest.mark.parametrize(
    ("sheet", "key", "least", "most"),
    [
        ("hubspot-crm-exports-contacts", "hs_object_id", 8300, 9100),
        ("Lead", "Id", 3000, 3500),
        ("Task", "Id", 25_000, 30_000),
        ("Opportunity", "Id", 700, 900),
    ],
)
def test_the_volumes_are_those_of_the_story(demo, sheet, key, least, most):
    assert least <= len({row[key] for row in demo.sheets[sheet]}) <= most


def test_every_file_is_recognised_as_it_is(demo):
    newest = {path.name[:-15]: path for week in demo.weeks for path in week.paths}

    for name, path in newest.items():
        (source,) = read_file(path)
        mapping = recognise(source)
        assert mapping is not None, name
        assert mapping.source in mapping_sources(name), f"{name} taken for {mapping.name}"


def mapping_sources(name):
    if name.startswith("hubspot"):
        return {"hubspot"}
    if "-ads" in name or name == "ga4":
        return {name.replace("-", "_")}
    return {"salesforce"} if name[0].isupper() else {"revdash"}


def test_there_is_an_export_every_monday(demo):
    moments = [week.loaded_at for week in demo.weeks]

    assert len(moments) == WEEKS
    assert {late.date() - early.date() for early, late in pairwise(moments)} == {timedelta(7)}
    assert {moment.weekday() for moment in moments} == {0}


def test_a_thing_is_in_the_export_of_a_week_once(demo):
    keys = {"Lead": "Id", "Opportunity": "Id", "hubspot-crm-exports-contacts": "hs_object_id"}
    for name, key in keys.items():
        (path,) = [p for p in demo.weeks[40].paths if p.name.startswith(f"{name}-")]
        header, *rows = path.read_text().splitlines()
        place = header.split(",").index(key)
        assert Counter(Counter(row.split(",")[place] for row in rows).values()).keys() == {1}


def test_nothing_is_known_after_the_end(demo):
    for rows in demo.sheets.values():
        for row in rows:
            assert row.get("CreatedDate", "") <= LAST
            assert row.get("event_at", "") <= LAST


def test_instants_say_their_zone(demo):
    for name, rows in demo.sheets.items():
        for column in rows[0]:
            if column.endswith("_at") or column == "CreatedDate":
                assert all(INSTANT.fullmatch(r[column]) for r in rows if r[column]), (name, column)


def test_nobody_could_take_the_people_or_firms_for_real(demo):
    contacts = demo.sheets["hubspot-crm-exports-contacts"]
    mails = [row["email"] for row in contacts]
    mails += [row["Email"] for name in ("Lead", "Contact", "User") for row in demo.sheets[name]]
    domains = {row["domain"] for row in demo.sheets["hubspot-crm-exports-companies"]}

    assert all(text.endswith(".example") for text in (*mails, *domains))
    assert {row["firstname"] for row in contacts} == {"Lead"}
    assert all(re.fullmatch(r"\d{5}", row["lastname"]) for row in contacts)


def test_reach_is_smaller_than_the_impressions_it_is_made_of(world):
    shown = Counter()
    for line in lines_of("google-ads", world):
        shown[line.cells["Day"]] += line.cells["Impr."]

    for line in lines_of("reach_window", world):
        cells = line.cells
        if cells["channel"] == "paid_search":
            days = (cells["window_end"] - cells["window_start"]).days
            window = [cells["window_start"] + timedelta(days=n) for n in range(days)]
            assert 0 < cells["people"] < sum(shown[day] for day in window)


def test_the_reach_of_a_month_is_smaller_than_the_sum_of_its_weeks(demo):
    rows = [row for row in demo.sheets["reach_window"] if row["channel"] == "paid_search"]
    weeks = [
        r for r in rows if r["window_start"] >= "2025-09-01" and r["window_end"] <= "2025-09-29"
    ]
    week_people = sum(int(row["people"]) for row in weeks if row["window_end"] < "2025-10-01")
    (month,) = (r for r in rows if (r["window_start"], r["window_end"]) == SEPTEMBER)

    assert int(month["people"]) < week_people


def test_a_short_demo_keeps_only_what_the_last_weeks_touched(demo, short_demo):
    contacts = "hubspot-crm-exports-contacts"

    assert len(short_demo.weeks) == 2
    assert len(short_demo.sheets[contacts]) < len(demo.sheets[contacts]) / 4
    assert min(row["day"] for row in short_demo.sheets["channel_day"]) >= "2026-03-23"
    assert any(row["IsWon"] == "true" for row in short_demo.sheets["Opportunity"])


def test_more_weeks_than_there_are_is_a_clear_mistake(tmp_path):
    with pytest.raises(InputError, match="It has 65; ask for 1 to 65"):
        write_demo(tmp_path, demo_since_weeks=66)


def test_every_lead_came_by_a_campaign_that_ran(world):
    runs = {campaign.key: campaign for campaign in CAMPAIGNS}

    for life in world.lives:
        campaign, day = runs[life.lead.campaign], life.lead.arrived_at.date()
        assert campaign.start_on <= day <= (campaign.end_on or date.max)


def test_campaigns_have_names_of_their_own():
    assert len({campaign.key for campaign in CAMPAIGNS}) == len(CAMPAIGNS)
    assert len({campaign.name for campaign in CAMPAIGNS}) == len(CAMPAIGNS)


def lines_of(name, world) -> list[Line]:
    (sheet,) = (sheet for sheet in SHEETS if sheet.name == name)
    return list(sheet.lines(world))
