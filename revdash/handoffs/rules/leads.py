"""Leads: what most rules read: handed-over leads, who had them from when to when, what was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Table,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from revdash.episodes.dues import NEVER
from revdash.episodes.rules import Rules
from revdash.episodes.traits import known_of
from revdash.handoffs.rules.record import Subject
from revdash.store.dialects.functions import greatest, least
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import attempt_now
from revdash.store.schema.lifecycle import assignment, lifecycle_event
from revdash.store.schema.people import app_user, person
from revdash.store.schema.sales import sales_activity
from revdash.store.versions import in_force

HUMAN = "human"
_DEED = (
    *("event_key", "person_id", "episode_id", "event_at", "outcome", "is_attempt"),
    "is_heard",
)
_LONG_AGO = literal(datetime(1970, 1, 1))
_e, _a, _n = lead_episode.c, assignment.c, attempt_now.c

LEAD = Subject(
    "lead",
    _e.episode_id,
    person_id=_e.person_id,
    episode_id=_e.episode_id,
    opportunity_id=_e.opportunity_id,
    account_id=_e.account_id,
)
"""The handed-over lead at hand, as what a clock runs for."""


def is_of(people: Table) -> ColumnElement[bool]:
    """The condition that a handed-over lead is one of *people*."""
    return _e.person_id.in_(select(people.c.root))


def calendar(rules: Rules) -> ColumnElement[str]:
    """The calendar that a lead's clocks run on: its owner's, or the company's."""
    return func.coalesce(_e.calendar_id, rules.default_calendar.calendar_id)


def calendar_of(calendar_id: ColumnElement[str], rules: Rules) -> ColumnElement[str]:
    """The calendar named, if it is one of ours; else the company's."""
    ours = calendar_id.in_([*rules.calendar])
    return case((ours, calendar_id), else_=rules.default_calendar.calendar_id)


def after(at: ColumnElement[Any], start: ColumnElement[Any]) -> ColumnElement[Any]:
    """An instant, if it came after *start*."""
    return case((at > start, at))


def stints(people: Table) -> Subquery:
    """Who had each lead from when to when, while it was open: ``user_id`` is null for nobody.

    With it what is known of them: ``is_human``, ``active_to``, their calendar, and ``before``,
    who had it until then. Where no source tells of handings, whoever has it had it all along.
    """
    held = _held(people)
    h, user = held.c, known_of(app_user, "user_id", "kind", "active_to", "calendar_id")
    u = user.c
    began_at, over_at = greatest(h.from_at, _e.mql_at), func.coalesce(_e.closed_at, NEVER)
    is_inside = and_(h.person_id == _e.person_id, h.from_at < over_at, h.until_at > _e.mql_at)
    user_id = case((h.person_id.is_(None), _e.owner_user_id), else_=h.user_id)
    told = (
        select(
            _e.episode_id,
            user_id.label("user_id"),
            h.before,
            func.coalesce(began_at, _e.mql_at).label("from_at"),
            least(func.coalesce(h.until_at, NEVER), over_at).label("until_at"),
            h.person_id.isnot(None).label("is_told"),
        )
        .outerjoin_from(lead_episode, held, is_inside)
        .where(is_of(people))
        .subquery("told_stints")
    )
    is_human = and_(told.c.user_id.isnot(None), func.coalesce(u.kind, HUMAN) == HUMAN)
    return (
        select(told, is_human.label("is_human"), u.active_to, u.calendar_id)
        .outerjoin_from(told, user, u.user_id == told.c.user_id)
        .subquery("stints")
    )


def _held(people: Table) -> Subquery:
    """Each handing of *people* until the next; before the first nobody had them."""
    in_turn: dict[str, Any] = {
        "partition_by": people.c.root,
        "order_by": (_a.event_at, _a.event_key),
    }
    next_at = func.lead(_a.event_at, type_=_a.event_at.type).over(**in_turn)
    handings = (
        select(
            people.c.root.label("person_id"),
            _a.to_user_id.label("user_id"),
            func.lag(_a.to_user_id, type_=_a.to_user_id.type).over(**in_turn).label("before"),
            _a.event_at.label("from_at"),
            func.coalesce(next_at, NEVER).label("until_at"),
        )
        .join(people, people.c.person_id == _a.person_id)
        .where(in_force(assignment), _a.event_at.isnot(None))
    )
    nobody: ColumnElement[str] = cast(null(), Text)
    until_then = (
        select(people.c.root, nobody, nobody, _LONG_AGO, func.min(_a.event_at))
        .join(people, people.c.person_id == _a.person_id)
        .where(in_force(assignment), _a.event_at.isnot(None))
        .group_by(people.c.root)
    )
    return union_all(handings, until_then).subquery("held")


def deeds(people: Table) -> Subquery:
    """What humans did for *people* or heard from them: ``is_heard`` tells the two apart."""
    return (
        select(*(_n[name] for name in _DEED), _n.owner_user_id.label("user_id"))
        .where(_n.person_id.in_(select(people.c.root)))
        .subquery("deeds")
    )


def some(fact: Table, *conditions: ColumnElement[bool]) -> Select[Any]:
    """A statement that finds something only where facts in force tell so."""
    return select(fact.c.event_key).where(in_force(fact), *conditions).limit(1)


HANDED_OVER = some(lifecycle_event)
WORKED = some(sales_activity)
"""Where nobody tells what sales does, nothing is known to be late."""
_OWNER_NAMED = some(person, person.c.owner_user_id.isnot(None))
OWNED = select(union_all(some(assignment), _OWNER_NAMED).subquery("owned"))
"""Where no source tells who has a lead, it is not known to be nobody's."""
