"""Dropped: the Data page with a file that waits, and with what it says of its receipt."""

import io
import shutil

import pytest

from revdash import api
from revdash.api.actors import COMMAND_LINE
from revdash.api.imports import Manner, import_paths
from revdash.config import read_settings

CONTACTS = "Record ID,First Name,Email,Create Date\n101,Ann,ann@x.example,2026-05-01 10:00\n"


@pytest.fixture
def folder(one_row_folders, tmp_path):
    """A store with contacts of a second portal, and contacts that were dropped."""
    folder = shutil.copytree(one_row_folders["lead"], tmp_path / "data")
    house = api.move_in(read_settings(data=folder))
    (tmp_path / "emea.csv").write_text(CONTACTS)
    import_paths(house, COMMAND_LINE, [tmp_path / "emea.csv"], Manner(source="hubspot-emea"))
    api.drop(COMMAND_LINE, [("contacts.csv", io.BytesIO(CONTACTS.encode()))])
    house.close()
    return folder


def source_of(page):
    return next(box for box in page.selectbox if box.label == "Where it comes from")


def test_a_dropped_export_says_what_it_lacks_and_which_portal_it_is_of(open_page, folder):
    page = open_page(folder, "data")
    warnings = " ".join(warning.value for warning in page.warning)
    before = source_of(page).value

    source_of(page).select("hubspot-emea").run()

    assert "This file brings no MQL" in warnings
    assert (before, source_of(page).value) == ("hubspot", "hubspot-emea")
    assert not page.exception


def test_a_receipt_shows_what_to_look_at_above_its_notes(open_page, folder):
    page = open_page(folder, "data", receipt="2")

    assert any("This file brings no MQL" in warning.value for warning in page.warning)
    assert not page.exception
