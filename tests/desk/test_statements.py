"""Every statement of the desk is meant for SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from revdash.desk import (
    agreement,
    audit,
    calendars,
    checks,
    company,
    goals,
    mappings,
    people,
    reasons,
    revisions,
    views,
)
from revdash.desk.tables import METADATA
from revdash.desk.tables.views import saved_view

DAY = date(2026, 11, 5)


@pytest.fixture
def statements(seeded, by):
    """What the database was asked while every subject was read and written."""
    asked = []
    event.listen(seeded.engine, "before_execute", lambda _, asking, *__: asked.append(asking))
    with seeded.writing() as connection:
        write_everything(connection, by)
    with seeded.connect() as connection:
        read_everything(connection)
    checks.verify(seeded)
    return asked


def write_everything(connection, by):
    company.save_company(connection, replace(company.read_company(connection), name="B"), by)
    (calendar,) = calendars.read_calendars(connection)
    calendars.save_calendar(connection, replace(calendar, exceptions={DAY: ()}), by)
    goal = goals.Goal(metric="won_count", target=3, valid_from=DAY)
    goal_id = goals.save_goal(connection, goal, replace(by, click_id="click"))
    goals.end_goal(connection, goals.read_goal(connection, goal_id), DAY, by)
    mappings.save_values(connection, "crm", "stage", {"New": "MQL"}, by)
    view = views.SavedView(owner_id="viewer", page="overview", name="Mine", filters={})
    view_id = views.save_view(connection, view, by)
    with pytest.raises(revisions.EditConflictError):
        revisions.change(connection, saved_view, {"view_id": view_id, "name": "B"}, 9, by)
    views.forget_view(connection, replace(view, view_id=view_id, version=1), by)


def read_everything(connection):
    agreement.read_policies(connection)
    reasons.read_reasons(connection, DAY)
    goals.read_goals(connection, DAY)
    people.read_members(connection)
    views.read_views(connection, "viewer", "overview")
    mappings.find_mapping(connection, "x")
    mappings.read_meanings(connection)
    mappings.read_values(connection, "crm", "stage")
    audit.read_log(connection, subject="company:company")
    audit.last_number(connection)
    checks.content_hash(connection)


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=lambda d: d.name)
def test_every_statement_compiles(statements, dialect):
    compiled = {str(statement.compile(dialect=dialect)) for statement in statements}

    assert len(compiled) > 60


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=lambda d: d.name)
def test_every_table_compiles(dialect):
    for table in METADATA.sorted_tables:
        assert f"CREATE TABLE {table.name} (" in str(CreateTable(table).compile(dialect=dialect))
