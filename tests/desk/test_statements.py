"""Every statement of the desk is meant for SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from revdash.desk import (
    actions,
    agreement,
    audit,
    ballots,
    calendars,
    causes,
    checks,
    company,
    deeds,
    disputes,
    goals,
    mappings,
    people,
    pulse,
    questions,
    reasons,
    revisions,
    seed,
    survey,
    views,
    wordings,
)
from revdash.desk.tables import METADATA
from revdash.desk.tables.views import saved_view
from revdash.terms import Side

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
    draft = replace(seed.POLICY, is_draft=True)
    agreement.save_policy(connection, draft, by)
    agreement.change_draft(connection, agreement.read_policies(connection, drafts=True)[-1], by)
    agreement.discard_draft(connection, agreement.read_policies(connection, drafts=True)[-1], by)
    write_feedback(connection, by)
    write_pulse(connection, by)


def write_feedback(connection, by):
    at, about = by.now, [deeds.About(instance_key="D04|lead:p|2026-11-04T10:00:00")]
    deed = deeds.Deed(kind=deeds.ActionKind.TAKE, at=at)
    actions.undo(connection, actions.act(connection, about, deed, by).action_ids, at, by)
    asked = {"asked_side": Side.SALES, "person_id": "p", "words": "Why?"}
    questions.ask(connection, questions.LeadQuestion(**asked, asked_at=at, due_at=at), by)
    doubt = disputes.Dispute(verdict_id="v", words="No", raised_at=at, due_at=at)
    disputes.raise_dispute(connection, doubt, at, by)
    given = {"instance_key": about[0].instance_key, "code": "no_rule", "by": "", "version": 0}
    causes.give_cause(connection, causes.Given(**given, resolved_at=at), by)
    causes.save_causes(connection, causes.FIRST_LIST, DAY, by)
    junk = wordings.Wording(subject=wordings.WordingOf.JUNK, valid_from=DAY, words="Spam")
    wordings.save_wording(connection, junk, by)


def write_pulse(connection, by):
    people = {Side.MARKETING: 5, Side.SALES: 5}
    days = {"opens_on": DAY, "closes_on": DAY + timedelta(days=7)}
    wanted = pulse.Inviting(name="Round", **days, people=people, leaders={})
    wave_id, links = pulse.begin_wave(connection, wanted, by)
    said = dict.fromkeys((one.question_id for one in survey.FIXED), 3)
    ballots.answer(connection, links[0].token, said, DAY)
    wave = pulse.read_wave(connection, wave_id)
    ballots.read_box(connection, wave)
    ballots.count_answered(connection, wave)
    survey.add_question(connection, "Why?", survey.AnswerKind.OPEN, by)
    survey.read_offered(connection)
    pulse.close_wave(connection, wave_id, 1, DAY, by)
    ballots.seal(connection, DAY)


def read_everything(connection):
    agreement.read_policies(connection)
    reasons.read_reasons(connection, DAY)
    goals.read_goals(connection, DAY)
    people.read_members(connection)
    views.read_views(connection, "viewer", "overview")
    mappings.find_mapping(connection, "x")
    mappings.read_meanings(connection)
    mappings.read_values(connection, "crm", "stage")
    actions.set_aside_keys(connection, DAY)
    actions.standing_actions(connection, deeds.VERDICTS)
    questions.read_questions(connection)
    disputes.read_disputes(connection)
    causes.causes_given(connection, ["x"])
    causes.causes_pareto(connection, DAY, DAY)
    wordings.read_wordings(connection, wordings.WordingOf.JUNK)
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
