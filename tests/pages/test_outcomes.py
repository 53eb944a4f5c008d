"""What became of them, on the page: a sentence, a table by the cut asked for, a row's leads."""

import json

import pytest

QUARTER = {"period": ["last-13-weeks"]}


@pytest.fixture
def feedback(open_page, short_demo_folder):
    """Return a function that opens the page on the demo with what the address says."""

    def opened(**address):
        return open_page(short_demo_folder, "feedback", **QUARTER | address)

    return opened


def drawn(app, kind):
    """Return what the page's component of *kind* was given."""
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return [drawing for drawing in given if drawing["kind"] == kind]


def names_of(app):
    """Return the grids by their names."""
    return {drawing["name"]: drawing for drawing in drawn(app, "grid")}


def test_the_page_tells_what_became_of_them_why_and_of_their_second_life(feedback):
    app = feedback()

    (table,) = drawn(app, "outcomes")
    (sentence,) = drawn(app, "sentence")
    assert not app.exception
    assert "".join(part["text"] for part in sentence["parts"]).startswith("Of ")
    assert table["title"] == "What became of them by campaign"
    assert len(table["lines"]) > 5
    assert names_of(app)["reasons"]["rows"]
    assert drawn(app, "funnel")[0]["steps"][0]["label"] == "Handed over"


def test_the_address_says_by_what_they_are_parted(feedback):
    (table,) = drawn(feedback(by=["region"]), "outcomes")

    assert table["by_word"] == "Region"
    assert {line["name"] for line in table["lines"]} <= {"DACH", "UK", "US", "(blank)"}


def test_the_leads_of_a_row_open_by_the_address(feedback):
    app = feedback(by=["region"], of=["UK"])

    (uk,) = [line for line in drawn(app, "outcomes")[0]["lines"] if line["name"] == "UK"]
    assert not app.exception
    assert names_of(app)["picked"]["total"] == uk["leads"]


def test_the_leads_of_a_reason_open_by_the_address(feedback):
    name, _, leads, *_ = names_of(feedback())["reasons"]["rows"][0]

    picked = names_of(feedback(of=["*"], why=[name]))["picked"]

    assert picked["total"] == int(leads)
    assert {row[4] for row in picked["rows"]} == {name}


def test_where_no_lead_was_handed_over_the_page_says_what_to_do(open_page, one_row_folders):
    (table,) = drawn(open_page(one_row_folders["deal"], "feedback"), "outcomes")

    assert "Widen the period" in table["empty"]
    assert table["lines"] == []
