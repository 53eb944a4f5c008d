import json
from pathlib import Path

import pytest

from revdash.errors import InputError
from revdash.ingest import Company, Mapping, read_bytes, read_file, stage

CONTACT = {
    "id": "51",
    "properties": {"email": "bo@example.com", "city": None, "hs_object_id": "51"},
    "createdAt": "2023-02-24T03:00:13.789Z",
    "archived": False,
    "associations": {
        "deals": {"results": [{"id": "7", "type": "a"}, {"id": "8"}, {"id": "7", "type": "b"}]},
        "companies": {"results": []},
    },
}
OTHER = {"id": "52", "properties": {"phone": "1", "n": 5}, "archived": True}
COLUMNS = ("hs_object_id", "email", "city", "createdAt", "archived")


@pytest.mark.parametrize(
    "found",
    [
        {"results": [CONTACT, OTHER], "paging": {}},
        [CONTACT, OTHER],
        [{"results": [CONTACT]}, OTHER],
    ],
)
def test_a_page_of_the_api_is_a_row_for_each_record(found: object) -> None:
    (source,) = read_bytes("page.json", json.dumps(found).encode())

    first, second = source.cells.to_pylist()
    assert source.header[:5] == COLUMNS
    assert (first["hs_object_id"], first["city"], first["archived"]) == ("51", "", "false")
    assert (first["Associated Deal IDs"], first["Associated Company IDs"]) == ("7;8", "")
    assert (second["hs_object_id"], second["n"], second["archived"]) == ("52", "5", "true")


def test_one_record_alone_is_a_row() -> None:
    (source,) = read_bytes("contact.json", json.dumps(CONTACT).encode())

    assert source.read == 1


def test_a_page_that_is_not_the_last_says_where_the_next_begins() -> None:
    page = {"results": [CONTACT], "paging": {"next": {"after": "52", "link": "https://x"}}}
    (first,) = read_bytes("page.json", json.dumps(page).encode())
    (both,) = read_bytes("pages.json", json.dumps([page, {"results": [OTHER]}]).encode())
    mapping = 'source="h"\nobject="c"\n[[into]]\ntable="person"\nkey="{hs_object_id}"'

    staged = stage(first, Mapping.from_toml(mapping), Company())
    (said,) = staged.warnings
    assert said == (
        "More records follow this page (after 52): import the pages that follow too, if they are "
        "not among these files."
    )
    assert both.warnings == ()


def test_a_record_whose_links_go_on_is_named() -> None:
    more = {"results": [{"id": "7"}], "paging": {"next": {"after": "7"}}}
    record = {**CONTACT, "associations": {"deals": more}}

    (source,) = read_bytes("page.json", json.dumps([record, OTHER]).encode())

    (said,) = source.warnings
    assert said == (
        "1 record is linked to more than this page says (the first: 51): links beyond it are not "
        "in. Export these records as CSV to have them all."
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            b'{"status": "error", "message": "You have reached your daily limit."}',
            "an error that the API answered: 'You have reached your daily limit.'",
        ),
        (b'[{"id": 1, "email": "a"}]', "no records of HubSpot's API"),
        (b'{"results": []}', "no records"),
        (b'{"results": [1]}', "no records"),
        (b'{"results": ', "JSON that is not whole"),
        (b"[" * 100_000, "JSON that is not whole"),
        (b'[{"id": "1", "properties": {}}, {"id": "2"}]', "no records"),
    ],
)
def test_any_other_json_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_bytes("page.json", content)


def test_the_pages_of_another_project_s_tests_are_read(shared: Path) -> None:
    folder = shared / "data" / "hubspot_api_shapes"

    read = {path.stem: read_file(path)[0] for path in sorted(folder.glob("*.json"))}

    assert {name: source.read for name, source in read.items()} == {
        "dlt_mock_companies_data": 2,
        "dlt_mock_contacts_data": 2,
        "dlt_mock_contacts_properties": 283,
        "dlt_mock_contacts_with_history": 2,
        "dlt_mock_deals_data": 2,
        "dlt_mock_products_data": 2,
        "dlt_mock_quotes_data": 1,
        "dlt_mock_tickets_data": 2,
    }
    assert read["dlt_mock_contacts_properties"].header == ("property",)
    assert (
        "(propertiesWithHistory) are not read."
        in read["dlt_mock_contacts_with_history"].understood[0]
    )
