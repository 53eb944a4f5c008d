"""Showing: one metric for the terminal: its value, by month, week or cut, or its records."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked, ask
from revdash.api.house import House
from revdash.api.questions import Question
from revdash.errors import InputError, suggestion
from revdash.metrics.breakdowns import breakdown
from revdash.metrics.catalog import CATALOG, find
from revdash.metrics.choices import MOST, choices
from revdash.metrics.planned import PLANNED
from revdash.metrics.read import read, statement_of
from revdash.metrics.records import Records
from revdash.metrics.records import records as records_behind
from revdash.metrics.scope import BLANK, CUTS, Scope
from revdash.metrics.shapes import Level, Metric, Reach, Reading, Total
from revdash.metrics.shown import shown
from revdash.metrics.sql import spelled
from revdash.period import Period, month_of, named_period

HEADER = ("shown", "value", "hits", "sample", "low", "high", "pending", "note")
BY_TIME = ("month", "week")


@dataclass(frozen=True, kw_only=True)
class Look:
    """What is to be shown: a metric, its days by name or written out, how to cut it."""

    metric: str
    period: str = "last-4-weeks"
    by: str = ""
    part: str = ""  # of a metric made of several, whose records
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What to print."""

    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str
    sql: str


def listed() -> tuple[tuple[str, ...], ...]:
    """List every metric, also those that are not measured yet; needs no store."""
    measured = [(m.name, m.label, m.unit.value, m.meaning, "") for m in CATALOG.values()]
    planned = [(m.name, m.label, "", m.meaning, f"comes with {m.comes_with}") for m in PLANNED]
    return (*measured, *planned)


def show(
    house: House, actor: Actor, look: Look, *, records: bool = False, sql: bool = False
) -> Shown:
    """Read one metric as *look* says."""
    actor.assert_may(Right.READ)
    metric = find(look.metric)
    with house.facts() as connection:
        asked = ask(house, connection, Question(filters=look.filters))
        period = named_period(look.period, asked.scope.today, asked.rules.weeks)
        scope = asked.over(period)
        text = spelled(statement_of(metric, scope), scope) if sql else ""
        if records:
            behind = records_behind(connection, metric, scope, part=look.part, limit=None)
            header = ("key", "part", *(column.key for column in behind.columns))
            note = f"{_note(metric, scope)}{_parts_told(behind)}"
            return Shown(header=header, rows=behind.rows, note=note, sql=text)
        header, rows = _rows(connection, metric, scope, look.by, asked)
        note = f"{_note(metric, scope)}{_unknown(connection, look)}"
    return Shown(header=header, rows=tuple(rows), note=note, sql=text)


def _rows(
    connection: Connection, metric: Metric, scope: Scope, by: str, asked: Asked
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    if not by:
        reading = read(connection, metric, scope)
        return ("period", *HEADER), [(str(scope.period), *_cells(reading, asked))]
    if by in BY_TIME:
        parts = list(_parts(scope.period, by, asked))
        rows = [
            (str(part.start), *_cells(read(connection, metric, asked.over(part)), asked))
            for part in parts
        ]
        return (by, *HEADER), rows
    if by not in CUTS:
        known = suggestion(by, (*BY_TIME, *CUTS))
        raise InputError(f"A metric cannot be shown by '{by}'. {known}")
    found = breakdown(connection, metric, scope, by)
    rows = [
        (BLANK if value is None else value, *_cells(reading, asked))
        for value, reading in found.items()
    ]
    return (by, *HEADER), rows


def _cells(reading: Reading, asked: Asked) -> tuple[Any, ...]:
    words = shown(reading, asked.currency)
    return (
        words.value,
        reading.value,
        None if isinstance(reading.metric, Total | Level | Reach) else reading.hits,
        reading.sample,
        reading.low,
        reading.high,
        reading.pending,
        words.note,
    )


def _parts(period: Period, by: str, asked: Asked) -> Iterator[Period]:
    start = period.start
    while start < period.end:
        whole = month_of(start) if by == "month" else asked.rules.weeks.week_of(start)
        yield Period(start, min(whole.end, period.end))
        start = whole.end


def _note(metric: Metric, scope: Scope) -> str:
    return (
        f"{metric.label}, {scope.period}, as of {scope.as_of:%d %b %Y %H:%M} UTC. {metric.meaning}"
    )


def _unknown(connection: Connection, look: Look) -> str:
    """Say which values of the filters no lead and no deal has, as a typing mistake is none."""
    said = ""
    for name, values in look.filters:
        known = choices(connection, name)
        strangers = set() if len(known) >= MOST else {*values} - {*known, BLANK}
        for one in sorted(strangers):
            said += f" No lead and no deal has the {name} '{one}'. {suggestion(one, known)}"
    return said


def _parts_told(behind: Records) -> str:
    """Of what is made of several: whose records these are, and how to ask for the others'."""
    if len(behind.parts) == 1:
        return ""
    others = ", ".join(name for name, _ in behind.parts if name != behind.part)
    return f" These are the records of {behind.part}; --part {others} shows the others."
