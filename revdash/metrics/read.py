"""Read: many metrics at once, one SELECT per table and clock, folded into readings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, func, select

from revdash.metrics import (
    combining,
    distinct,
    indices,
    levels,
    missing,
    mixes,
    projections,
    reach,
    spreads,
    sums,
    told,
    waits,
)
from revdash.metrics.bounds import bounded
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import (
    Answer,
    Combined,
    Index,
    Level,
    Metric,
    Mix,
    Point,
    Rate,
    Ratio,
    Reach,
    Reading,
    Spread,
    Stretch,
    Told,
    Total,
    Wait,
)
from revdash.metrics.spans import Over, Span, span_of
from revdash.period import Period

Query: TypeAlias = Select[Any]
WEEKS = 26

_STATEMENTS: Mapping[type, Callable[..., Query]] = {
    Total: sums.summed,
    Rate: sums.summed,
    Ratio: sums.ratio_statement,
    Wait: waits.curve_statement,
    Level: levels.statement,
    Reach: reach.statement,
    Mix: mixes.statement,
    Spread: spreads.statement,
    Index: indices.statement,
    Told: told.statement,
}
_READERS: Mapping[type, Callable[..., Over]] = {
    Wait: waits.reader,
    Level: levels.reader,
    Reach: reach.reader,
    Mix: mixes.reader,
    Spread: spreads.reader,
    Index: indices.reader,
    Told: told.reader,
}


def read(connection: Connection, metric: Metric, scope: Scope) -> Reading:
    """Read *metric* over the scope: the period alone."""
    return answers(connection, [metric], scope, before=None, weeks=0)[metric.name].now


def answers(
    connection: Connection,
    metrics: Iterable[Metric],
    scope: Scope,
    *,
    before: Period | None,
    weeks: int = WEEKS,
) -> dict[str, Answer]:
    """Read *metrics* over the period, the one *before*, and by week up to the period's end."""
    return _answers(connection, list(metrics), span_of(scope, before, weeks))


def glance(
    connection: Connection, metrics: Iterable[Metric], scope: Scope, before: Period | None = None
) -> dict[str, Answer]:
    """Read what tiles show of many *metrics*: no weeks, nor what only one opened shows."""
    span = Span(scope=scope, before=before, weeks=(), is_brief=True)
    return _answers(connection, list(metrics), span)


def series(
    connection: Connection, metrics: Iterable[Metric], scope: Scope, periods: Sequence[Period]
) -> dict[str, tuple[Point, ...]]:
    """Read *metrics* over each of the *periods*, oldest first; those without facts are left out."""
    wanted = list(metrics)
    whole = replace(scope, period=Period(periods[0].start, periods[-1].end))
    absent = missing.reasons(connection, wanted, whole)
    last = replace(scope, period=periods[-1])
    span = Span(scope=last, before=None, weeks=tuple(periods), is_brief=True)
    found = _readers(connection, [m for m in wanted if m.name not in absent], span)
    return {name: span.answer(over).weeks for name, over in found.items()}


def statement_of(metric: Metric, scope: Scope) -> Query:
    """The SELECT that answers *metric* over the period, for showing."""
    if isinstance(metric, Combined):
        return _side_by_side(metric, scope)
    if isinstance(metric, Total) and metric.distinct is not None:
        return distinct.statement(metric, scope)
    return _STATEMENTS[type(metric)](metric, scope)


def _answers(connection: Connection, metrics: list[Metric], span: Span) -> dict[str, Answer]:
    absent = missing.reasons(connection, metrics, span.scope)
    there = [metric for metric in metrics if metric.name not in absent]
    found = _readers(connection, there, span)
    new = missing.not_begun(connection, there, span.before) if span.before else {}
    given = {name: span.answer(over) for name, over in found.items()}
    for name, why in new.items():
        given[name] = _uncompared(given[name], span, why)
    return {
        metric.name: missing.nothing(metric, span, absent[metric.name])
        if metric.name in absent
        else _bounded(connection, given[metric.name], span)
        for metric in metrics
    }


def _uncompared(answer: Answer, span: Span, why: str) -> Answer:
    """The answer, of whose facts none came yet in the period that it is compared with."""
    if answer.before is None:
        return answer
    before = answer.before
    return replace(answer, before=missing.unread(before.metric, before.period, span, why))


def _readers(connection: Connection, metrics: Iterable[Metric], span: Span) -> dict[str, Over]:
    """A way to read each metric over any period of the span; what adds up is read together."""
    wanted = list(metrics)
    leaves = {leaf.name: leaf for metric in wanted for leaf in _leaves(metric)}
    totals = [leaf for leaf in leaves.values() if isinstance(leaf, Total | Rate)]
    found = sums.readers(connection, [leaf for leaf in totals if not _is_distinct(leaf)], span)
    apart = [leaf for leaf in totals if isinstance(leaf, Total) and _is_distinct(leaf)]
    found |= distinct.readers(connection, apart, span)
    for leaf in leaves.values():
        if leaf.name not in found:
            found[leaf.name] = _reader(connection, leaf, span)
    return {m.name: _composed(connection, m, span, found) for m in wanted}


def _leaves(metric: Metric) -> Iterator[Metric]:
    """What must be read for *metric* over the span's own periods."""
    if isinstance(metric, Ratio):
        yield from (metric.of, metric.per)
    elif isinstance(metric, Combined) and metric.stretch is Stretch.PERIOD:
        for part in metric.parts:
            yield from _leaves(part)
    elif not isinstance(metric, Combined):
        yield metric


def _reader(connection: Connection, metric: Metric, span: Span) -> Over:
    if isinstance(metric, Wait) and metric.is_projected:
        return projections.reader(connection, metric, span)
    return _READERS[type(metric)](connection, metric, span)


def _composed(
    connection: Connection, metric: Metric, span: Span, found: Mapping[str, Over]
) -> Over:
    """What is made of other readings."""
    if isinstance(metric, Ratio):
        of, per = found[metric.of.name], found[metric.per.name]
        return lambda period: sums.ratio(metric, span.scope, of(period), per(period))
    if not isinstance(metric, Combined):
        return found[metric.name]
    if metric.stretch is Stretch.QUARTER:
        apart = _readers(connection, metric.parts, span.quarters)
        parts = [apart[part.name] for part in metric.parts]
    else:
        parts = [_composed(connection, part, span, found) for part in metric.parts]
    return combining.reader(metric, span.scope, parts)


def _is_distinct(metric: Total | Rate) -> bool:
    return isinstance(metric, Total) and metric.distinct is not None


def _bounded(connection: Connection, answer: Answer, span: Span) -> Answer:
    if span.is_brief:
        return answer
    return replace(answer, now=bounded(connection, answer.now, span.scope))


def _side_by_side(metric: Combined, scope: Scope) -> Query:
    """The first number of each part; of a wait, how many were served."""
    shown = []
    for part in metric.parts:
        first = statement_of(part, scope).subquery(part.name)
        number = func.sum(first.c.served) if isinstance(part, Wait) else next(iter(first.c))
        column = number.label(part.name)
        shown.append(select(column).scalar_subquery().label(part.name))
    return select(*shown)
