"""Goals on the settings page: pasted, looked over, saved all at once, and listed."""

import json
import shutil

import pytest

ROWS = "metric\ttarget\teach\tfrom\nmql_new\t40\tmonth\t2026-06-01"


def grids(app):
    """What each grid of the page was given, by its title."""
    assert not app.exception
    assert not app.error
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return {one["title"]: one for one in given if one["kind"] == "grid"}


@pytest.fixture
def goals(open_page, one_row_folders, tmp_path):
    folder = shutil.copytree(one_row_folders["lead"], tmp_path / "data")
    app = open_page(folder, "settings", tab=["Goals"])
    return app.selectbox(key="person").set_value("revops").run()


def looked_over(app, rows):
    app.text_area(key="goals-rows").set_value(rows)
    return app.button(key="goals-look").click().run()


def test_rows_that_are_understood_are_saved_and_listed(goals):
    looked_over(goals, ROWS)
    understood = grids(goals)["As they are understood"]["rows"]

    goals.button(key="goals-save").click().run()

    assert understood == [["2", "New MQLs: 40 a month from 1 Jun 2026", ""]]
    assert [row[0] for row in grids(goals)["All goals"]["rows"]] == ["New MQLs: 40 a month"]
    assert grids(goals)["All goals"]["action"] == "End"


def test_a_row_that_is_not_understood_is_said_and_nothing_can_be_saved(goals):
    looked_over(goals, f"{ROWS}\nmql_nev\t1\tmonth\t2026-06-01")

    assert "Did you mean" in goals.warning[0].value
    assert "goals-save" not in [button.key for button in goals.button]
