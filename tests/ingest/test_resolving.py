"""Resolving: a mapping names columns in several ways, a file has one spelling of each."""

import pytest

from revdash.errors import InputError
from revdash.ingest import Mapping, resolve
from revdash.ingest.resolving import Header, likeness
from revdash.ingest.shapes import recognise

EVENT = {"person_id": {"id": "lead:{Id}"}, "to_stage": {"constant": "MQL"}, "event_at": "MQL Date"}


def mapping(*into, **top):
    return Mapping.from_dict({"source": "crm", "object": "lead", "into": list(into), **top})


def person(**fields):
    return {"table": "person", "key": "{Id}", "fields": fields}


def event(**more):
    return {"table": "lifecycle_event", "key": "{Id}:mql", "fields": EVENT, **more}


def columns(found):
    return {each.target: each.columns for target in found.into for each in target.fields}


@pytest.mark.parametrize(
    "name", ["LASTMODIFIEDDATE", "last_modified_date", "Last Modified Date", "“LastModifiedDate”"]
)
def test_a_column_is_found_whatever_its_case_spaces_and_signs(name):
    assert Header([name]).find("LastModifiedDate") == name
    assert Header([name, "LastModifiedDate"]).find("LastModifiedDate") == "LastModifiedDate"


def test_signs_alone_name_no_column():
    assert Header(["%", "#"]).find("?") is None


def test_of_alternatives_those_that_are_there_are_kept_in_their_order():
    raw = mapping(person(full_name={"text": "{Nick|Name?} {Last}"}, country=["Land", "Country"]))

    found = resolve(raw, ["id", "country", "land", "name", "Last"])

    assert columns(found) == {"full_name": ("name", "Last"), "country": ("land", "country")}
    assert resolve(found, ["id", "country", "land", "name", "Last"]) == found


def test_a_column_that_is_not_there_is_named_unless_it_is_optional():
    with pytest.raises(InputError, match=r"'f.csv' has no column 'Country'.*Did you mean"):
        resolve(mapping(person(country="Country")), ["Id", "Countr"], file="f.csv")

    found = resolve(mapping(person(country="Country"), optional=True), ["Id"])
    assert columns(found) == {}


def test_an_optional_target_without_its_key_or_what_its_table_needs_is_left_out():
    raw = mapping(person(), event(), optional=True)

    assert [each.table for each in resolve(raw, ["Id"]).into] == ["person"]
    assert len(resolve(raw, ["Id", "MQL Date"]).into) == 2
    with pytest.raises(InputError, match="has none of the columns by which 'crm lead'"):
        resolve(raw, ["Name"])


def test_the_default_of_a_column_that_is_not_there_holds_for_every_row():
    raw = mapping(person(source={"column": "Origin", "default": "web"}), optional=True)

    (field,) = resolve(raw, ["Id"]).into[0].fields

    assert (field.constant, field.columns) == ("web", ())


@pytest.mark.parametrize(
    ("when", "kept"),
    [
        ({"column": "Gone"}, 0),
        ({"column": "Gone", "equals": "x"}, 0),
        ({"column": "Gone", "prefix": ["x"]}, 0),
        ({"column": "Gone", "blank": True}, 1),
        ({"column": "Gone", "is_not": "x"}, 1),
        ({"column": "Id", "same": "Gone"}, 1),
        ({"column": "Id", "differs": "Gone"}, 0),
    ],
)
def test_a_condition_on_a_column_that_is_not_there_holds_as_for_a_blank_one(when, kept):
    raw = mapping(event(when=when), person(), optional=True)

    assert len(resolve(raw, ["Id", "MQL Date"]).into) == 1 + kept


STAGES = {
    "table": "lifecycle_event",
    "key": "{Id}:{each.pipeline}:{each.stage}",
    "each": r'Date entered "(?P<stage>.+) \((?P<pipeline>.+)\)"',
    "fields": {
        "person_id": {"id": "lead:{Id}"},
        "to_stage": {"each": "stage", "values": {"Qualified": "SQL", "New": "MQL"}},
        "event_at": {"column": "each"},
    },
}


def test_each_gives_a_target_for_every_column_whose_name_matches():
    header = [
        "Id",
        "Date entered “New (Sales)”",
        'date entered "Qualified (Sales)"',
        "Date entered",
    ]

    found = resolve(mapping(STAGES), header)

    assert [target.fields[2].columns for target in found.into] == [(header[1],), (header[2],)]
    assert [target.keys[0].parts[1:] for target in found.into] == [
        (":", "Sales", ":", "New"),
        (":", "Sales", ":", "Qualified"),
    ]
    assert len({target.group for target in found.into}) == 1
    assert resolve(found, header) == found


def test_two_columns_that_give_the_same_key_are_not_staged_as_one():
    header = ["Id", 'Date entered "New (Sales)"', "Date entered “New (Sales)”"]

    assert len({target.group for target in resolve(mapping(STAGES), header).into}) == 2


def test_a_file_is_recognised_by_any_spelling_of_each_column(read):
    header = Header(["RECORD ID", "Other", "lifecyclestage"])
    shape = mapping(person(), header=["Record ID|Contact ID", "Lifecycle Stage"], names=["*cont*"])

    assert likeness(shape, "a/CONTACTS.csv", header) == (True, False, 2)
    assert likeness(shape, "leads.csv", header) == (False, False, 2)
    assert likeness(shape, "contacts.csv", Header(["Record ID"])) is None


def test_a_shape_for_some_columns_only_does_not_take_a_file_with_more():
    shape = mapping(header=["Name"], only=True, not_needed="A list of names.")

    assert likeness(shape, "x.csv", Header(["name"])) == (False, False, 1)
    assert likeness(shape, "x.csv", Header(["Name"])) == (False, True, 1)
    assert likeness(shape, "x.csv", Header(["name", "id"])) is None


def test_what_is_recognised_is_resolved_and_remembers_how_it_was_written(read):
    found = recognise(read("MQL_ID,first_contact_date,Landing Page ID,Origin\n1,2018-01-01,x,y\n"))

    assert found.into[0].columns == ("MQL_ID", "Origin", "Landing Page ID")
    assert Mapping.from_dict(found.to_dict()).into[0].columns[0] == "mql_id"
