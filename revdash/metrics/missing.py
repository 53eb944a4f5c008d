"""Missing: why a metric cannot be read at all, because its facts were never loaded."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from revdash.metrics.shapes import Answer, Metric, Reading
from revdash.metrics.spans import Span
from revdash.period import Period

_WORDS = {
    "channel_day": "campaign figures",
    "reach_window": "reach figures",
    "lifecycle_event": "lead stages",
    "sales_activity": "sales activities",
    "opportunity": "deals",
}


def reasons(connection: Connection, metrics: Iterable[Metric]) -> dict[str, str]:
    """Say of each metric that lacks facts which ones, the first of those it needs."""
    wanted = list(metrics)
    needed = {table.name: table for metric in wanted for table in metric.needs}
    if not needed:
        return {}
    there = (
        select(table.c.event_key).limit(1).exists().label(name) for name, table in needed.items()
    )
    loaded = dict(zip(needed, connection.execute(select(*there)).one(), strict=True))
    found = {}
    for metric in wanted:
        absent = [table.name for table in metric.needs if not loaded[table.name]]
        if absent:
            found[metric.name] = f"no {_WORDS.get(absent[0], absent[0])} loaded"
    return found


def nothing(metric: Metric, span: Span, why: str) -> Answer:
    """An answer without values, and why."""

    def over(period: Period) -> Reading:
        return Reading(
            metric=metric, period=period, as_of=span.scope.as_of, value=None, missing=why
        )

    return span.answer(over)
