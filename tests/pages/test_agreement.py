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


@pytest.fixture
def settings(open_page, short_demo_folder, tmp_path):
    folder = shutil.copytree(short_demo_folder, tmp_path / "data")
    return open_page(folder, "settings", tab=["Agreement"])


def test_a_draft_is_saved_and_shows_what_changes_and_what_it_would_have_meant(settings):
    assert titles(settings) == ["Version 1, in force since ever"] * 2
    settings.number_input(key="agreement-draft-0-tierA").set_value(2.0)
    settings.date_input(key="agreement-draft-0-valid_from").set_value(date(2026, 6, 1))
    next(b for b in settings.button if b.key.endswith("agreement-draft-save")).click().run()

    settings.button(key="agreement-try").click().run()

    assert not settings.error
    assert titles(settings)[:3] == [
        "What changes",
        "What it would have meant",
        "What each side would have owed",
    ]
    assert any("waits for the signature" in one.value for one in settings.caption)
