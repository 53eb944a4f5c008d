"""Two counts, on the page: the store's own lists at once, a cause's records, files by each side."""

import json

import pytest

MONTHS = {"period": ["last-13-weeks"], "tab": ["Two counts"]}


@pytest.fixture
def counts(open_page, short_demo_folder):
    """The tab, on the demo."""
    return open_page(short_demo_folder, "feedback", **MONTHS)


def drawn(app, kind):
    """Return what the page's component of *kind* was given."""
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return [drawing for drawing in given if drawing["kind"] == kind]


def sentence_of(app):
    (sentence,) = drawn(app, "sentence")
    return "".join(part["text"] for part in sentence["parts"])


def grids_of(app):
    """Return the grids by their names."""
    return {drawing["name"]: drawing for drawing in drawn(app, "grid")}


def box(app, label):
    return next(one for one in app.selectbox if one.label == label)


def test_it_opens_with_what_the_store_counts_on_each_side(counts):
    assert not counts.exception
    assert sentence_of(counts).startswith("Marketing counts ")
    assert box(counts, "Marketing's list").value == "MQL@hubspot"
    assert box(counts, "Sales' list").value == "assigned@salesforce"


def test_the_table_adds_up_and_the_records_are_of_its_first_cause(counts):
    box(counts, "Marketing's list").select("LEAD@hubspot").run()
    totals = grids_of(counts)["counts-totals"]
    *causes, total = [
        [int(n.replace(",", "").replace("−", "-")) for n in row[1:]] for row in totals["rows"]
    ]

    assert [sum(column) for column in zip(*causes, strict=True)] == total
    assert grids_of(counts)["counts-records"]["title"] == totals["rows"][0][0]
    assert not counts.exception


def test_a_file_is_asked_for_where_one_is_chosen(counts):
    box(counts, "Sales' list").select("file").run()

    assert [one.value for one in counts.info] == [
        "Bring the file of each side, or choose what revdash counts\\."
    ]
    assert drawn(counts, "heading")[0]["title"] == "Feedback"


def test_a_mistake_in_a_file_is_said_as_imports_say_it(counts):
    box(counts, "Sales' list").select("file").run()
    uploader = counts.get("file_uploader")[0]
    uploader.upload("list.csv", b"%PDF-1.7").run()

    assert "PDF document" in counts.error[0].value
