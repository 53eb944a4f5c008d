"""Totals, rates and ratios: who counts, who does not, and on which day."""

import json
from pathlib import Path

import pytest

from revdash.errors import InputError
from revdash.metrics.breakdowns import breakdown
from revdash.metrics.closure import WIN_RATE, WON_COUNT, WON_VALUE
from revdash.metrics.demand import COST_PER_MQL, MQL_NEW, MQL_RE
from revdash.metrics.exposure import IMPRESSIONS
from revdash.metrics.read import read

G22 = json.loads((Path(__file__).parents[1] / "golden" / "G22_pipeline.json").read_text("utf-8"))
EDGES = ["2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18"]


def test_new_mqls_are_first_episodes(rows, store, week):
    for kind in ("new", "new", "re", "expansion"):
        rows.lead(kind=kind)

    assert read(store, MQL_NEW, week()).value == 2
    assert read(store, MQL_RE, week()).value == 1


ONE_OF_EACH = (
    (MQL_NEW, lambda rows, day: rows.lead(day)),
    (MQL_RE, lambda rows, day: rows.lead(day, kind="re")),
    (WON_COUNT, lambda rows, day: rows.deal(closed_on=day)),
    (WON_VALUE, lambda rows, day: rows.deal(closed_on=day)),
    (WIN_RATE, lambda rows, day: rows.deal("lost", closed_on=day)),
    (IMPRESSIONS, lambda rows, day: rows.shown(day=day)),
    (COST_PER_MQL, lambda rows, day: (rows.lead(day), rows.shown(day=day))),
)


@pytest.mark.parametrize("day", EDGES)
@pytest.mark.parametrize("one", ONE_OF_EACH, ids=lambda one: one[0].name)
def test_a_week_holds_its_first_day_and_not_the_one_after_its_last(one, day, rows, store, week):
    metric, put = one
    put(rows, day)

    assert read(store, metric, week()).sample == (day in EDGES[1:3])


def test_won_deals_are_those_of_new_customers(rows, store, week):
    rows.deal(amount_base=300.0)
    rows.deal(amount_base=None)
    rows.deal(is_new_business=False)
    rows.deal("lost")
    rows.deal("open")

    assert read(store, WON_COUNT, week()).value == 2
    assert read(store, WON_VALUE, week()).value == 300


def test_nothing_won_is_a_zero_and_no_rate(rows, store, week):
    assert read(store, WON_COUNT, week()).value == 0
    rate = read(store, WIN_RATE, week())
    assert (rate.value, rate.missing) == (None, "nothing was decided in this period")


def test_the_win_rate_ignores_open_deals(rows, store, week):
    for outcome in ("won", "lost", "open", "open"):
        rows.deal(outcome)

    reading = read(store, WIN_RATE, week())

    assert (reading.value, reading.hits, reading.sample) == (0.5, 1, 2)


def test_the_win_rate_is_that_of_the_example(rows, store, week):
    for told in G22["inputs"]["closed_in_period"]:
        rows.deal(told["outcome"], amount_base=float(told["amount"]))

    rate, value, won = (read(store, one, week()) for one in (WIN_RATE, WON_VALUE, WON_COUNT))

    assert rate.value == G22["expected"]["win_rate_count"]
    assert (rate.low, rate.high) == pytest.approx(
        G22["expected"]["win_rate_count_wilson95"], abs=1e-6
    )
    assert value.value / won.value == pytest.approx(G22["expected"]["avg_deal_won"], abs=1e-4)


def test_the_cost_per_mql_is_of_all_mqls_but_expansions(rows, store, week):
    for kind in ("new", "re", "expansion"):
        rows.lead(kind=kind)
    rows.shown(cost_base=60.0)
    rows.shown(cost_base=None)

    reading = read(store, COST_PER_MQL, week())

    assert (reading.value, reading.sample) == (30, 2)


def test_no_mql_has_no_cost(rows, store, week):
    rows.shown()

    reading = read(store, COST_PER_MQL, week())

    assert (reading.value, reading.missing) == (None, "no MQLs in this period")


def test_an_mql_without_spending_has_no_cost_either(rows, store, week):
    rows.lead()

    assert read(store, COST_PER_MQL, week()).missing == "no programme cost loaded for this period"


def test_the_whole_cost_is_not_set_against_a_part_of_the_mqls(rows, store, week):
    rows.lead(tier="A")
    rows.shown()

    reading = read(store, COST_PER_MQL, week(tier=["A"]))

    assert (reading.value, reading.missing) == (None, "programme cost is not known by tier")


@pytest.mark.parametrize("metric", [MQL_NEW, WON_COUNT, WIN_RATE], ids=lambda m: m.name)
def test_the_parts_add_up_to_the_whole_and_blank_is_apart_from_unknown(metric, rows, store, week):
    for source in ("web", "web", "unknown", None):
        rows.lead(source=source)
        rows.deal(source=source)

    parts = breakdown(store, metric, week(), "source")

    assert {value: part.sample for value, part in parts.items()} == {
        "web": 2,
        "unknown": 1,
        None: 1,
    }
    assert sum(part.sample for part in parts.values()) == read(store, metric, week()).sample


def test_a_part_that_is_filtered_out_is_no_part(rows, store, week):
    for source in ("web", "event"):
        rows.lead(source=source)
        rows.shown(channel=source)

    for metric in (MQL_NEW, COST_PER_MQL):
        assert set(breakdown(store, metric, week(source=["web"]), "source")) == {"web"}


def test_a_filter_takes_named_values_and_blank(rows, store, week):
    for tier in ("A", "B", None):
        rows.lead(tier=tier)

    assert read(store, MQL_NEW, week(tier=["A"])).value == 1
    assert read(store, MQL_NEW, week(tier=["(blank)"])).value == 1
    assert read(store, MQL_NEW, week(tier=["A", "(blank)"])).value == 2
    assert read(store, MQL_NEW, week(tier=[])).value == 3


def test_a_filter_that_the_facts_do_not_know_is_named(rows, store, week):
    rows.shown()

    reading = read(store, IMPRESSIONS, week(owner=["Ann"]))

    assert (reading.value, reading.ignored) == (100, ("owner",))


def test_a_filter_nobody_knows_is_refused(week):
    with pytest.raises(InputError, match="No filter named 'colour'"):
        week(colour=["red"])


def test_a_cut_that_the_facts_do_not_know_is_refused(rows, store, week):
    with pytest.raises(InputError, match="cannot be cut by 'owner'"):
        breakdown(store, IMPRESSIONS, week(), "owner")
