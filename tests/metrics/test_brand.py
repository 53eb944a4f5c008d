"""Brand: mentions, share of voice, searches and visits: whose, and on which day."""

import json
from pathlib import Path

import pytest

from revdash.metrics.brand import (
    BRANDED_IMPRESSIONS,
    BRANDED_SEARCH,
    DIRECT_TRAFFIC,
    MENTIONS,
    MENTIONS_TONE,
    SHARE_OF_SEARCH,
    SHARE_OF_VOICE,
    VOICES,
)
from revdash.metrics.read import read
from revdash.metrics.records import records
from revdash.store.schema.followers import brand_day

G23 = json.loads((Path(__file__).parents[1] / "golden" / "G23_reach_sov.json").read_text("utf-8"))
KINDS = {
    MENTIONS: "mentions",
    BRANDED_SEARCH: "branded_clicks",
    BRANDED_IMPRESSIONS: "branded_impressions",
    DIRECT_TRAFFIC: "direct_sessions",
}


@pytest.fixture
def said(rows):
    """Let a brand be spoken of, or searched for."""

    def _said(value, entity="own", day="2026-05-12", kind="mentions", **told):
        told |= {"value": float(value), "signal_kind": kind, "day": day, "entity": entity}
        rows.put(brand_day, is_own=entity == "own", **told)

    return _said


@pytest.fixture
def example(said):
    for entity, value in G23["inputs"]["mentions"].items():
        said(value, entity)


@pytest.mark.parametrize("metric", KINDS, ids=lambda metric: metric.name)
def test_each_counts_its_own_signals_of_our_brand_alone(metric, said, store, week):
    for kind in {*KINDS.values(), "followers"}:
        said(3, kind=kind)
        said(50, "comp_a", kind=kind)

    assert read(store, metric, week()).value == 3


@pytest.mark.parametrize("day", ["2026-05-10", "2026-05-11", "2026-05-17", "2026-05-18"])
def test_a_mention_counts_on_its_own_day(day, said, store, week):
    said(7, day=day)

    assert read(store, MENTIONS, week()).value == (7 if "11" <= day[-2:] <= "17" else 0)


def test_mentions_are_bounded_as_counts_are(said, store, week):
    said(140)

    reading = read(store, MENTIONS, week())

    assert reading.low < 140 < reading.high


def test_mentions_are_split_by_their_tone(said, store, week):
    for tone, value in (("positive", 6), ("negative", 3), (None, 1)):
        said(value, sentiment=tone)
    said(90, "comp_a", sentiment="negative")

    reading = read(store, MENTIONS_TONE, week())

    assert reading.value == pytest.approx(0.6)
    assert [part.name for part in reading.parts] == ["positive", "negative", None]


def test_the_share_of_voice_is_that_of_the_example(example, store, week):
    reading = read(store, SHARE_OF_VOICE, week())

    assert reading.value == pytest.approx(G23["expected"]["share_of_voice"])
    assert (reading.sample, reading.low, reading.high) == (
        500,
        pytest.approx(0.2424, abs=1e-4),
        pytest.approx(0.3210, abs=1e-4),
    )


def test_the_competitors_of_the_share_of_voice_are_named(example, store, week):
    parts = read(store, VOICES, week()).parts
    brands = {row[4] for row in records(store, SHARE_OF_VOICE, week()).rows}

    assert [part.name for part in parts] == ["comp_a", "us", "comp_b"]
    assert brands == {"own", "comp_a", "comp_b"}


def test_without_competitors_there_is_no_share_of_voice(said, store, week):
    said(140)

    reading = read(store, SHARE_OF_VOICE, week())

    assert (reading.value, reading.missing) == (None, "no mentions of competitors loaded")


def test_the_share_of_search_is_of_all_whose_index_is_known(said, store, week):
    said(30, kind="search_index")
    said(90, "comp_a", kind="search_index")

    assert read(store, SHARE_OF_SEARCH, week()).value == 0.25


def test_unpaid_searches_for_our_name_are_visits_too(said, store, week):
    said(30, kind="direct_sessions")
    said(12, kind="organic_brand_sessions")

    assert read(store, DIRECT_TRAFFIC, week()).value == 42


def test_a_market_is_a_region(said, store, week):
    said(3, region="DACH")
    said(4, region="UK")

    assert read(store, MENTIONS, week(region=["UK"])).value == 4


def test_nothing_said_is_a_zero_and_no_share(said, store, week):
    for entity in ("own", "comp_a"):
        said(9, entity, day="2026-05-04")

    assert read(store, MENTIONS, week()).value == 0
    assert read(store, SHARE_OF_VOICE, week()).value is None
