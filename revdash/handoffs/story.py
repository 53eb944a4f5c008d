"""Story: what the facts in force tell of one human, each with its source and when it was loaded."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Row,
    Select,
    Table,
    Text,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from revdash.metrics.behind import BEHIND
from revdash.store.schema.deals import opportunity
from revdash.store.schema.episodes import deal, lead_episode
from revdash.store.schema.identity import person_identity
from revdash.store.schema.lifecycle import (
    assignment,
    disposition,
    lead_question,
    lifecycle_event,
    nurture_enrolment,
)
from revdash.store.schema.marketing import touch
from revdash.store.schema.people import app_user, person
from revdash.store.schema.sales import meeting, sales_activity
from revdash.store.versions import in_force

MOST = 200  # facts told at once


class Told(NamedTuple):
    """One thing that happened: of which kind, with which words, from where, loaded when."""

    at: datetime
    kind: str
    words: str
    source: str
    loaded_at: datetime


class _Tells(NamedTuple):
    """How the rows of one table of facts are told."""

    kind: str
    at: ColumnElement[Any]
    words: tuple[ColumnElement[Any], ...]


def _name_of(user_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """What a user is called."""
    return (
        select(func.max(app_user.c.name))
        .where(app_user.c.user_id == user_id, in_force(app_user))
        .scalar_subquery()
    )


_TELLS: tuple[tuple[Table, _Tells], ...] = (
    (touch, _Tells("Touch", touch.c.event_at, (touch.c.touch_type, touch.c.channel))),
    (
        lifecycle_event,
        _Tells(
            "Stage",
            lifecycle_event.c.event_at,
            (lifecycle_event.c.to_stage, lifecycle_event.c.reason_code),
        ),
    ),
    (
        assignment,
        _Tells("Given to", assignment.c.event_at, (_name_of(assignment.c.to_user_id),)),
    ),
    (
        sales_activity,
        _Tells(
            "Sales activity",
            sales_activity.c.event_at,
            (
                sales_activity.c.activity_type,
                sales_activity.c.direction,
                sales_activity.c.outcome,
                _name_of(sales_activity.c.user_id),
            ),
        ),
    ),
    (meeting, _Tells("Meeting", meeting.c.start_at, (meeting.c.meeting_kind, meeting.c.outcome))),
    (
        disposition,
        _Tells(
            "Verdict",
            disposition.c.event_at,
            (disposition.c.verdict, disposition.c.reason_code, disposition.c.note),
        ),
    ),
    (
        nurture_enrolment,
        _Tells("Nurture", nurture_enrolment.c.enrolled_at, (nurture_enrolment.c.programme,)),
    ),
    (
        lead_question,
        _Tells("Question", lead_question.c.asked_at, (lead_question.c.question,)),
    ),
)


def person_behind(connection: Connection, table: Table, key: str) -> str | None:
    """Whose record a row of *table* is; None where it is nobody's."""
    if "person_id" in table.c:
        statement = select(table.c.person_id)
    elif "opportunity_id" in table.c:
        statement = select(deal.c.person_id).join(
            table, table.c.opportunity_id == deal.c.opportunity_id
        )
    else:
        return None
    found = connection.execute(statement.where(BEHIND[table.name].key == key).limit(1)).scalar()
    return None if found is None else str(found)


def names_of(connection: Connection, ids: Iterable[str]) -> list[Row[Any]]:
    """How each source system knows the human: name, company, role, and when that was loaded."""
    p = person.c
    columns = (p.full_name, p.company_name, p.job_role, p.source_system, p.loaded_at)
    known = select(*columns).where(p.person_id.in_(list(ids)), in_force(person))
    return list(connection.execute(known.order_by(p.loaded_at, p.event_key)))


def ids_of(connection: Connection, person_id: str) -> tuple[str, ...]:
    """Every id of the human, the one that stands for all of them first."""
    i = person_identity.c
    root = connection.execute(select(i.root).where(i.person_id == person_id)).scalar() or person_id
    others = connection.execute(select(i.person_id).where(i.root == root).order_by(i.person_id))
    return (str(root), *others.scalars())


def episodes_of(connection: Connection, person_id: str) -> list[Row[Any]]:
    """The handoffs of the human, the newest first."""
    e = lead_episode.c
    columns = (
        *(e.account_name, e.kind, e.tier, e.source, e.owner, e.stage, e.reason_code),
        *(e.mql_at, e.first_attempt_at, e.sal_at, e.sql_at, e.opp_at, e.closed_at),
        e.opportunity_id,
    )
    mine = select(*columns).where(e.person_id == person_id)
    return list(connection.execute(mine.order_by(e.episode_no.desc())))


def deals_of(connection: Connection, ids: Iterable[str], known: Iterable[str]) -> list[Row[Any]]:
    """The human's deals, and the *known* ones, as their source tells of them."""
    o = opportunity.c
    mine = or_(o.person_id.in_(list(ids)), o.opportunity_id.in_(list(known)))
    columns = (
        *(o.opportunity_id, o.name, o.stage, o.outcome, o.amount, o.currency, o.amount_base),
        *(o.created_on, o.closed_on, o.source_system, o.loaded_at),
    )
    told = select(*columns).where(mine, in_force(opportunity))
    return list(connection.execute(told.order_by(o.created_on.desc(), o.opportunity_id)))


def told_of(connection: Connection, ids: Iterable[str], limit: int = MOST) -> list[Told]:
    """What happened, the newest first."""
    wanted = list(ids)
    told = union_all(*(_told(table, tells, wanted) for table, tells in _TELLS)).subquery("told")
    newest = select(told).order_by(told.c.at.desc(), told.c.kind, told.c.words).limit(limit)
    return [Told(*row) for row in connection.execute(newest)]


def _told(table: Table, tells: _Tells, ids: list[str]) -> Select[Any]:
    words = (cast(column, Text) for column in tells.words)
    return select(
        cast(tells.at, DateTime).label("at"),
        cast(literal(tells.kind), Text).label("kind"),
        func.concat_ws(" · ", *words, type_=Text()).label("words"),
        table.c.source_system,
        table.c.loaded_at,
    ).where(table.c.person_id.in_(ids), in_force(table), tells.at.isnot(None))
