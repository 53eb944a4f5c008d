"""Every page, on a demo store, an empty one and none at all: it opens, and says what to do."""

import json

import pytest

from revdash import api

TITLES = {
    "overview": "Revenue review",
    "feedback": "Feedback",
    "handoffs": "Dropped handoffs",
    "explore": "Explore",
    "definitions": "Definitions",
    "data": "Data",
    "settings": "Settings",
    "lead": "A lead's story",
    "pulse": "Pulse",
}
OF_FACTS = ("overview", "feedback", "handoffs", "explore", "lead", "pulse")
EMPTY_TITLES = TITLES | dict.fromkeys(OF_FACTS, "Nothing is loaded yet")
NO_STORE_TITLES = TITLES | dict.fromkeys(OF_FACTS, "There is no store yet")
PAGES = tuple(TITLES)


def drawn(app, kind):
    """Return what the page's component of *kind* was given."""
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return [drawing for drawing in given if drawing["kind"] == kind]


def title_of(app):
    """Return the page's one title."""
    (heading,) = drawn(app, "heading")
    return heading["title"]


def tiles_of(app):
    """Return the tiles by metric."""
    (tiles,) = drawn(app, "tiles")
    return {tile["metric"]: tile for column in tiles["columns"] for tile in column["tiles"]}


def everything(app):
    """Return all that the page shows, words within our drawings among it, by whole words."""
    shown = [part.proto.json for part in app.get("bidi_component")]
    return set(" ".join([said(app), *shown]).replace('"', " ").split())


def said(app):
    """Return all texts of the page that Streamlit itself prints."""
    parts = [*app.error, *app.text, *app.markdown]
    return " ".join(str(part.value) for part in parts)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_the_demo_store(open_page, short_demo_folder, page):
    app = open_page(short_demo_folder, page)

    assert not app.exception
    assert not app.error
    assert title_of(app) == TITLES[page]
    assert "fictional" in drawn(app, "heading")[0]["banner"]
    assert "Nothing is loaded yet" not in said(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_an_empty_store(open_page, empty_folder, page):
    app = open_page(empty_folder, page)

    assert not app.exception
    assert not app.error
    assert title_of(app) == EMPTY_TITLES[page]


@pytest.mark.parametrize("row", ["lead", "deal"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_a_store_of_one_row(open_page, one_row_folders, page, row):
    app = open_page(one_row_folders[row], page)

    assert not app.exception
    assert not app.error
    assert title_of(app) == TITLES[page]
    assert "nan" not in everything(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_a_store_opens(open_page, tmp_path, page):
    app = open_page(tmp_path, page)

    assert not app.exception
    assert title_of(app) == NO_STORE_TITLES[page]
    assert "Traceback" not in everything(app)


@pytest.mark.parametrize("page", ["overview", "data"])
def test_without_a_store_the_next_step_is_said(open_page, tmp_path, page):
    app = open_page(tmp_path, page)

    assert "revdash init" in said(app)
    assert not app.button


def test_definitions_need_no_store(open_page, tmp_path):
    app = open_page(tmp_path, "definitions")

    assert not app.error
    assert len(drawn(app, "glossary")[0]["families"]) > 3


def test_one_lead_is_counted_and_one_deal_is_no_lead(open_page, one_row_folders):
    days = {"period": ["last-month"]}

    lead = tiles_of(open_page(one_row_folders["lead"], **days))
    deal = tiles_of(open_page(one_row_folders["deal"], **days))

    assert (lead["mql_new"]["value"], lead["won_count"]["note"]) == ("0", "no deals loaded")
    assert (deal["won_count"]["value"], deal["mql_new"]["note"]) == ("0", "no lead stages loaded")


@pytest.mark.parametrize("metric", ["won_value", "follow_up_time", "reach_unique"])
def test_a_metric_opens_on_a_store_of_one_row(open_page, one_row_folders, metric):
    app = open_page(one_row_folders["deal"], open=[metric])

    assert not app.exception
    assert not app.error
    assert drawn(app, "reading")[0]["facts"]


def test_every_tile_of_the_demo_has_a_value(open_page, short_demo_folder):
    (tiles,) = drawn(open_page(short_demo_folder), "tiles")

    values = [tile["value"] for column in tiles["columns"] for tile in column["tiles"]]

    assert 6 <= len(values) <= 10
    assert "–" not in values


def test_no_tile_of_the_demo_is_a_bare_number_without_its_meaning(open_page, short_demo_folder):
    (tiles,) = drawn(open_page(short_demo_folder), "tiles")

    assert all(tile["meaning"] for column in tiles["columns"] for tile in column["tiles"])


def test_an_empty_store_is_not_called_a_demo(open_page, empty_folder):
    assert not drawn(open_page(empty_folder), "heading")[0].get("banner")


def test_an_empty_store_shows_no_tiles_and_one_button(open_page, empty_folder):
    app = open_page(empty_folder)

    assert drawn(app, "tiles") == []
    assert [button.label for button in app.button] == ["Bring in a file"]


def test_the_address_sets_the_filters_before_anything_is_drawn(open_page, short_demo_folder):
    everybody = drawn(open_page(short_demo_folder), "tiles")

    some = open_page(short_demo_folder, segment=["SMB"])

    assert drawn(some, "tiles") != everybody
    assert "Filters · 1" in [popover.proto.popover.label for popover in some.get("popover")]


def test_a_value_that_no_filter_has_is_said_and_not_counted(open_page, short_demo_folder):
    app = open_page(
        short_demo_folder, segment=["SMB", "Nowhere"], team=["*You*"], period=["nonsense"]
    )

    (notice,) = app.info
    assert notice.value == (
        r"No period is called 'nonsense'; showing the last 4 weeks\. "
        r"Nothing is called 'Nowhere' in Segment; left out\. "
        r"Nothing is called '\*You\*' in Team; showing all\."
    )
    assert "Filters · 1" in [popover.proto.popover.label for popover in app.get("popover")]


def test_the_address_names_two_days_as_the_command_line_does(open_page, short_demo_folder):
    app = open_page(short_demo_folder, period=["2026-05-01..2026-05-10"])

    assert "1–10 May 2026" in drawn(app, "heading")[0]["period"]
    assert not app.info


def test_two_days_the_wrong_way_round_are_answered(open_page, short_demo_folder):
    app = open_page(short_demo_folder, period=["2026-05-10..2026-05-01"])

    assert "ends before it starts" in app.info[0].value


@pytest.mark.parametrize("page", ["data", "settings"])
def test_who_may_only_read_is_told_so_and_gets_no_button(open_page, short_demo_folder, page):
    app = open_page(short_demo_folder)
    viewer = next(one.key for one in api.people() if one.role == "viewer")

    app.selectbox(key="person").set_value(viewer).run()
    app.switch_page(f"../../pages/{page}.py").run()

    assert "needs one of these roles: revops, admin" in app.info[0].value.replace("\\", "")
    assert not app.button
    assert all(not table["action"] for table in drawn(app, "grid"))


def test_a_metric_that_does_not_exist_is_answered_with_a_suggestion(open_page, short_demo_folder):
    app = open_page(short_demo_folder, open=["mql_nwe"])

    assert not app.exception
    assert "mql" in app.error[0].value


def test_the_wall_says_when_it_was_refreshed(open_page, short_demo_folder):
    app = open_page(short_demo_folder, tv=["1"])

    assert "Refreshed" in said(app)


def test_a_word_narrows_the_definitions(open_page, short_demo_folder):
    app = open_page(short_demo_folder, "definitions")

    app.text_input(key="find").set_value("win rate").run()

    (glossary,) = drawn(app, "glossary")
    found = [one["name"] for family in glossary["families"] for one in family["definitions"]]
    assert "win_rate_count" in found
    assert len(found) < 6


def test_the_address_opens_a_tab_of_the_settings(open_page, short_demo_folder):
    app = open_page(short_demo_folder, "settings", tab=["Goals"])

    assert "Add a goal" in [box.label for box in app.expander]
    assert "Company" not in [box.label for box in app.expander]


def test_the_tour_is_a_page_of_the_demo(open_page, short_demo_folder):
    app = open_page(short_demo_folder, "tour")

    (tour,) = drawn(app, "tour")
    assert not app.exception
    assert title_of(app) == "Tour"
    assert "explore?metric=sla_attainment" in tour["stops"][0]["address"]
