"""How a reading is printed: what is too little, what is missing, what changed."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from revdash.metrics.closure import WIN_RATE, WIN_RATE_VALUE, WON_COUNT, WON_VALUE
from revdash.metrics.demand import COST_PER_MQL
from revdash.metrics.follow_up import SLA_ATTAINMENT
from revdash.metrics.read import read
from revdash.metrics.shapes import Reading, Unit
from revdash.metrics.shown import (
    NOTHING,
    count,
    difference,
    duration,
    money,
    number,
    short,
    shown,
    with_sign,
)
from revdash.period import Period

G07 = json.loads((Path(__file__).parents[1] / "golden" / "G07_wilson.json").read_text("utf-8"))
WEEK = Period(date(2026, 5, 11), date(2026, 5, 18))


def reading(metric=WIN_RATE, value=0.5, **values):
    ordinary = {"as_of": datetime(2026, 5, 18), "sample": 40, "hits": 20}
    return Reading(metric=metric, period=WEEK, value=value, **{**ordinary, **values})


@pytest.mark.parametrize("told", G07["expected"], ids=lambda told: f"{told['x']} of {told['n']}")
def test_a_rate_is_shown_as_its_sample_allows(told, rows, store, week):
    for place in range(told["n"]):
        rows.deal("won" if place < told["x"] else "lost")

    found = read(store, WIN_RATE, week())

    words = shown(found)
    assert (found.low, found.high) == pytest.approx((told["lo"], told["hi"]), abs=1e-6)
    assert words.is_quiet == (told["display"] != "normal")
    assert ("few data" in words.note) == (told["display"] == "grey: few data")
    assert (words.value == f"{told['x']} of {told['n']}") == told["display"].startswith("hide")


@pytest.mark.parametrize("unit", Unit)
def test_what_is_below_nothing_has_the_sign_that_numbers_have(unit):
    assert number(-0.31, unit, "EUR").count("-") == 0
    assert with_sign(-0.31) == "−0.3"
    assert with_sign(4, 0) == "+4"


def test_nothing_is_not_zero():
    assert shown(reading(value=None, sample=0, missing="no deals loaded")).value == NOTHING
    assert shown(reading(value=None, sample=0, missing="no deals loaded")).note == "no deals loaded"
    assert shown(reading(WON_COUNT, 0.0, sample=0)).value == "0"


def test_what_is_left_out_is_printed_beside_it():
    words = shown(reading(SLA_ATTAINMENT, pending=3, ignored=("tier", "owner")))

    assert words.note == "20 of 40 · 3 not due yet · for every owner and tier"


def test_a_ratio_says_of_how_many():
    assert shown(reading(COST_PER_MQL, 104.2, sample=198), "EUR").value == "€104"
    assert shown(reading(COST_PER_MQL, 104.2, sample=198)).note == "198 MQLs"


def test_a_share_of_money_rests_on_its_deals():
    words = shown(reading(WIN_RATE_VALUE, 0.242, sample=12))

    assert (words.value, words.note) == ("24.2 %", "12 deals decided · few data")
    assert words.is_quiet


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (count(99_999), "99,999"),
        (count(100_000), "100K"),
        (short(964_400), "964K"),
        (short(13_120_000), "13.1M"),
        (short(2_000_000_000), "2.0B"),
        (money(9_999.4, "EUR"), "€9,999"),
        (money(-25_700, "USD"), "−$25.7K"),
        (money(5, "SEK"), "SEK 5"),
        (duration(0), "0 m"),
        (duration(0.999), "1 h"),
        (duration(3 + 1 / 3), "3 h 20 m"),
        (duration(26.2), "26 h"),
        (number(1.0, Unit.DAYS), "1.0 day"),
        (number(0.84, Unit.RATIO), "0.84"),
        (number(12.4, Unit.DAYS), "12 days"),
        (number(2.5, Unit.WORKDAYS), "2.5 workdays"),
        (number(134.4, Unit.INDEX), "134"),
        (number(1_282.9, Unit.MONEY_A_DAY, "EUR"), "€1,283 a day"),
    ],
)
def test_numbers_are_printed_as_people_say_them(printed, text):
    assert printed == text


@pytest.mark.parametrize(
    ("metric", "now", "before", "text"),
    [
        (WIN_RATE, 0.5, 0.4, "▲ 10.0 pts"),
        (WIN_RATE, 0.5, 0.5004, "no change"),
        (WON_COUNT, 3.0, 5.0, "▼ 2"),
        (WON_VALUE, 3_000.2, 3_000.0, "no change"),
        (WON_COUNT, 3.0, None, ""),
        (WON_COUNT, None, 3.0, ""),
    ],
)
def test_a_change_is_printed_without_a_judgement(metric, now, before, text):
    assert difference(reading(metric, now), reading(metric, before)) == text


def test_a_change_of_a_rate_that_is_hidden_is_hidden_too():
    assert difference(reading(), replace(reading(value=0.4), sample=4)) == ""
    assert difference(reading(), None) == ""
