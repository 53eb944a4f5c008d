"""Detail: one metric opened: its meaning, its charts, its statement, and the records behind."""

from datetime import date, datetime
from typing import Any

from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked, ask, day_text, local_time, moment_text
from revdash.api.charting import charts_of
from revdash.api.house import House
from revdash.api.questions import Question
from revdash.api.tiling import tile_of
from revdash.api.views import Column, Definition, Detail, Grid
from revdash.clock import utc_now
from revdash.desk.audit import record
from revdash.exports.sheets import csv_bytes
from revdash.metrics.catalog import CATALOG, FAMILIES, find
from revdash.metrics.read import answers, statement_of
from revdash.metrics.records import Records, records
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Answer, Rate, Ratio, Reading, Unit, Wait
from revdash.metrics.shown import NOTHING, in_full, number
from revdash.metrics.sql import spelled
from revdash.period import DEFAULT_PERIOD, Weeks, named_period

SHOWN_ROWS = 200


def detail(house: House, actor: Actor, name: str, question: Question) -> Detail:
    """Open one metric over the question's days."""
    actor.assert_may(Right.READ)
    metric = find(name)
    with house.facts() as connection:
        asked = ask(house, connection, question)
        answer = answers(connection, [metric], asked.scope, before=asked.before)[name]
        behind = records(connection, metric, asked.scope, limit=SHOWN_ROWS)
    return Detail(
        tile=tile_of(answer, asked),
        facts=tuple(_facts(answer, asked)),
        sql=spelled(statement_of(metric, asked.scope), asked.scope),
        charts=charts_of(answer, asked),
        records=_grid(behind, asked),
        csv_name=f"revdash-{name}-{asked.scope.period.start}-{asked.scope.period.last}.csv",
    )


def csv(house: House, actor: Actor, name: str, question: Question) -> bytes:
    """Write every record behind one metric as CSV, with what it is on top; leaves an audit row."""
    actor.assert_may(Right.READ)
    metric = find(name)
    with house.facts() as connection:
        asked = ask(house, connection, question)
        answer = answers(connection, [metric], asked.scope, before=None, weeks=0)[name]
        behind = records(connection, metric, asked.scope, limit=None)
    preamble = [("Metric", metric.label), ("Meaning", metric.meaning)]
    preamble += [("Period", str(asked.scope.period)), ("Data", asked.freshness.text)]
    preamble += [(f"Only {n}", ", ".join(values)) for n, values in asked.scope.filters]
    preamble += [("Value", tile_of(answer, asked).value), ("Sample", str(answer.now.sample))]
    header = ["key", "counts_as", *(column.key for column in behind.columns)]
    preamble.append(("Times", f"as clocks show them in {asked.rules.zone}"))
    content = csv_bytes(preamble, header, (_local(row, asked) for row in behind.rows))
    seen = {
        "rows": len(behind.rows),
        "period": str(asked.scope.period),
        "filters": dict(asked.scope.filters),
    }
    with house.desk.writing() as connection:
        record(connection, "export csv", metric.name, seen, house.stamp(actor.actor_id))
    return content


def definitions(house: House, actor: Actor) -> tuple[Definition, ...]:
    """Every metric of the catalogue, for reading aloud, with its statement as run."""
    actor.assert_may(Right.READ)
    scope = _usual_scope(house)
    return tuple(
        Definition(
            name=metric.name,
            label=metric.label,
            side=metric.side,
            family=FAMILIES[metric.family],
            meaning=metric.meaning,
            clock=metric.clock,
            open_items=metric.open_items,
            formula=metric.formula,
            pitfalls=metric.pitfalls,
            sql=spelled(statement_of(metric, scope), scope),
            is_measured=True,
        )
        for metric in CATALOG.values()
    )


def _usual_scope(house: House) -> Scope:
    """The days a page opens with; without a store, those that end today."""
    if house.releases.current() is None:
        now = utc_now()
        period = named_period(DEFAULT_PERIOD, now.date(), Weeks())
        return Scope(period=period, as_of=now, today=now.date())
    with house.facts() as connection:
        return ask(house, connection, Question()).scope


def _facts(answer: Answer, asked: Asked) -> list[tuple[str, str]]:
    now, metric = answer.now, answer.now.metric
    facts = [
        ("Formula", metric.formula),
        ("Clock", metric.clock),
        ("Still open", metric.open_items),
        ("Days", _days(answer)),
        *_of_ratio(answer.now, asked),
    ]
    if interval := _interval(now, asked):
        facts.append(("95 % interval", interval))
    facts += _of_curve(now)
    if metric.pitfalls:
        facts.append(("Beware", metric.pitfalls))
    return facts


def _days(answer: Answer) -> str:
    compared = f", compared with {answer.before.period}" if answer.before else ""
    return f"{answer.now.period}{compared}"


def _interval(reading: Reading, asked: Asked) -> str:
    if not isinstance(reading.metric, Rate | Wait) or reading.low is None or reading.high is None:
        return ""
    unit = reading.metric.unit
    high = "not reached" if reading.high == float("inf") else number(reading.high, unit)
    return f"{number(reading.low, unit, asked.currency)} to {high}"


def _of_ratio(reading: Reading, asked: Asked) -> list[tuple[str, str]]:
    """For a ratio: the two totals it is made of."""
    metric = reading.metric
    if not isinstance(metric, Ratio) or reading.value is None:
        return []
    of = in_full(reading.hits, metric.of.unit, asked.currency)
    return [(metric.of.label, of), (metric.per.label, f"{reading.sample:,}")]


def _of_curve(reading: Reading) -> list[tuple[str, str]]:
    """For a wait: its 90th percentile and the shares served within an hour, four, a day."""
    curve, metric = reading.curve, reading.metric
    if curve is None or not isinstance(metric, Wait) or metric.within is not None:
        return []
    ninety, unit = curve.quantile(0.9), metric.unit
    longest = curve.longest or 0.0
    shares = [
        f"{label} {100 * share:.0f} %"
        for label, hours in (("1 h", 1.0), ("4 h", 4.0), ("8 h", 8.0))
        if (share := curve.share_by(hours)) is not None
    ]
    return [
        (
            "Nine of ten within",
            number(ninety, unit) if ninety is not None else f"> {longest:.1f} h",
        ),
        ("Tried within", " · ".join(shares) or NOTHING),
        ("Still waiting", f"{reading.pending:,} of {reading.sample:,}"),
    ]


def _local(row: tuple[Any, ...], asked: Asked) -> list[object]:
    """A record for a file: instants as the company's clocks show them."""
    return [
        f"{local_time(value, asked.rules):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
        for value in row
    ]


def _grid(behind: Records, asked: Asked) -> Grid:
    parts = len({row[1] for row in behind.rows}) > 1
    columns = [
        Column(key=c.key, label=c.label, is_number=c.unit is not None) for c in behind.columns
    ]
    units = [None, *(c.unit for c in behind.columns)]
    if parts:
        columns.insert(0, Column(key="part", label="Counts as"))
    return Grid(
        columns=tuple(columns),
        rows=tuple(
            tuple(
                _cell(value, unit, asked)
                for value, unit in list(zip(row[1:], units, strict=True))[0 if parts else 1 :]
            )
            for row in behind.rows
        ),
        ids=tuple(str(row[0]) for row in behind.rows),
        total=behind.total,
        empty="No record was counted over these days.",
    )


def _cell(value: object, unit: Unit | None, asked: Asked) -> str:
    if value is None:
        return NOTHING
    if unit is not None and isinstance(value, int | float):
        return in_full(float(value), unit, asked.currency)
    if isinstance(value, datetime):
        return moment_text(value, asked.rules)
    if isinstance(value, date):
        return day_text(value)
    return str(value)
