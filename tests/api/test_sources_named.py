"""Sources named: two portals of one system stay two, and a mix-up is told on the receipt."""

import io

import pytest

from revdash import api
from revdash.api.actors import COMMAND_LINE
from revdash.api.imports import Manner, import_paths
from revdash.api.showing import Look, show
from revdash.api.sources import freshness
from revdash.errors import InputError
from revdash.store.sources import source_names

HEADER = (
    "Record ID,First Name,Email,Create Date,Became a Marketing Qualified Lead Date,"
    "Became a Sales Qualified Lead Date\n"
)
OURS = HEADER + "101,Ann,ann@x.example,2026-04-01 10:00,2026-04-04 10:00,\n"
THEIRS = HEADER + "101,Bob,bob@y.example,2026-04-01 10:00,2026-04-09 10:00,\n"
MIXED_UP = (
    "1 of 1 known people got another name and another e-mail address at once, such as "
    "hubspot:contact:101: Ann is now Bob."
)


@pytest.fixture
def portals(own_empty, tmp_path):
    """Import our contacts, then those of another portal as *manner* says; gives both imports."""

    def _portals(manner):
        ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
        ours.write_text(OURS)
        theirs.write_text(THEIRS)
        return [
            import_paths(own_empty, COMMAND_LINE, [path], said)
            for path, said in ((ours, Manner()), (theirs, manner))
        ]

    return _portals


def new_mqls(house):
    answer = show(house, COMMAND_LINE, Look(metric="mql_new", period="2026-04-01..2026-04-30"))
    return answer.rows[0][answer.header.index("value")]


def test_a_second_portal_under_a_name_of_its_own_keeps_its_people(portals, own_empty):
    _, second = portals(Manner(source="HubSpot-EMEA"))

    assert new_mqls(own_empty) == 2
    assert second.receipts[0].warnings == ()
    assert {view.source for view in freshness(own_empty, COMMAND_LINE)} == {
        "hubspot",
        "hubspot-emea",
    }


def test_people_who_change_both_name_and_address_are_told_with_what_to_do(portals, own_empty):
    first, second = portals(Manner())

    (warning,) = second.receipts[0].warnings
    assert first.receipts[0].warnings == ()
    assert warning.startswith(MIXED_UP)
    assert "--source hubspot-2" in warning
    assert api.receipt(COMMAND_LINE, "2").told_of[0].warnings == (warning,)


def test_a_known_person_with_a_new_address_alone_is_no_stranger(portals, own_empty, tmp_path):
    portals(Manner(source="hubspot-emea"))
    (tmp_path / "ours.csv").write_text(OURS.replace("ann@x", "ann@new"))

    done = import_paths(own_empty, COMMAND_LINE, [tmp_path / "ours.csv"])

    assert done.receipts[0].warnings == ()


def test_the_source_of_a_dropped_file_is_named_among_those_known(portals, own_empty, revops):
    portals(Manner(source="hubspot-emea"))
    key = api.drop(revops, [("theirs.csv", io.BytesIO(THEIRS.encode()))])
    (before,) = api.inspect(revops, key).tables

    api.say_source(revops, key, before.name, "hubspot-emea")

    (after,) = api.inspect(revops, key).tables
    assert (before.system, before.systems) == ("hubspot", ("hubspot", "hubspot-emea"))
    assert after.system == "hubspot-emea"
    assert after.frames[0][1].rows[0][1] == "hubspot-emea:contact:101"


@pytest.mark.parametrize("name", ["a:b", "hub spot", "-", "ü" * 99])
def test_what_cannot_stand_in_front_of_ids_is_no_name(portals, own_empty, name):
    with pytest.raises(InputError, match="cannot name a source"):
        portals(Manner(source=name))

    with own_empty.facts() as connection:
        assert source_names(connection) == ("hubspot",)


def test_a_file_in_our_own_shape_names_its_sources_itself(own_empty, tmp_path):
    file = tmp_path / "person.csv"
    file.write_text("person_id,full_name\ncrm:1,Ann\n")

    with pytest.raises(InputError, match="say in their ids"):
        import_paths(own_empty, COMMAND_LINE, [file], Manner(source="crm-2"))
