"""Traits: what is known of each human and of each thing by its id, as statements, a row each."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, FromClause, Subquery, Table, and_, case, func, or_, select

from revdash.episodes.rules import Rules
from revdash.store.dialects.functions import day_of, local_time, seconds_of_day
from revdash.store.schema.people import account, person
from revdash.store.versions import in_force
from revdash.terms import Precision

_TRAITS = (
    *("account_id", "company_name", "source", "segment", "region", "country"),
    "owner_user_id",
)


def traits_of(people: Table) -> Subquery:
    """What is known of each human of *people*: what their own record says, else the others'.

    ``is_nobody`` marks a test record, one of our own people, and whom every source deleted.
    """
    is_there = person.c.retracted.isnot(True)
    is_own = and_(is_there, person.c.person_id == people.c.root)
    is_ours = and_(is_there, or_(person.c.is_test.is_(True), person.c.is_employee.is_(True)))
    is_gone = func.max(case((is_there, 1), else_=0)) == 0
    is_nobody = or_(is_gone, func.max(case((is_ours, 1), else_=0)) == 1)

    def told(condition: ColumnElement[bool], name: str) -> ColumnElement[str]:
        return func.max(case((condition, person.c[name])))

    columns = (func.coalesce(told(is_own, n), told(is_there, n)).label(n) for n in _TRAITS)
    return (
        select(people.c.root, *columns, is_nobody.label("is_nobody"))
        .join(person, person.c.person_id == people.c.person_id)
        .where(person.c.superseded_at.is_(None))
        .group_by(people.c.root)
        .subquery("traits")
    )


def known_of(fact: Table, key: str, *names: str) -> Subquery:
    """What is known of each *key*, whatever object of whatever system says it."""
    columns = (func.max(fact.c[name]).label(name) for name in names)
    return (
        select(fact.c[key], *columns)
        .where(in_force(fact))
        .group_by(fact.c[key])
        .subquery(f"known_{fact.name}")
    )


def firms() -> Subquery:
    """What is known of each company, and whether it is one we want to reach."""
    a = account.c
    is_target = func.max(case((a.is_target.is_(True), 1), else_=0)) == 1
    columns = (func.max(a[n]).label(n) for n in ("name", "segment", "region", "country"))
    return (
        select(a.account_id, *columns, is_target.label("is_target"))
        .where(in_force(account))
        .group_by(a.account_id)
        .subquery("firms")
    )


def day_in(rules: Rules, fact: FromClause) -> ColumnElement[date]:
    """The company's day of what happened; a source that knows only a day keeps the one it gave."""
    at = fact.c.event_at
    return case((is_day_only(fact), day_of(at)), else_=day_of(local_time(at, rules.zone)))


def day_at(rules: Rules, at: ColumnElement[datetime]) -> ColumnElement[date]:
    """The company's day of an instant; a day without a time is kept as its midnight, in no zone."""
    return case((seconds_of_day(at) == 0.0, day_of(at)), else_=day_of(local_time(at, rules.zone)))


def is_day_only(fact: FromClause) -> ColumnElement[bool]:
    """The condition that a fact knows its day and no time."""
    return fact.c.event_precision == Precision.DATE.value
