"""A company's whole CRM: every figure is counted again over the raw file."""

import csv
import io
import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import func, select

from revdash.api.actors import COMMAND_LINE
from revdash.api.keeping import check
from revdash.api.overview import overview
from revdash.api.questions import Compare, PeriodKey, Question
from revdash.api.showing import Look, show
from revdash.store.schema.episodes import deal

ROOT = Path(__file__).parents[2]
QUARTERS = {
    "2017-01-01..2017-03-31": 1_134_672,
    "2017-04-01..2017-06-30": 3_086_111,
    "2017-07-01..2017-09-30": 2_982_255,
    "2017-10-01..2017-12-31": 2_802_496,
}
STAGES = {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}
SHOWN = {
    "2017-01-01..2017-03-31": "$1.1M",
    "2017-04-01..2017-06-30": "$3.1M",
    "2017-07-01..2017-09-30": "$3.0M",
    "2017-10-01..2017-12-31": "$2.8M",
}


@pytest.fixture(scope="module")
def deals(maven_files, rows):
    return rows(maven_files["sales_pipeline"])


def question_of(period):
    first, last = (date.fromisoformat(day) for day in period.split(".."))
    return Question(period=PeriodKey.CUSTOM, first=first, last=last, compare=Compare.NONE)


def tiles(house, period):
    sheet = overview(house, COMMAND_LINE, question_of(period))
    return {tile.metric: tile.value for column in sheet.columns for tile in column.tiles}


def test_deals_by_stage_are_those_of_the_raw_file(maven, deals):
    with maven.house.facts() as connection:
        by_stage = select(deal.c.stage, func.count()).group_by(deal.c.stage)
        kept = dict(connection.execute(by_stage).all())

    assert kept == Counter(row["deal_stage"] for row in deals) == STAGES
    assert sum(kept.values()) == 8800


def test_won_value_by_quarter_is_that_of_the_raw_file(maven, deals):
    counted = defaultdict(float)
    for row in deals:
        if row["deal_stage"] == "Won":
            month = int(row["close_date"][5:7])
            counted[row["close_date"][:4], (month - 1) // 3] += float(row["close_value"])

    shown = {period: maven.one("won_value", period) for period in QUARTERS}

    assert list(shown.values()) == list(dict(sorted(counted.items())).values())
    assert shown == QUARTERS
    assert (maven.one("won_value"), sum(counted.values())) == (10_005_534, 10_005_534)


def test_win_rate_counts_the_decided_only(maven, deals):
    stages = Counter(row["deal_stage"] for row in deals)

    rate = maven.one("win_rate_count")

    assert rate == stages["Won"] / (stages["Won"] + stages["Lost"])
    assert f"{100 * rate:.4f}" == "63.1501"
    assert maven.one("won_count") == 4238


def test_won_by_team_is_that_of_the_raw_files(maven, deals, maven_files, rows):
    teams = {row["sales_agent"]: row["manager"] for row in rows(maven_files["sales_teams"])}
    won = (row for row in deals if row["deal_stage"] == "Won")

    shown = maven.shown("won_count", by="team")

    assert shown == Counter(f"{teams[row['sales_agent']]}’s team" for row in won)


def test_won_by_region_and_owner_are_those_of_the_raw_files(maven, deals, maven_files, rows):
    office = {r["sales_agent"]: r["regional_office"] for r in rows(maven_files["sales_teams"])}
    won = [row["sales_agent"] for row in deals if row["deal_stage"] == "Won"]

    by_region, by_owner = (maven.shown("won_count", by=cut) for cut in ("region", "owner"))

    assert by_owner == Counter(won)
    assert by_region == Counter(office[agent] for agent in won)


@pytest.mark.parametrize("period", QUARTERS)
def test_the_one_view_shows_each_quarter(maven, deals, period):
    first, last = period.split("..")
    inside = [row for row in deals if first <= (row["close_date"] or "9") <= last]
    stages = Counter(row["deal_stage"] for row in inside)

    shown = tiles(maven.house, period)

    assert (shown["won_value"], shown["won_count"]) == (SHOWN[period], f"{stages['Won']:,}")
    rate = 100 * stages["Won"] / (stages["Won"] + stages["Lost"])
    assert float(shown["win_rate_count"].removesuffix(" %")) == pytest.approx(rate, abs=0.051)


def test_the_records_behind_won_deals_have_a_median_cycle_of_57_days(maven, deals):
    days, period = date.fromisoformat, "2017-01-01..2017-12-31"
    raw = [r for r in deals if r["deal_stage"] == "Won"]
    counted = [(days(r["close_date"]) - days(r["engage_date"])).days for r in raw]

    behind = show(maven.house, COMMAND_LINE, Look(metric="won_count", period=period), records=True)
    created, closed = (behind.header.index(name) for name in ("created_on", "closed_on"))
    cycles = [(row[closed] - row[created]).days for row in behind.rows]

    assert sorted(cycles) == sorted(counted)
    assert median(cycles) == 57


def test_blank_accounts_stay_blank_and_are_all_of_open_deals(maven, deals):
    with maven.house.facts() as connection:
        blank = select(deal.c.outcome).where(deal.c.account_name.is_(None))
        outcomes = Counter(connection.execute(blank).scalars())
        products = set(connection.execute(select(deal.c.product).distinct()).scalars())

    assert outcomes == {"open": sum(not row["account"] for row in deals)} == {"open": 1425}
    assert "GTXPro" in products


def test_lost_deals_carry_the_zero_their_source_gave(maven):
    with maven.house.facts() as connection:
        lost = select(deal.c.amount_base).where(deal.c.outcome == "lost").distinct()
        amounts = connection.execute(lost).scalars().all()

    assert amounts == [0.0]


def test_everything_derived_is_what_the_facts_give(maven):
    assert check(maven.house, COMMAND_LINE, deep=True) == []


def revdash(folder, *words):
    done = subprocess.run(
        [sys.executable, "-m", "revdash", "--data", str(folder), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_command_line_imports_and_shows_the_same(tmp_path, maven_files):
    revdash(tmp_path, "init", "--name", "Maven", "--currency", "USD")

    files = [str(path) for path in maven_files.values()]
    receipts = json.loads(revdash(tmp_path, "import", "--json", *files))
    period = "2017-01-01..2017-12-31"
    printed = revdash(tmp_path, "show", "won_value", "--period", period, "--by", "month", "--csv")

    assert {r["file"]: r["loaded"] for r in receipts}["sales_pipeline.csv"] == 8800
    values = [float(row["value"]) for row in csv.DictReader(io.StringIO(printed))]
    assert (len(values), sum(values)) == (12, 10_005_534)
