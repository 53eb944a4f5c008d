"""Worklist: what is dropped as of the release's data, the worst first, and what soon will be."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    union_all,
)

from revdash.episodes.rules import Rules
from revdash.episodes.traits import known_of
from revdash.handoffs.worth import Worth, added_up, is_priced, value_of
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import AS_OF
from revdash.store.dialects.functions import count_if
from revdash.store.schema.drops import drop_now, drop_rule_told
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.identity import person_identity
from revdash.store.schema.people import app_user, person
from revdash.store.versions import in_force
from revdash.worktime.calendar import due

SOON = 2 * 3600.0  # open seconds within which what is not late yet will be
FIRST_TOUCH, NEARLY = ("D04", "D06"), "D05"
_INFO = "info"
_n, _e, _i, _p = drop_now.c, lead_episode.c, person_identity.c, person.c


@dataclass(frozen=True, kw_only=True)
class Picked:
    """Which part of the list: of which severities and turns, without what is set aside.

    With ``is_apart`` only that is meant: the firings of the keys ``apart``. With ``since`` only
    what is late since then, or since a later instant.
    """

    severities: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    apart: Collection[str] = field(default=())
    is_apart: bool = False
    since: datetime | None = None


class Beside(NamedTuple):
    """What else is known of one firing shown: when its clock began, and what fires beside it."""

    from_at: datetime | None
    rules: tuple[str, ...]


class AtRisk(NamedTuple):
    """What leads and deals on the list may be worth, each counted once; None where unknown."""

    value: float | None
    known: int  # of so many of them


class Nearing(NamedTuple):
    """What will be late: the first few, how many in all, and how many of them soon."""

    rows: tuple[Row[Any], ...]
    total: int
    soon: int


def counts(connection: Connection, scope: Scope, picked: Picked) -> Mapping[tuple[str, str], int]:
    """Count what is dropped by severity and by whose turn it is."""
    grouped = (
        select(_n.severity, _n.side, func.count())
        .where(_is_meant(drop_now, scope, picked))
        .group_by(_n.severity, _n.side)
    )
    return {(severity, side): number for severity, side, number in connection.execute(grouped)}


def at_risk(connection: Connection, scope: Scope, picked: Picked, worth: Worth) -> AtRisk:
    """Add up what may be lost; of a lead that is dropped in two ways it counts once."""
    whose = func.coalesce(_n.opportunity_id, _n.episode_id)
    is_meant = _is_meant(drop_now, scope, picked)
    known, value = added_up(drop_now, is_meant & _n.is_lead, worth)
    priced = case((is_priced(drop_now), value_of(drop_now, worth)))
    others = (
        select(func.max(priced).label("value"))
        .where(is_meant, ~_n.is_lead, *_is_no_leads(scope, picked))
        .group_by(whose)
        .subquery("others")
    )
    total = union_all(
        select(known.label("known"), value.label("value")),
        select(func.count(others.c.value), func.sum(others.c.value)),
    ).subquery("total")
    added = select(func.sum(total.c.value), func.sum(total.c.known))
    amount, number = connection.execute(added).one()
    return AtRisk(value=float(amount or 0.0) if number else None, known=int(number or 0))


def _is_no_leads(scope: Scope, picked: Picked) -> Iterator[ColumnElement[bool]]:
    """The conditions that no lead on the list is the one, or became the deal, of a row."""
    lead = cast("Table", drop_now.alias("lead"))
    is_listed = _is_meant(lead, scope, picked) & lead.c.has_others  # few of them are
    for name in ("episode_id", "opportunity_id"):
        yield ~exists().where(is_listed, case((is_priced(lead), lead.c[name])) == _n[name])


def listed(
    connection: Connection, scope: Scope, picked: Picked, worth: Worth, limit: int | None
) -> list[Row[Any]]:
    """List what is dropped: the severest first, then the longest late, then the most valuable."""
    worst = (
        select(drop_now)
        .where(_is_meant(drop_now, scope, picked))
        .order_by(_n.weight.desc(), _n.opens_at, _n.instance_key)
        .limit(limit)
    )
    if limit is not None:
        worst = worst.where(_is_among(connection, scope, picked, limit))
    found = worst.subquery("worst")
    f, value = found.c, value_of(found, worth).label("value")
    first = func.coalesce(value, 0.0).desc()
    rows = select(found, value).order_by(f.weight.desc(), f.opens_at, first, f.instance_key)
    return list(connection.execute(rows))


def _is_among(
    connection: Connection, scope: Scope, picked: Picked, limit: int
) -> ColumnElement[bool]:
    """The condition that holds for the first *limit* rows, and for few besides.

    Of a million rows only the two numbers that order them are read here, so that the list reads
    the wide rows of few. Keys set aside are long to compare: so many more rows are let through.
    """
    every = picked if picked.is_apart else replace(picked, apart=())
    first = (
        select(_n.weight, _n.opens_at)
        .where(_is_meant(drop_now, scope, every))
        .order_by(_n.weight.desc(), _n.opens_at)
        .limit(limit + len(picked.apart))
        .subquery("first")
    )
    ends = select(func.min(first.c.weight), func.max(first.c.opens_at))
    lightest, latest = connection.execute(ends).one()
    if latest is None:
        return false()
    return and_(_n.weight >= lightest, _n.opens_at <= latest)


def beside(connection: Connection, scope: Scope, rows: Iterable[Row[Any]]) -> dict[str, Beside]:
    """Read which others fire on the subject of each firing shown, and when its clock began."""
    shown = {row.subject: row for row in rows}
    others = select(_n.subject, _n.rule).where(
        ~_n.is_shown,  # of each subject one is, and few have others
        _n.opens_at < AS_OF,
        scope.where(drop_now),
        _n.severity != _INFO,
        _n.subject.in_(sorted(shown)),
    )
    firing = defaultdict(list)
    for subject, rule in connection.execute(others.order_by(_n.precedence), {"as_of": scope.as_of}):
        firing[subject].append(rule)
    return {
        row.instance_key: Beside(from_at=row.from_at, rules=tuple(firing[subject]))
        for subject, row in shown.items()
    }


def nearing(connection: Connection, scope: Scope, rules: Rules, limit: int) -> Nearing:
    """List whose first touch will soon be late, or has used most of its time."""
    if not rules.calendars:
        return Nearing((), 0, 0)
    is_soon, almost = _is_soon(scope, rules), drop_now.alias("almost").c
    nearly = select(almost.subject).where(
        ~almost.is_shown, almost.rule == NEARLY, almost.opens_at < AS_OF
    )
    here = or_(is_soon, _n.subject.in_(nearly))
    counted = (func.count().over().label("total"), count_if(is_soon).over().label("soon"))
    first = _ahead(scope, limit, here, *counted)
    rows = tuple(connection.execute(first, {"as_of": scope.as_of}))
    return Nearing(rows, rows[0].total, rows[0].soon) if rows else Nearing((), 0, 0)


def next_due(connection: Connection, scope: Scope, limit: int = 3) -> list[Row[Any]]:
    """List whose first touch is due next, however far that lies ahead."""
    return list(connection.execute(_ahead(scope, limit), {"as_of": scope.as_of}))


def rules_told(connection: Connection) -> frozenset[str]:
    """Name the rules whose facts are told at all; the others can find nothing."""
    return frozenset(connection.execute(select(drop_rule_told.c.rule)).scalars())


def called(connection: Connection, people: Collection[str]) -> dict[str, str]:
    """What humans are called, by the id that stands for them; the newest source counts."""
    wanted = sorted(people)
    joined = select(_i.person_id, _i.root).where(_i.root.in_(wanted))
    root = {row.person_id: row.root for row in connection.execute(joined)}
    ids = [*wanted, *(one for one in root if one not in people)]
    named = select(_p.person_id, _p.full_name).where(
        _p.person_id.in_(ids), _p.full_name.isnot(None), in_force(person)
    )
    ordered = connection.execute(named.order_by(_p.loaded_at, _p.person_id, _p.full_name))
    return {root.get(row.person_id, row.person_id): row.full_name for row in ordered}


def owners(connection: Connection) -> tuple[dict[str, str], tuple[str, ...]]:
    """Name who may be handed something: the humans who are with us, by id, and the queues."""
    user = known_of(app_user, "user_id", "name", "kind", "active_to").c
    found = connection.execute(
        select(user.user_id, func.coalesce(user.name, user.user_id).label("name"), user.kind).where(
            user.active_to.is_(None)
        )
    ).all()
    queues = sorted(row.name for row in found if row.kind == "queue")
    humans = {row.user_id: row.name for row in found if row.kind in (None, "human")}
    return humans, tuple(queues)


def _ahead(
    scope: Scope, limit: int, where: ColumnElement[bool] | None = None, *also: ColumnElement[Any]
) -> Select[Any]:
    """The first of those whose first touch is not late yet.

    Of an episode the start of its clock is asked as well: near those few moments there are few.
    """
    is_ahead = and_(_n.rule.in_(FIRST_TOUCH), _n.opens_at >= AS_OF, scope.where(drop_now))
    columns = (
        *("instance_key", "subject", "rule", "person_id", "account_name", "tier", "owner"),
        *("calendar_id", "precedence", "episode_id", "from_at"),
    )
    first = (
        select(*(_n[name] for name in columns), _n.opens_at.label("due_at"), *also)
        .where(is_ahead if where is None else is_ahead & where)
        .order_by(_n.opens_at, _n.precedence, _n.subject)
        .limit(limit)
        .subquery("first")
    )
    f = first.c
    is_same = and_(_e.episode_id == f.episode_id, _e.clock_start_at == f.from_at)
    return (
        select(first, _e.target_seconds)
        .outerjoin_from(first, lead_episode, is_same)
        .order_by(f.due_at, f.precedence, f.subject)
    )


def _is_soon(scope: Scope, rules: Rules) -> ColumnElement[bool]:
    """The condition that a firing lies ahead, but within so much open time of its calendar."""
    ends = {one.calendar_id: due(one, scope.as_of, SOON) for one in rules.every_calendar}
    return or_(*(and_(_n.calendar_id == name, _n.opens_at <= end) for name, end in ends.items()))


def _is_meant(shown: Table, scope: Scope, picked: Picked) -> ColumnElement[bool]:
    """The condition that a firing is the one shown of its subject now, and of the part *picked*."""
    c, apart = shown.c, sorted(picked.apart)
    meant = c.is_shown & scope.where(shown)
    if picked.severities:
        meant &= c.severity.in_(picked.severities)
    if picked.sides:
        meant &= c.side.in_(picked.sides)
    if picked.since:
        meant &= c.opens_at >= picked.since
    if picked.is_apart:
        return meant & c.instance_key.in_(apart)
    return meant & c.instance_key.notin_(apart) if apart else meant
