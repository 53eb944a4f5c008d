"""The agreement on the settings page: drafted, looked at, and what holds beside it."""

import json
import shutil
from datetime import date

import pytest


def titles(app):
    """The titles of the grids on the page."""
    assert not app.exception
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return [one["title"] for one in given if one["kind"] == "grid"]


def named(widgets, name):
    """The widget of the draft's form with that name."""
    keys = [one for one in widgets if one.key and "agreement-draft" in one.key]
    return next(one for one in keys if one.key.endswith(f"-{name}"))


@pytest.fixture
def settings(open_page, short_demo_folder, tmp_path):
    folder = shutil.copytree(short_demo_folder, tmp_path / "data")
    app = open_page(folder, "settings", tab=["Agreement"])
    return app.selectbox(key="person").set_value("revops").run()


def test_a_draft_is_saved_and_shows_what_changes_and_what_it_would_have_meant(settings):
    assert "in force since" in settings.subheader[0].value
    named(settings.number_input, "tierA").set_value(2.0)
    named(settings.date_input, "valid_from").set_value(date(2026, 6, 1))
    named(settings.button, "save").click().run()

    settings.button(key="agreement-try").click().run()

    assert not settings.error
    assert titles(settings) == ["What it would have meant", "What each side would have owed"]
    assert any("tries first within" in one.value and "→" in one.value for one in settings.markdown)
    assert any("waits for the signature" in one.value for one in settings.caption)
