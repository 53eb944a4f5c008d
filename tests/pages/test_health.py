"""Alignment Health on its page: the number, what moved it, its parts, what is behind each."""

import json

import pytest


@pytest.fixture
def health(open_page, short_demo_folder):
    """Return a function that opens the page on the demo with what the address says."""
    return lambda **address: open_page(short_demo_folder, "health", **address)


def drawn(app, kind):
    """Return what the page's component of *kind* was given."""
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return [drawing for drawing in given if drawing["kind"] == kind]


def test_the_page_tells_the_number_what_moved_it_and_its_parts(health):
    app = health()

    (score,), (parts,) = drawn(app, "healthScore"), drawn(app, "healthParts")
    (sentence,) = drawn(app, "sentence")
    number = score["score"]["number"]
    assert not app.exception
    assert sentence["parts"][0]["text"].startswith(f"Health {number}")
    assert len(parts["parts"]) == 9
    assert "individual pay" in score["note"]
    assert [chart["title"] for chart in drawn(app, "chart")][1].startswith("Health by week")
    assert len(drawn(app, "healthGames")[0]["games"]) == 10


def test_a_part_opens_by_the_address_with_its_teams_and_records(health):
    app = health(part=["sla_attainment"])

    grids = {drawing["name"]: drawing for drawing in drawn(app, "grid")}
    (part,) = [p for p in drawn(app, "healthParts")[0]["parts"] if p["key"] == "sla_attainment"]
    assert not app.exception
    assert part["of"].endswith(f"of {grids['part-records']['total']}")
    assert {"teams", "without", "posts-proposal"} <= {*grids}


def test_a_part_that_nothing_is_behind_says_what_is_missing(health):
    app = health(part=["joint_pacing"])

    (about,) = drawn(app, "about")
    assert not app.exception
    assert dict(about["facts"])["Floor → target"] == "0.6 → 1"


def test_without_handed_over_leads_it_says_what_to_import(open_page, one_row_folders):
    app = open_page(one_row_folders["deal"], "health")

    assert not app.exception
    assert "to reckon Alignment Health from yet" in " ".join(one.value for one in app.error)
