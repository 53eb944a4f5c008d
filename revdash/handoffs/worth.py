"""Worth: what a lead may be worth: its deal's amount, else what such leads have been worth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, case, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from revdash.metrics.scope import Scope
from revdash.store.dialects.functions import count_if, sum_if
from revdash.store.schema.episodes import lead_episode
from revdash.terms import EpisodeKind

_e = lead_episode.c
ESTIMATE = (
    "Estimated value: the share of this tier's leads won (of all, where none of it has ended), "
    "times the segment's average won deal, over a year."
)
# What no longer brings money in: given back, decided, won, or no lead at all.
PRICELESS = ("D15", "D16", "D17", "D22", "D23")
MEMORY = timedelta(days=365)  # what leads were worth longer ago says little of today


class Worth(NamedTuple):
    """What leads have been worth: the share won by tier, the average won deal by segment."""

    shares: Mapping[str | None, float]
    amounts: Mapping[str | None, float]
    amount: float  # of any segment
    share: float = 0.0  # of any tier


def read_worth(connection: Connection, scope: Scope) -> Worth:
    """Read what leads that have ended have been worth, of those handed over in the last year."""
    ended = _e.is_open.is_(False) & (_e.kind != EpisodeKind.EXPANSION.value)
    recent = (_e.mql_on > scope.today - MEMORY) & (_e.mql_on <= scope.today)
    has_amount = _e.won_at.isnot(None) & _e.amount_base.isnot(None)
    rows = connection.execute(
        select(
            _e.tier,
            _e.segment,
            func.count(),
            count_if(_e.won_at.isnot(None)),
            count_if(has_amount),
            sum_if(has_amount, _e.amount_base),
        )
        .where(ended, recent)
        .group_by(_e.tier, _e.segment)
    ).all()
    known = sum(row[4] or 0 for row in rows)
    if not known:
        return Worth({}, {}, 0.0)
    return Worth(
        shares=_ratios((tier, won or 0, leads) for tier, _, leads, won, _, _ in rows),
        amounts=_ratios((part, amount or 0.0, n or 0) for _, part, _, _, n, amount in rows),
        amount=sum(float(row[5] or 0.0) for row in rows) / known,
        share=sum(row[3] or 0 for row in rows) / sum(row[2] for row in rows),
    )


def value_of(rows: FromClause, worth: Worth) -> ColumnElement[Any]:
    """The deal's own amount where there is one, else what such leads have been worth."""
    amount: ColumnElement[Any] = rows.c.amount_base
    return func.coalesce(amount, likely(rows, worth)) if worth.shares else amount


def likely(rows: FromClause, worth: Worth) -> ColumnElement[Any]:
    """What leads such as those of *rows*, of their tier and segment, have been worth."""
    share = _by(rows.c.tier, worth.shares, worth.share)
    return share * _by(rows.c.segment, worth.amounts, worth.amount)


def is_priced(rows: FromClause) -> ColumnElement[bool]:
    """The condition that the rule of a row can still cost money.

    It is asked of few rows, never of all: a million names take as long as all else together.
    """
    return rows.c.rule.notin_(PRICELESS)


def added_up(
    rows: FromClause, is_meant: ColumnElement[bool], worth: Worth
) -> tuple[ColumnElement[int], ColumnElement[float]]:
    """How many of *rows* have a known worth, and what they add up to: of alike ones all at once."""
    r = rows.c
    alike = (
        select(
            *(r.rule, r.tier, r.segment),
            func.count().label("leads"),
            func.count(r.amount_base).label("told"),
            func.coalesce(func.sum(r.amount_base), 0.0).label("amount"),
        )
        .where(is_meant)
        .group_by(r.rule, r.tier, r.segment)
        .subquery("alike")
    )
    c, counts = alike.c, is_priced(alike)
    if not worth.shares:
        return sum_if(counts, c.told), sum_if(counts, c.amount)
    value = c.amount + (c.leads - c.told) * likely(alike, worth)
    return sum_if(counts, c.leads), sum_if(counts, value)


def _by(
    column: ColumnElement[Any], known: Mapping[str | None, float], otherwise: float
) -> ColumnElement[Any]:
    """The number *known* of each value of *column*."""
    named = [(column == value, number) for value, number in known.items() if value is not None]
    blank = known.get(None, otherwise)
    if not named:
        return literal(blank)
    return case(*named, (column.is_(None), blank), else_=otherwise)


def _ratios(parts: Iterable[tuple[str | None, float, int]]) -> dict[str | None, float]:
    """Sum the numerators and denominators by name; nothing over nothing has no ratio."""
    over: defaultdict[str | None, float] = defaultdict(float)
    under: defaultdict[str | None, int] = defaultdict(int)
    for name, numerator, denominator in parts:
        over[name] += float(numerator)
        under[name] += denominator
    return {name: over[name] / count for name, count in under.items() if count}
