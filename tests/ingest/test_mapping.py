from typing import Any

import pytest

from revdash.errors import InputError
from revdash.ingest import Mapping, header_signature, mappings_from_toml
from revdash.ingest.parsing import Kind


def _with_field(field: Any, *, name: str = "amount", **into: Any) -> dict[str, Any]:
    target = {"table": "opportunity", "key": "{id}", "fields": {name: field}, **into}
    return {"source": "crm", "object": "deal", "into": [target]}


def test_a_mapping_reads_from_toml_and_back_from_what_is_kept(deals: str) -> None:
    mapping = Mapping.from_toml(deals)

    assert Mapping.from_dict(mapping.to_dict()) == mapping
    assert mapping.name == "crm deal"
    assert mapping.columns == ("id", "name", "created_at", "amount", "stage")


def test_a_field_is_read_as_its_column_is_kept_unless_it_says_otherwise() -> None:
    plain = Mapping.from_dict(_with_field("x", name="closed_on")).into[0].fields[0]
    stated = Mapping.from_dict(_with_field({"column": "x", "kind": "number"})).into[0].fields[0]

    assert (plain.kind, stated.kind) == (Kind.DAY, Kind.NUMBER)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"object": "deal"}, "lacks 'source'"),
        ({"source": "crm", "object": "deal"}, "fills no table"),
        ({"source": "crm", "object": "deal", "int": []}, "Did you mean 'into'"),
        ({"source": "crm", "object": "deal", "into": "x"}, r"Begin each with \[\[into\]\]"),
        ({"source": "crm", "object": "deal", "zone": "CET+1", "into": []}, "no time zone"),
        (_with_field("x", table="oportunity"), "Did you mean 'opportunity'"),
        (_with_field("x", name="ammount"), "Did you mean 'amount'"),
        (_with_field({"colum": "x"}), "Did you mean 'column'"),
        (_with_field({}), "exactly one of: column, id, text, constant, each"),
        (_with_field({"column": "x", "id": "y"}), "exactly one of"),
        (_with_field(5), "must be a column name or a table"),
        (_with_field({"column": "x", "kind": "mony"}), "Did you mean 'money'"),
        (_with_field({"column": "x", "date_format": "Y.m.d"}), "no date format"),
        (_with_field({"column": "x", "decimal": "'"}), "decimal sign"),
        (_with_field({"column": "x", "factor": "k"}), "such as 1000"),
        (_with_field({"column": "x", "values": ["a"]}), "needs values as"),
        (_with_field({"constant": "wonn"}, name="outcome"), "Did you mean 'won'"),
        (_with_field({"column": "x", "values": {"A": "lots"}}, name="outcome"), "cannot be 'lots'"),
        (_with_field("x", key="{id"), "no template"),
        (_with_field("x", key="{id}{}"), "no template"),
        (_with_field("x", when="stage"), "'when' must name a column"),
        (_with_field({"column": []}), "names no column"),
        (_with_field({"column": "x", "first_of": ""}), "lacks 'first_of'"),
        (_with_field({"column": "x", "add_days": 1}), "is no day"),
        (_with_field({"column": "x", "add_days": "a"}, name="closed_on"), "whole number"),
        (_with_field({"column": "x", "unknown": "skp"}), "Did you mean 'skip'"),
        (_with_field({"column": "x", "unknown": "keep"}), "is no text"),
        (_with_field({"column": "x", "unknown": "keep"}, name="outcome"), "fixed words"),
        (_with_field({"column": "x", "unknown": "ask"}, name="name"), "has no default"),
        (_with_field({"id": "{x}", "kind": "text"}, name="name"), "'kind' beside 'id'"),
        (_with_field({"each": "stage"}), "captures no 'stage'"),
        (_with_field("x", each="Entered (?P<stag>.+)", key="{each.stage}"), "Did you mean 'stag'"),
        (_with_field("x", each="(x"), "no regular expression"),
        (_with_field("x", split="x"), "split of 'opportunity' must name a column"),
        (_with_field("x", split={"column": "x"}), "lacks 'by'"),
        (_with_field("x", newest=5), "'newest of 'opportunity'' must be a list"),
        (_with_field("x", when={"column": "x", "blank": 1}), "Give true or false"),
        (_with_field("x", when={"column": "x", "blank": True, "equals": "y"}), "several things"),
        ({"source": "crm", "object": "deal", "ids": "salsforce"}, "Did you mean 'salesforce'"),
        ({"source": "crm", "object": "deal", "optional": "yes"}, "Give true or false"),
        (_with_field("x", when={"column": "x", "is": "y"}), "Known: blank, column, differs"),
    ],
)
def test_a_wrong_mapping_says_what_would_be_right(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Mapping.from_dict(raw)


SEVERAL = """
source = "crm"
optional = true
zone = "Europe/Berlin"
[[file]]
name = "Deals"
object = "deal"
header = ["id"]
[[file.into]]
table = "opportunity"
key = "{id}"
[[file]]
name = "Notes"
zone = "UTC"
not_needed = "Notes are not needed."
"""


def test_one_toml_may_hold_several_files_that_inherit_what_stands_above() -> None:
    deals, notes = mappings_from_toml(SEVERAL)

    assert (deals.name, deals.zone, deals.is_optional) == ("Deals", "Europe/Berlin", True)
    assert (notes.source, notes.zone, notes.not_needed) == ("crm", "UTC", "Notes are not needed.")
    assert Mapping.from_dict(deals.to_dict()) == deals
    with pytest.raises(InputError, match="holds 2 files: Deals, Notes"):
        Mapping.from_toml(SEVERAL)


def test_a_mapping_that_is_no_toml_is_refused() -> None:
    with pytest.raises(InputError, match="no TOML"):
        Mapping.from_toml("source = crm")


def test_a_signature_remembers_names_in_any_order_and_case() -> None:
    assert header_signature(["Id", " name "]) == header_signature(["NAME", "id", ""])
    assert header_signature(["id"]) != header_signature(["id", "name"])
