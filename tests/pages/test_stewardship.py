"""Stewardship on a page: its sections draw what there is, and a new release shows at once."""

import json
import shutil
from datetime import datetime

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from revdash import api
from revdash.api import stewarding
from revdash.api.actors import COMMAND_LINE
from revdash.api.imports import Manner, import_paths
from revdash.config import read_settings

PAGE = """from revdash.ui import stewardship
stewardship.sources()
stewardship.joined()
stewardship.oddities()
stewardship.releases()
"""
PEOPLE = """person_id,source_system,full_name,email
h:1,hubspot,<b>Ann</b>,ann@a.example
s:1,salesforce,Ann,ann@a.example
h:2,hubspot,Bob,bob@b.example
h:3,hubspot,Bob,bob@b.example
"""


@pytest.fixture
def copied_empty(empty_folder, tmp_path):
    return shutil.copytree(empty_folder, tmp_path / "data")


@pytest.fixture
def house(copied_empty):
    st.cache_data.clear()
    house = api.move_in(read_settings(data=copied_empty))
    yield house
    house.close()


@pytest.fixture
def brought(house, tmp_path):
    """Import a file of that name and text."""

    def _brought(name, text):
        (tmp_path / name).write_text(text)
        return import_paths(house, COMMAND_LINE, [tmp_path / name])

    return _brought


def grids(app):
    """What each grid of the page was given, by its title."""
    assert not app.exception
    assert not app.error
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return {one["title"]: one for one in given if one["kind"] == "grid"}


def run():
    return AppTest.from_string(PAGE, default_timeout=60).run()


def test_each_section_draws_what_there_is(brought):
    brought("person.csv", PEOPLE)

    found = grids(run())

    assert [row[0] for row in found["Sources"]["rows"]] == ["hubspot", "salesforce"]
    assert found["People joined"]["rows"][0][:3] == ["s:1", "Ann", "<b>Ann</b> (h:1)"]
    assert (found["People joined"]["action"], found["People joined"]["acting"]) == (
        "Keep apart",
        ["s:1"],
    )
    assert found["What looked odd"]["rows"][0][0] == "People of one system with one e-mail address"
    assert found["Releases kept"]["rows"][0][-1] == "in force"


def test_each_section_says_when_there_is_nothing(house):
    found = grids(run())

    assert found["Sources"]["empty"] == "Nothing has been imported yet."
    assert found["People joined"]["empty"].startswith("Nobody was joined")
    assert "People kept apart" not in found
    assert found["What looked odd"]["empty"].startswith("Nothing odd was found. 10 other kinds")


def test_who_is_kept_apart_is_listed_with_the_way_back(brought):
    brought("person.csv", PEOPLE)
    stewarding.keep_apart(COMMAND_LINE, "s:1")

    found = grids(run())

    assert found["People kept apart"]["action"] == "Join again"
    assert found["People joined"]["rows"] == []


def test_a_reader_of_another_page_sees_a_new_release_on_the_next_click(
    open_page, copied_empty, tmp_path
):
    app = open_page(copied_empty, "definitions")
    assert freshness_of(app).startswith("Data to ")
    (tmp_path / "person.csv").write_text(PEOPLE)

    later = Manner(now=datetime(2031, 1, 1, 12))
    import_paths(api.house(), COMMAND_LINE, [tmp_path / "person.csv"], later)
    app.run()

    assert "1 Jan 2031" in freshness_of(app)


def freshness_of(app):
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return next(one["freshness"] for one in given if one["kind"] == "heading")
