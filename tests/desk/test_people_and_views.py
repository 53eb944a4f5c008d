from dataclasses import replace

import pytest

from revdash.desk.people import Member, Role, read_member, read_members, save_member
from revdash.desk.revisions import EditConflictError
from revdash.desk.views import SavedView, forget_view, read_views, save_view
from revdash.errors import InputError
from revdash.terms import Side

ANA = Member(member_id="ana", name="Ana", role=Role.LEAD, side=Side.SALES)
MINE = SavedView(owner_id="ana", page="overview", name="Tier A", filters={"tier": "A"})


def test_a_person_is_read_as_saved(desk, by):
    with desk.writing() as connection:
        save_member(connection, ANA, by)

        assert read_member(connection, "ana") == replace(ANA, version=1)


def test_people_who_left_are_not_offered(desk, by):
    with desk.writing() as connection:
        save_member(connection, ANA, by)
        save_member(connection, replace(ANA, is_active=False, version=1), by)

        assert read_members(connection) == ()
        assert len(read_members(connection, active=False)) == 1


def test_a_person_changed_meanwhile_is_not_overwritten(desk, by):
    with desk.writing() as connection:
        save_member(connection, ANA, by)
        save_member(connection, replace(ANA, role=Role.ADMIN, version=1), by)

        with pytest.raises(EditConflictError):
            save_member(connection, replace(ANA, role=Role.VIEWER, version=1), by)


def test_nobody_is_said_so(desk, by):
    with desk.connect() as connection, pytest.raises(InputError, match="no person 'x'"):
        read_member(connection, "x")
    with desk.writing() as connection, pytest.raises(InputError, match="no name"):
        save_member(connection, replace(ANA, name=""), by)


def test_a_view_is_its_owners_until_it_is_shared(desk, by):
    with desk.writing() as connection:
        view_id = save_view(connection, MINE, by)
        assert len(read_views(connection, "ana", "overview")) == 1
        assert read_views(connection, "ben") == ()

        save_view(connection, replace(MINE, view_id=view_id, version=1, is_shared=True), by)

        assert [view.name for view in read_views(connection, "ben")] == ["Tier A"]


def test_a_view_can_be_forgotten(desk, by):
    with desk.writing() as connection:
        view_id = save_view(connection, MINE, by)

        forget_view(connection, replace(MINE, view_id=view_id, version=1), by)

        assert read_views(connection, "ana") == ()


def test_a_name_is_taken_once_a_page(desk, by):
    with desk.writing() as connection:
        save_view(connection, MINE, by)

    with pytest.raises(InputError, match="there already"), desk.writing() as connection:
        save_view(connection, MINE, by)
