"""A lead's page: reached by its address, it shows one sentence, one line and every fact."""

import json

import pytest
from sqlalchemy import select

from revdash.api.house import House
from revdash.config import read_settings
from revdash.store.schema.episodes import lead_episode


@pytest.fixture(scope="module")
def somebody(short_demo_folder):
    """The id of a lead that was handed over."""
    house = House(read_settings(data=short_demo_folder))
    with house.facts() as connection:
        found = connection.execute(select(lead_episode.c.person_id).order_by("person_id")).scalar()
    house.close()
    return found


def drawn(app):
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return {drawing.get("title") or drawing["kind"]: drawing for drawing in given}


def test_a_lead_is_told_from_one_sentence_down_to_its_facts(open_page, short_demo_folder, somebody):
    app = open_page(short_demo_folder)
    app.query_params["lead"] = somebody
    app.switch_page("../../pages/lead.py").run()

    shown = drawn(app)
    assert not app.exception
    assert shown["sentence"]["parts"]
    assert shown["Both sides on one line"]["marks"]
    assert {"What was handed over", "What happened", "Handoffs", "Known as"} <= shown.keys()
    assert shown["What happened"]["opens"]


def test_who_is_not_known_is_answered(open_page, short_demo_folder):
    app = open_page(short_demo_folder)
    app.query_params["lead"] = "nobody"
    app.switch_page("../../pages/lead.py").run()

    assert "Nobody is known as" in app.error[0].value


@pytest.mark.parametrize("page", ["overview", "settings", "lead"])
def test_the_search_stands_on_every_page(open_page, short_demo_folder, page):
    assert drawn(open_page(short_demo_folder, page))["search"]["hits"] == []


def test_a_wall_has_no_search(open_page, short_demo_folder):
    assert "search" not in drawn(open_page(short_demo_folder, tv=["1"]))
