"""Firings: what the rules' clocks amount to: late from when, resolved when, and which is shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Select,
    Subquery,
    Table,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union,
    union_all,
)

from revdash.episodes.dues import NEVER, a_day, calendar_then
from revdash.episodes.rules import WORKTIME, Rules
from revdash.handoffs.reckoned import reckoned
from revdash.handoffs.rules import ALL_RULES, PRECEDENCE, DropRule
from revdash.handoffs.rules.record import Count, number_of
from revdash.handoffs.shown import show
from revdash.store.dialects.functions import greatest, seconds_between
from revdash.store.frames import frame_of, insert_found, insert_frame, set_aside, settle
from revdash.store.schema.drops import drop_rule_told, drop_shown, handoff_drop
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import question_now
from revdash.store.schema.identity import person_identity
from revdash.worktime.expression import with_due

Told: TypeAlias = list[dict[str, str | None]]

_CARRIED = (
    *("subject", "person_id", "episode_id", "opportunity_id", "account_id", "campaign_id"),
    *("from_at", "resolved_at", "resolved_by", "owner_user_id"),
)
_TIMED = (Count.HOURS, Count.DAYS)
_NONE: ColumnElement[float] = cast(0.0, Double)
_ONE: ColumnElement[int] = literal_column("1")
_ZERO: ColumnElement[int] = literal_column("0")
STANDING = ("deal", "campaign", "account")  # kinds of subject that are no one human's
_HOUR: ColumnElement[float] = literal_column("3600.0")


def make_drops(connection: Connection, people: Table, rules: Rules) -> None:
    """Make the firings of *people* again; their episodes and followers are made already.

    A statement is asked only where the facts that its rule needs are told at all. Once a source
    begins to tell them, or no longer does, that concerns everybody.
    """
    told, is_new = note_told(connection)
    if not is_new:
        _make_of(connection, people, rules, told)
        return
    with set_aside(connection, "everybody", _everybody(people)) as all_people:
        _make_of(connection, all_people, rules, told)


def note_told(connection: Connection) -> tuple[Told, bool]:
    """Note which rules' facts are told at all; gives them, and whether others were before."""
    told = list(_told(connection, ALL_RULES))
    if told == _told_before(connection):
        return told, False
    connection.execute(delete(drop_rule_told))
    insert_frame(connection, drop_rule_told, frame_of(drop_rule_told, told))
    return told, True


def refresh_drops(connection: Connection, rules: Rules) -> None:
    """Make the firings again whose subject is no one human's; the deals are made already."""
    for table in (handoff_drop, drop_shown):
        connection.execute(delete(table).where(_stands(table)))
    whole = [one for one in ALL_RULES if one.whole]
    codes = {row["rule"] for row in _told(connection, whole)}
    asked = [(one, one.whole(rules)) for one in whole if one.whole and one.code in codes]
    _make(connection, asked, rules)


def _make_of(connection: Connection, people: Table, rules: Rules, told: Told) -> None:
    theirs, codes = select(people.c.person_id), {row["rule"] for row in told}
    for table in (handoff_drop, drop_shown):
        connection.execute(delete(table).where(table.c.person_id.in_(theirs), ~_stands(table)))
    asked = [(one, one.rows(people, rules)) for one in ALL_RULES if one.rows and one.code in codes]
    _make(connection, asked, rules)


def _everybody(people: Table) -> Select[Any]:
    """Everybody whom a rule is or was about, with the id that stands for them; *people* too."""
    i = person_identity.c
    found = union(
        select(i.person_id, i.root),
        *(select(of.c.person_id, of.c.person_id) for of in (lead_episode, question_now)),
        select(people.c.person_id, people.c.root),
    ).subquery("found")
    return select(found)


def _told(connection: Connection, rules: Iterable[DropRule]) -> Iterator[dict[str, str | None]]:
    """Which rules' facts are told at all, and by which sources where that matters."""
    for rule in rules:
        if all(connection.execute(select(exists(one))).scalar_one() for one in rule.needs):
            if rule.tellers is None:
                yield {"rule": rule.code, "source_system": None}
            else:
                sources = connection.execute(rule.tellers).scalars()
                yield from ({"rule": rule.code, "source_system": one} for one in sorted(sources))


def _told_before(connection: Connection) -> Told:
    found = connection.execute(select(drop_rule_told)).mappings()
    rows = [{"rule": row["rule"], "source_system": row["source_system"]} for row in found]
    return sorted(rows, key=lambda row: (PRECEDENCE[row["rule"] or ""], row["source_system"] or ""))


def _stands(table: Table) -> ColumnElement[bool]:
    """The condition that a firing's subject is no one human's."""
    return or_(*(table.c.subject.like(f"{kind}:%") for kind in STANDING))


def _make(
    connection: Connection, asked: Sequence[tuple[DropRule, Select[Any]]], rules: Rules
) -> None:
    """Insert the firings of rules, and which of them are shown.

    What was set aside is settled before it is joined: of rows of its own transaction DuckDB
    knows no number, and takes the larger side into memory.
    """
    with ExitStack() as block:
        with ExitStack() as stack:
            running = {
                rule: stack.enter_context(
                    set_aside(connection, f"running_{rule.code}", clocks_of(rule, clocks, rules))
                )
                for rule, clocks in asked
            }
            if not running:
                return
            settle(connection)
            late = block.enter_context(set_aside(connection, "late", _late(running)))
        settle(connection)
        alike = block.enter_context(set_aside(connection, "fired_again", _alike(late)))
        fired = reckoned(_merged(late, alike), rules)
        made = block.enter_context(set_aside(connection, "made", fired))
        settle(connection)
        insert_found(connection, handoff_drop, select(made))
        show(connection, made, rules)


def clocks_of(rule: DropRule, clocks: Select[Any], rules: Rules) -> Select[Any]:
    """The clocks of a rule that may have run out before they were stopped, and after how long."""
    clock = clocks.subquery("clock")
    c = clock.c
    named = func.coalesce(c.calendar_id, rules.default_calendar.calendar_id)
    calendar_id = calendar_then(named, c.from_at, rules)
    seconds = _seconds(rule, calendar_id, c.from_at, rules)
    is_long = seconds_between(c.from_at, c.resolved_at) > seconds  # open time is no longer
    is_past = or_(c.floor_at.is_(None), c.resolved_at > c.floor_at)  # not late before then
    return select(
        literal(rule.code).label("rule"),
        literal(rule.severity.value).label("severity"),
        cast(rule.weight, Double).label("weight"),
        cast(PRECEDENCE[rule.code], BigInteger).label("precedence"),
        func.coalesce(c.side, rule.side.value).label("side"),
        *(c[name] for name in _CARRIED),
        calendar_id.label("calendar_id"),
        c.floor_at,
        seconds.label("seconds"),
    ).where(or_(c.resolved_at.is_(None), and_(is_long, is_past)), c.from_at.isnot(None))


def _late(running: Mapping[DropRule, Table]) -> Select[Any]:
    """When each clock that is *running* ran out, if that was before it was stopped."""
    found = []
    for is_timed in (True, False):
        some = [it for rule, it in running.items() if (rule.threshold.unit in _TIMED) is is_timed]
        if some:
            together = union_all(*map(select, some)).subquery("together")
            found.append(_ran_out(together, is_timed=is_timed))
    late = union_all(*found).subquery("ran_out")
    is_before = or_(late.c.resolved_at.is_(None), late.c.resolved_at > late.c.opens_at)
    return select(late).where(late.c.opens_at.isnot(None), is_before)


def _ran_out(running: Subquery, *, is_timed: bool) -> Select[Any]:
    r = running.c
    kept = [column for column in r if column.name not in ("floor_at", "seconds")]
    if not is_timed:
        return select(*kept, func.coalesce(r.floor_at, r.from_at).label("opens_at"))
    due = with_due(running, WORKTIME, r.calendar_id, r.from_at, r.seconds)
    opens_at = greatest(due.at, func.coalesce(r.floor_at, due.at))
    return select(*kept, opens_at.label("opens_at")).select_from(due.source)


def _seconds(
    rule: DropRule, calendar_id: ColumnElement[str], at: ColumnElement[datetime], rules: Rules
) -> ColumnElement[float]:
    """How much open time it gives; a business day is as long as its calendar's usual."""
    if rule.threshold.unit not in _TIMED:
        return _NONE
    number = number_of(rule.code, rule.threshold, rules, at)
    if rule.threshold.unit is Count.HOURS:
        return number * _HOUR
    return number * a_day(calendar_id, rules)


def _merged(late: Table, alike: Table) -> Subquery:
    """Every firing, those one that were apart by less than a business hour."""
    is_alike = and_(alike.c.rule == late.c.rule, alike.c.subject == late.c.subject)
    alone = select(late).where(~exists().where(is_alike))
    several = _joined(select(late).join(alike, is_alike).subquery("repeated"))
    return union_all(alone, several).subquery("merged")


def _alike(late: Table) -> Select[Any]:
    """The subjects on which a rule fires more than once."""
    by_rule = (late.c.rule, late.c.subject)
    return select(*by_rule).group_by(*by_rule).having(func.count() > 1)


def _joined(repeated: Subquery) -> Select[Any]:
    """The firings of one rule on one subject, each with those that soon followed it."""
    r = repeated.c
    due = with_due(repeated, WORKTIME, r.calendar_id, r.resolved_at, _HOUR)
    again_at = func.coalesce(due.at, r.resolved_at, NEVER)
    timed = select(repeated, again_at.label("again_at")).select_from(due.source).subquery("timed")
    t = timed.c
    by_rule = (t.rule, t.subject)
    in_turn: dict[str, Any] = {
        "partition_by": by_rule,
        "order_by": (t.opens_at, t.from_at, func.coalesce(t.resolved_at, NEVER)),
    }
    before = func.max(t.again_at, type_=t.again_at.type).over(**in_turn, rows=(None, -1))
    placed = select(timed, before.label("before")).subquery("placed")
    p = placed.c
    is_new = case((or_(p.before.is_(None), p.before <= p.opens_at), _ONE), else_=_ZERO)
    number = func.sum(is_new).over(
        partition_by=(p.rule, p.subject),
        order_by=(p.opens_at, p.from_at, func.coalesce(p.resolved_at, NEVER)),
        rows=(None, 0),
    )
    numbered = select(placed, number.label("number")).subquery("numbered")
    return _first_to_last(numbered, [column.name for column in repeated.c])


def _first_to_last(numbered: Subquery, names: Sequence[str]) -> Select[Any]:
    """Each run of firings as one: late from the first of them until the last was resolved."""
    n = numbered.c
    run = (n.rule, n.subject, n.number)
    last = func.row_number().over(
        partition_by=run,
        order_by=(
            *(func.coalesce(n.resolved_at, NEVER).desc(), n.opens_at.desc(), n.from_at.desc()),
            func.coalesce(n.owner_user_id, ""),
        ),
    )
    first = (
        func.min(n[name], type_=n[name].type).over(partition_by=run).label(f"first_{name}")
        for name in ("from_at", "opens_at")
    )
    runs = select(numbered, *first, last.label("last")).subquery("runs")
    columns = {name: runs.c[name] for name in names}
    columns["from_at"] = runs.c.first_from_at.label("from_at")
    columns["opens_at"] = runs.c.first_opens_at.label("opens_at")
    return select(*columns.values()).where(runs.c.last == 1)
