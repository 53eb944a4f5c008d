"""Jackknife: how far an index moves when the cases of any one owner are left out."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from sqlalchemy import Connection, select

from revdash.metrics.indices import group_of
from revdash.metrics.scope import Scope, cut, within
from revdash.metrics.shapes import Index
from revdash.stats.intervals import Interval
from revdash.stats.shrinkage import shrink
from revdash.store.dialects.functions import count_if

Counts: TypeAlias = dict[str | None, tuple[int, int]]  # hits and tries by group

LEFT_OUT = "owner"


def without_each(connection: Connection, metric: Index, scope: Scope) -> dict[str | None, Interval]:
    """The least and the greatest index of each group, with each owner's cases left out in turn.

    How much the average weighs stays as all cases together have it.
    """
    theirs = _by_owner(connection, metric, scope)
    everything = _together(theirs.values())
    found = shrink(list(everything.values()))
    if found is None:
        return {}
    seen: defaultdict[str | None, list[float]] = defaultdict(list)
    for left_out in theirs.values():
        rest = {
            group: (hits - left_out.get(group, (0, 0))[0], tries - left_out.get(group, (0, 0))[1])
            for group, (hits, tries) in everything.items()
        }
        for group, index in _indices(rest, found.weight).items():
            seen[group].append(index)
    return {group: Interval(min(each), max(each)) for group, each in seen.items()}


def _by_owner(connection: Connection, metric: Index, scope: Scope) -> dict[str | None, Counts]:
    rate, group = metric.of, group_of(metric)
    owner = cut(metric.table, LEFT_OUT)
    if owner is None:
        return {}
    statement = (
        select(owner, group, count_if(rate.hits), count_if(rate.tries))
        .where(within(rate.dated_by, scope.period), rate.tries)
        .where(scope.without(metric.by).where(metric.table))
        .group_by(owner, group)
    )
    found: defaultdict[str | None, Counts] = defaultdict(dict)
    for who, name, hits, tries in connection.execute(statement, {"as_of": scope.as_of}):
        found[who][name] = (hits, tries)
    return found


def _together(counts: Iterable[Counts]) -> Counts:
    total: Counts = {}
    for one in counts:
        for group, (hits, tries) in one.items():
            before = total.get(group, (0, 0))
            total[group] = (before[0] + hits, before[1] + tries)
    return total


def _indices(counts: Counts, weight: float) -> dict[str | None, float]:
    """The index of each group that has cases left; none when all or none of them were hits."""
    hits = sum(hit for hit, _ in counts.values())
    tries = sum(tried for _, tried in counts.values())
    if not 0 < hits < tries:
        return {}
    average = hits / tries
    return {
        group: 100 * (hit + average * weight) / (tried + weight) / average
        for group, (hit, tried) in counts.items()
        if tried
    }
