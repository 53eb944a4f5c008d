"""Customers and enablement on their pages: how those we won fare, and what helps sales."""

import json

import pytest

from revdash.api import enablement
from revdash.api.actors import COMMAND_LINE


@pytest.fixture
def customers(open_page, short_demo_folder):
    """Return a function that opens the customers page with what the address says."""
    return lambda **address: open_page(short_demo_folder, "customers", **address)


def drawn(app):
    """Return what the page's components were given."""
    return [json.loads(part.proto.json) for part in app.get("bidi_component")]


def names_of(app):
    """Return the grids by their names."""
    return {drawing["name"]: drawing for drawing in drawn(app) if drawing["kind"] == "grid"}


def test_the_page_tells_how_customers_fare_beside_the_lens_and_the_mirror(customers):
    app = customers()

    grids, kinds = names_of(app), {drawing["kind"] for drawing in drawn(app)}
    assert not app.exception
    assert {"tiles", "reading", "chart", "sentence"} <= kinds
    assert {"lens-parts", "customer-parts", "customer-fates"} <= grids.keys()
    (unknown,) = [row for row in grids["customer-parts"]["rows"] if row[0] == "unknown"]
    assert int(unknown[1]) > 250


def test_the_address_says_by_what_they_are_cut(customers):
    grid = names_of(customers(by=["segment"]))["customer-parts"]

    assert {row[0] for row in grid["rows"]} == {"SMB", "MM", "ENT"}


def test_needs_stand_with_those_that_wait_first(customers):
    grids = names_of(customers(tab=["What they need"]))

    waits = [int(row[4]) > 0 for row in grids["need-clusters"]["rows"]]
    assert waits == sorted(waits, reverse=True)
    assert grids["needs-heard"]["rows"][0][5] != ""


def test_what_is_looked_at_says_whom_it_is_about(customers):
    grids = names_of(customers(tab=["What we look at"]))

    assert {row[1] for row in grids["looked-at"]["rows"]} <= {
        "customer",
        "sales",
        "brand",
        "internal",
    }


def test_enablement_tells_what_hours_went_into_and_who_asked(open_page, short_demo_folder):
    app = open_page(short_demo_folder, "enablement")

    grids = names_of(app)
    assert not app.exception
    assert grids["askers"]["rows"][-1][3] == "100 %"
    assert grids["one-offs"]["total"] == len(grids["one-offs"]["rows"])
    view = enablement.enablement(COMMAND_LINE)
    assert "of marketing's hours went into single deals" in "".join(p.text for p in view.sentence)


def test_enablement_says_the_next_step_where_nothing_is_agreed(open_page, one_row_folders):
    grids = names_of(open_page(one_row_folders["deal"], "enablement", tab=["Steps and tools"]))

    assert grids["coverage"]["empty"].startswith("No steps of the sales cycle are agreed yet.")


@pytest.mark.parametrize("page", ["customers", "enablement"])
@pytest.mark.parametrize("of", ["lead", "deal"])
def test_the_pages_open_on_a_store_that_knows_nothing_of_it(open_page, one_row_folders, page, of):
    app = open_page(one_row_folders[of], page)

    assert not app.exception
    (column,) = next(one["columns"] for one in drawn(app) if one["kind"] == "tiles")
    known = {tile["metric"] for tile in column["tiles"] if tile["value"] != "–"}
    assert known <= {"customer_metric_share"}  # the agenda is there from the first day
