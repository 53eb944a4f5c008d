"""Revenue: what each customer pays, beside what it paid a year before, stay by stay."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    union,
)

from revdash.episodes.deal_motion import days_after
from revdash.episodes.money import in_base
from revdash.episodes.rules import Rules
from revdash.episodes.traits import day_in
from revdash.store.dialects.functions import count_if, sum_if
from revdash.store.schema.clientele import customer_now
from revdash.store.schema.customers import subscription_event
from revdash.store.versions import in_force

A_YEAR = 365
_s, _now = subscription_event.c, customer_now.c
_SHOWN = (
    *("account_name", "sourced_by", "owner", "team", "source", "channel"),
    *("campaign_id", "campaign", "segment", "region", "country"),
)


def revenue(rules: Rules) -> Select[Any]:
    """Each stretch of days over which a customer who paid a year before pays the same."""
    levels = _levels(rules)
    v = levels.c
    until = func.lead(v.since_on, type_=v.since_on.type).over(
        partition_by=v.account_id, order_by=v.since_on
    )
    stays = select(levels, until.label("until_on")).subquery("stays")
    s = stays.c
    key = func.concat(s.account_id, "#", cast(s.since_on, Text))
    return (
        select(key.label("stay_id"), stays, *(_now[name] for name in _SHOWN))
        .join_from(stays, customer_now, _now.account_id == s.account_id)
        .where(func.coalesce(s.arr_before, 1.0) > 0)
        .order_by(s.account_id, s.since_on)
    )


def _levels(rules: Rules) -> Subquery:
    """What each customer pays from each day of a change on, and paid a year before that day."""
    changes, points = _changes(rules), _points(rules)
    c, p = changes.c, points.c
    year_ago = days_after(p.since_on, literal_column(str(-A_YEAR)))
    return (
        select(
            p.account_id,
            p.since_on,
            _paid_by(c, year_ago).label("arr_before"),
            _paid_by(c, p.since_on).label("arr_now"),
        )
        .join_from(points, changes, and_(c.account_id == p.account_id, c.changed_on <= p.since_on))
        .group_by(p.account_id, p.since_on)
        .subquery("levels")
    )


def _paid_by(change: Any, day: ColumnElement[Any]) -> ColumnElement[float]:
    """What the changes up to *day* add up to: nothing after leaving, unknown with an unknown."""
    is_in = change.changed_on <= day
    has_left = func.max(case((change.churned_on <= day, 1), else_=0)) == 1
    is_unknown = count_if(is_in & change.delta.is_(None)) > 0
    known = sum_if(is_in, func.coalesce(change.delta, 0.0))
    return case((has_left, 0.0), (is_unknown, None), else_=known)


def _changes(rules: Rules) -> Subquery:
    """What each change adds, in the company's currency; who left is gone on that day."""
    no_base: ColumnElement[float] = literal_column("NULL")
    delta = in_base(no_base, _s.arr_delta, _s.currency, rules)
    return (
        select(
            _s.account_id,
            day_in(rules, subscription_event).label("changed_on"),
            delta.label("delta"),
            _now.churned_on,
        )
        .join(customer_now, _now.account_id == _s.account_id)
        .where(in_force(subscription_event), _s.event_at.isnot(None))
        .subquery("changes")
    )


def _points(rules: Rules) -> Subquery:
    """The days on which either of the two may change."""
    changed_on = day_in(rules, subscription_event)
    known = select(_s.account_id, changed_on.label("since_on")).where(
        in_force(subscription_event), _s.event_at.isnot(None)
    )
    c = known.subquery("changed").c
    later = select(c.account_id, days_after(c.since_on, literal_column(str(A_YEAR))))
    return union(known, later).subquery("points")
