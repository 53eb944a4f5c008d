from dataclasses import replace

import pytest

from revdash.desk.mappings import (
    ImportMapping,
    find_mapping,
    header_signature,
    read_values,
    remember_mapping,
    save_values,
)

SIGNATURE = header_signature(["Deal ID", "Amount"])
DEALS = ImportMapping(
    header_signature=SIGNATURE,
    source_system="crm",
    name="Deals",
    mapping={"columns": {"Deal ID": "deal_id"}},
)


def test_headers_are_known_again_in_any_order_and_case():
    assert header_signature([" amount", "DEAL ID"]) == SIGNATURE
    assert header_signature(["Deal ID", "Amount", "Stage"]) != SIGNATURE


@pytest.mark.parametrize("headers", [["ab", "c"], ["a", "bc"], ["abc"]])
def test_headers_do_not_run_together(headers):
    assert header_signature(headers) != header_signature(["a", "b", "c"])


def test_a_mapping_is_found_by_its_headers(desk, by):
    with desk.writing() as connection:
        assert find_mapping(connection, SIGNATURE) is None
        remember_mapping(connection, DEALS, by)

        found = find_mapping(connection, SIGNATURE)

    assert found == replace(DEALS, version_no=1, by=by.actor_id, at=by.now)


def test_a_changed_mapping_is_a_new_version(desk, by):
    changed = replace(DEALS, mapping={"columns": {}})

    with desk.writing() as connection:
        versions = [remember_mapping(connection, one, by) for one in (DEALS, DEALS, changed)]

        assert versions == [1, 1, 2]
        assert find_mapping(connection, SIGNATURE).mapping == {"columns": {}}


def test_values_mean_what_was_last_said(desk, by):
    with desk.writing() as connection:
        save_values(connection, "crm", "channel", {"google": "search", "x": None}, by)
        save_values(connection, "crm", "channel", {"google": "social"}, by)

        assert read_values(connection, "crm", "channel") == {"google": "social", "x": None}


def test_a_second_click_counts_as_the_first(desk, by):
    click = replace(by, click_id="form-1")

    with desk.writing() as connection:
        counts = [
            save_values(connection, "crm", "channel", {"google": "search"}, click) for _ in range(2)
        ]

    assert counts == [1, 1]
