"""What pages draw: the records arrive whole in the browser's component, as plain values."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


def drawn(script):
    """Run *script* as a page; return what each component was given, by its kind."""
    page = AppTest.from_string(script, default_timeout=30).run()
    assert not page.exception
    given = [json.loads(part.proto.json) for part in page.get("bidi_component")]
    return {drawing["kind"]: drawing for drawing in given}


def script(name, call):
    head = f"from revdash.ui import {name}\nfrom tests.ui import samples\n"
    return f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{head}{call}\n"


def test_tiles_arrive_with_every_fact():
    drawing = drawn(script("tiles", "tiles.columns(samples.SHEET.columns)"))["tiles"]

    sla = drawing["columns"][1]["tiles"][1]

    assert (sla["value"], sla["goal"], sla["verdict"]) == ("73.4 %", "Goal 80 %", "missed")
    assert sla["is_missed"] is True


def test_a_week_without_a_value_stays_without_one():
    drawing = drawn(script("tiles", "tiles.columns(samples.SHEET.columns)"))["tiles"]

    assert drawing["columns"][0]["tiles"][2]["spark"] == []


def test_a_chart_arrives_with_its_sentence():
    drawing = drawn(script("trends", "trends.chart(samples.TREND, key='trend')"))["chart"]

    assert drawing["alt"].startswith("New MQLs per week")
    assert drawing["figure"]["data"][0]["marker"]["color"][0] == "role:marketing-tint"


def test_a_name_with_markup_arrives_as_it_is():
    drawing = drawn(script("grids", "grids.grid(samples.WAITING, 'waiting')"))["grid"]

    assert drawing["rows"][6][0].startswith("<b>Ann</b>")


def test_a_grid_opens_rows_only_when_asked():
    shut = drawn(script("grids", "grids.grid(samples.WAITING, 'waiting')"))["grid"]
    openable = drawn(script("grids", "grids.openable(samples.WAITING, 'waiting')"))["grid"]

    assert (shut["opens"], openable["opens"]) == (False, True)


def test_demo_data_is_called_demo_data():
    call = "head = headline.head()\nheadline.heading(head.title, samples.SHEET)"

    drawing = drawn(script("headline", call))["heading"]

    assert drawing["banner"] == "Demo data: Halden Field Systems is fictional."


@pytest.mark.parametrize(("word", "count"), [("", 1), ("qualified", 1), ("webinar", 0)])
def test_definitions_are_found_by_a_word(word, count):
    call = f"glossary.families((samples.DEFINITION,), {word!r})"

    drawing = drawn(script("glossary", call))["glossary"]

    assert len(drawing["families"]) == count
