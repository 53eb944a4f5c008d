"""A real marketplace's leads and deals: every figure is counted again over the raw files."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from revdash.api.actors import COMMAND_LINE
from revdash.api.asking import ask
from revdash.api.keeping import check
from revdash.api.overview import overview
from revdash.api.questions import Compare, PeriodKey, Question
from revdash.api.signals import series_of
from revdash.metrics.demand import MQL_NEW
from revdash.store.schema.deals import opportunity
from revdash.store.schema.drops import drop_rule_told, handoff_drop
from revdash.store.schema.ledger import quality_issue

LEADS_BY_MONTH = {
    "2017-06": 4,
    "2017-07": 239,
    "2017-08": 386,
    "2017-09": 312,
    "2017-10": 416,
    "2017-11": 445,
    "2017-12": 200,
    "2018-01": 1141,
    "2018-02": 1028,
    "2018-03": 1174,
    "2018-04": 1352,
    "2018-05": 1303,
}
WON_OF_LEADS = {
    "organic_search": (271, 2296),
    "paid_search": (195, 1586),
    "social": (75, 1350),
    "unknown": (179, 1099),
    "direct_traffic": (56, 499),
    "email": (15, 493),
    "referral": (24, 284),
    "other": (4, 150),
    "display": (6, 118),
    "other_publicities": (3, 65),
    "(blank)": (14, 60),
}
YEAR = {"period": PeriodKey.CUSTOM, "first": date(2017, 6, 1), "last": date(2018, 5, 31)}


@pytest.fixture(scope="module")
def leads(olist_files, rows):
    return rows(olist_files["leads"])


@pytest.fixture(scope="module")
def deals(olist_files, rows):
    return rows(olist_files["deals"])


def tile(house, question, metric):
    sheet = overview(house, COMMAND_LINE, question)
    return next(t for column in sheet.columns for t in column.tiles if t.metric == metric)


def test_leads_by_month_are_those_of_the_raw_file(olist, leads):
    counted = Counter(row["first_contact_date"][:7] for row in leads)

    shown = olist.shown("mql_new", "2017-06-01..2018-05-31", "month")

    assert {month[:7]: n for month, n in shown.items()} == counted == LEADS_BY_MONTH
    assert sum(counted.values()) == 8000


def test_the_weeks_of_the_chart_are_those_of_the_raw_file(olist, leads):
    days = [date.fromisoformat(row["first_contact_date"]) for row in leads]
    counted = Counter(day - timedelta(days=day.weekday()) for day in days)

    with olist.house.facts() as connection:
        asked = ask(olist.house, connection, Question(**YEAR))
        points = series_of(olist.house, connection, [MQL_NEW], asked)["mql_new"].points

    assert {p.period.start: p.value for p in points if p.value} == counted
    assert len(points) == 51  # from the week of 12 June 2017 on, those without a lead among them


def test_leads_by_origin_keep_blank_apart_from_unknown(olist, leads):
    counted = Counter(row["origin"] or "(blank)" for row in leads)

    shown = olist.shown("mql_new", by="source")

    assert shown == counted == {origin: n for origin, (_, n) in WON_OF_LEADS.items()}


def test_won_deals_by_origin_are_those_of_the_raw_files(olist, leads, deals):
    origin = {row["mql_id"]: row["origin"] or "(blank)" for row in leads}
    counted = Counter(origin[row["mql_id"]] for row in deals)

    shown = olist.shown("won_count", by="source")

    assert shown == counted == {origin: won for origin, (won, _) in WON_OF_LEADS.items()}
    assert (olist.one("won_count"), sum(counted.values())) == (842, 842)


def test_won_deals_by_month_are_those_of_the_raw_file(olist, deals):
    counted = Counter(row["won_date"][:7] for row in deals)

    shown = olist.shown("won_count", "2017-12-01..2018-11-30", "month")

    assert {month[:7]: n for month, n in shown.items()} == counted


@pytest.mark.parametrize("month", LEADS_BY_MONTH)
def test_the_one_view_counts_each_month_of_leads(olist, month):
    year, number = map(int, month.split("-"))
    last = date(year + number // 12, number % 12 + 1, 1).toordinal() - 1
    days = {"first": date(year, number, 1), "last": date.fromordinal(last)}

    question = Question(period=PeriodKey.CUSTOM, **days, compare=Compare.NONE)

    assert tile(olist.house, question, "mql_new").value == f"{LEADS_BY_MONTH[month]:,}"


@pytest.mark.parametrize("origin", ["(blank)", "unknown", "organic_search"])
def test_the_one_view_filters_by_origin(olist, origin):
    question = Question(**YEAR, filters=(("source", (origin,)),))
    won, leads = WON_OF_LEADS[origin]

    sheet = overview(olist.house, COMMAND_LINE, question)

    assert tile(olist.house, question, "mql_new").value == f"{leads:,}"
    assert (sheet.funnel[0].value, sheet.funnel[-1].value) == (f"{leads:,}", f"{won:,}")


def test_the_funnel_ends_with_842_won_of_8000_leads(olist):
    funnel = overview(olist.house, COMMAND_LINE, Question(**YEAR)).funnel

    assert (funnel[0].value, funnel[-1].value) == ("8,000", "842")


def test_the_one_deal_won_before_first_contact_is_flagged_once_and_kept(olist, leads, deals):
    contact = {row["mql_id"]: row["first_contact_date"] for row in leads}
    (early,) = [row for row in deals if row["won_date"][:10] < contact[row["mql_id"]]]

    with olist.house.facts() as connection:
        issues = connection.execute(select(quality_issue)).all()
        kept = select(opportunity.c.outcome).where(
            opportunity.c.person_id == f"olist:lead:{early['mql_id']}"
        )
        outcome = connection.execute(kept).scalar_one()

    assert [(i.rule, i.person_id) for i in issues] == [
        ("negative_duration", f"olist:lead:{early['mql_id']}")
    ]
    assert (outcome, olist.one("won_count")) == ("won", 842)


def test_every_row_is_accounted_for_and_the_same_file_again_changes_nothing(olist, copied):
    shop, before = copied(olist), olist.derived()

    again = [shop.take_in(name) for name in shop.files]

    assert [done.batch_id for done in again] == [3, 4]
    assert [(r.read, r.unchanged) for done in again for r in done.receipts] == [
        (8000, 8000),
        (842, 842),
    ]
    assert shop.derived() == before


def test_everything_derived_is_what_the_facts_give(olist):
    assert check(olist.house, COMMAND_LINE, deep=True) == []


def won_after(leads, deals):
    """Of each lead the day it was handed over, and after how many days it was won, if it was."""
    won = {row["mql_id"]: date.fromisoformat(row["won_date"][:10]) for row in deals}
    for row in leads:
        day = date.fromisoformat(row["first_contact_date"])
        wait = won.get(row["mql_id"])
        yield day, None if wait is None else max(0, (wait - day).days)


def left_at(cases, today, until):
    """The share not won after each day, those not won at risk for as long as they are old."""
    ages, waits = Counter((today - day).days for day, _ in cases), Counter(w for _, w in cases)
    ended = Counter((today - day).days for day, wait in cases if wait is not None)
    left, at_risk, found = 1.0, len(cases), []
    for day in range(until + 1):
        left *= 1 - waits[day] / at_risk if at_risk else 1.0
        at_risk -= waits[day] + ages[day] - ended[day]
        found.append(left)
    return found


def test_the_share_won_within_a_year_is_projected_as_a_plain_life_table_does(olist, leads, deals):
    cases, today = list(won_after(leads, deals)), date(2018, 11, 15)  # its midnight
    left = left_at(cases, today, 365)

    shown = olist.shown("mql_to_won", "2017-06-01..2018-05-31", "month")

    for month, value in shown.items():
        cohort = [case for case in cases if str(case[0]).startswith(month[:7])]
        to_come = sum(
            1 - left[365] / left[min((today - d).days, 365)] for d, w in cohort if w is None
        )
        won = sum(wait is not None and wait <= 365 for _, wait in cohort)
        assert value == pytest.approx((won + to_come) / len(cohort), abs=1e-9), month


def test_the_time_to_win_is_that_of_a_plain_life_table(olist, leads, deals):
    cases, today = list(won_after(leads, deals)), date(2018, 11, 15)
    left = left_at(cases, today, 365)  # the leads of all months are those of all cohorts
    to_come = sum(1 - left[365] / left[min((today - d).days, 365)] for d, w in cases if w is None)
    share = (sum(w is not None and w <= 365 for _, w in cases) + to_come) / len(cases)

    shown = olist.one("time_to_win", "2017-06-01..2018-05-31")

    assert shown == next(day for day, share_left in enumerate(left) if 1 - share_left >= share / 2)


def test_where_leads_are_known_by_their_day_alone_nothing_is_said_to_be_dropped(olist):
    with olist.house.facts() as connection:
        told = set(connection.execute(select(drop_rule_told.c.rule)).scalars())
        found = connection.execute(select(func.count()).select_from(handoff_drop)).scalar_one()

    assert told == {"D13", "D19"}  # its deals are told of: all won, and none that was an SQL
    assert found == 0
