"""Shown: of the firings on one subject the first by precedence, at any time."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    func,
    literal_column,
    or_,
    select,
    union,
)

from revdash.episodes.dues import NEVER
from revdash.episodes.rules import Rules
from revdash.handoffs.rules.record import Severity
from revdash.store.dialects.functions import add_seconds, day_of, local_time
from revdash.store.frames import insert_found, set_aside, settle
from revdash.store.schema.drops import drop_shown, handoff_drop

_MOMENT: ColumnElement[float] = literal_column("0.000001")  # at its very due time nothing is late
_OWN = [c.name for c in drop_shown.columns if c.name in handoff_drop.c and c.name != "from_at"]


def show(connection: Connection, made: Table, rules: Rules) -> None:
    """Insert the stretches in which each firing of *made* is the one shown of its subject.

    What is only about to be late is never shown instead of what is.
    """
    with set_aside(connection, "shared_subjects", _shared(made)) as shared:
        is_shared = made.c.subject.in_(select(shared.c.subject))
        several = _timed(made).where(_is_late(made), is_shared)
        with (
            set_aside(connection, "to_show", several) as found,
            set_aside(connection, "first_of_many", _first(found)) as first,
        ):
            settle(connection)
            told = _told(made, first, rules).where(
                _is_late(made), or_(first.c.instance_key.isnot(None), ~is_shared)
            )
            insert_found(connection, drop_shown, told)


def _is_late(made: Table) -> ColumnElement[bool]:
    return made.c.severity != Severity.INFO.value


def _shared(made: Table) -> Select[Any]:
    """The subjects of more than one firing."""
    subject = made.c.subject
    return select(subject).where(_is_late(made)).group_by(subject).having(func.count() > 1)


def _timed(made: Table) -> Select[Any]:
    """Firings with what decides which is shown, and when."""
    m = made.c
    return select(
        *(m.instance_key, m.subject, m.precedence),
        add_seconds(m.opens_at, _MOMENT).label("from_at"),
        func.coalesce(m.resolved_at, NEVER).label("until_at"),
    )


def _first(found: Table) -> Select[Any]:
    """The stretches of several on one subject: cut wherever one of them begins or ends."""
    f = found.c
    cuts = union(
        select(f.subject, f.from_at.label("cut_at")), select(f.subject, f.until_at)
    ).subquery("cuts")
    until_at = func.lead(cuts.c.cut_at, type_=f.from_at.type).over(
        partition_by=cuts.c.subject, order_by=cuts.c.cut_at
    )
    pieces = select(cuts, until_at.label("next_at")).subquery("pieces")
    p = pieces.c
    is_open = and_(f.subject == p.subject, f.from_at <= p.cut_at, f.until_at >= p.next_at)
    place = func.row_number().over(
        partition_by=(p.subject, p.cut_at), order_by=(f.precedence, f.from_at, f.instance_key)
    )
    ranked = (
        select(f.instance_key, p.cut_at, p.next_at, place.label("place"))
        .join_from(pieces, found, is_open)
        .where(p.next_at.isnot(None))
        .subquery("ranked")
    )
    r = ranked.c
    return select(r.instance_key, r.cut_at.label("from_at"), r.next_at.label("until_at")).where(
        r.place == 1
    )


def _told(made: Table, first: Table, rules: Rules) -> Select[Any]:
    """The rows of firings with their stretches; one that is alone is shown all along."""
    m, f = made.c, first.c
    from_at = func.coalesce(f.from_at, add_seconds(m.opens_at, _MOMENT))
    until_at = func.nullif(func.coalesce(f.until_at, m.resolved_at), NEVER, type_=f.until_at.type)
    return select(
        *(m[name] for name in _OWN),
        from_at.label("from_at"),
        until_at.label("until_at"),
        day_of(local_time(from_at, rules.zone)).label("from_on"),
        day_of(local_time(until_at, rules.zone)).label("until_on"),
    ).outerjoin_from(made, first, f.instance_key == m.instance_key)
