"""Detail: one metric opened: its meaning, its charts, its statement, and the records behind."""

from revdash.api.actors import Actor, Right
from revdash.api.asking import ask
from revdash.api.charting import charts_of
from revdash.api.counting import (
    how_counted,
    what_belongs_beside,
    what_one_owner_makes,
    what_weeks_say,
    why_nobody_was_home,
)
from revdash.api.cuts import assert_by_team
from revdash.api.house import House
from revdash.api.questions import Question
from revdash.api.recording import behind_of, local_row
from revdash.api.signals import series_of
from revdash.api.tiling import tile_of
from revdash.api.views import Detail
from revdash.desk.audit import record
from revdash.exports.sheets import csv_bytes
from revdash.metrics.catalog import find
from revdash.metrics.read import WEEKS, answers, statement_of
from revdash.metrics.records import records
from revdash.metrics.sql import spelled

SHOWN_ROWS = 200


def detail(house: House, actor: Actor, name: str, question: Question, part: str = "") -> Detail:
    """Open one metric over the question's days, and the records of one *part* of it."""
    actor.assert_may(Right.READ)
    metric = find(name)
    assert_by_team(actor, question, [metric])
    with house.facts() as connection:
        asked = ask(house, connection, question)
        series = series_of(house, connection, [metric], asked).get(name)
        weeks = 0 if series and series.points else WEEKS
        answer = answers(connection, [metric], asked.scope, before=asked.before, weeks=weeks)[name]
        found = records(connection, metric, asked.scope, part=part, limit=SHOWN_ROWS)
        others = [find(one) for one in metric.beside]
        beside = answers(connection, others, asked.scope, before=None, weeks=0)
        ranges = what_one_owner_makes(connection, answer.now, asked)
        why = why_nobody_was_home(connection, answer.now, asked)
    return Detail(
        title=metric.label,
        period=asked.period,
        compared=asked.compared_whole,
        freshness=asked.freshness,
        tile=tile_of(answer, asked, series),
        facts=(
            *why,
            *how_counted(answer, asked),
            *ranges,
            *what_belongs_beside((one.now for one in beside.values()), asked),
            *what_weeks_say(answer, asked, series),
        ),
        sql=spelled(statement_of(metric, asked.scope), asked.scope),
        charts=charts_of(answer, asked, series),
        behind=behind_of(metric, found, asked),
        csv_name=f"revdash-{found.part}-{asked.scope.period.start}-{asked.scope.period.last}.csv",
    )


def csv(house: House, actor: Actor, name: str, question: Question, part: str = "") -> bytes:
    """Write every record behind one metric as CSV, with what it is on top; leaves an audit row."""
    actor.assert_may(Right.READ)
    metric = find(name)
    assert_by_team(actor, question, [metric])
    with house.facts() as connection:
        asked = ask(house, connection, question)
        answer = answers(connection, [metric], asked.scope, before=None, weeks=0)[name]
        behind = records(connection, metric, asked.scope, part=part, limit=None)
    preamble = [("Metric", metric.label), ("Meaning", metric.meaning)]
    preamble += [("Period", str(asked.scope.period)), ("Data", asked.freshness.text)]
    preamble += [(f"Only {n}", ", ".join(values)) for n, values in asked.scope.filters]
    preamble += [("Value", tile_of(answer, asked).value), ("Sample", str(answer.now.sample))]
    if len(behind.parts) > 1:
        preamble.append(("Records of", dict(behind.parts)[behind.part]))
    header = ["key", "counts_as", *(column.key for column in behind.columns)]
    preamble.append(("Times", f"as clocks show them in {asked.rules.zone}"))
    content = csv_bytes(preamble, header, (local_row(row, asked) for row in behind.rows))
    seen = {
        "rows": len(behind.rows),
        "period": str(asked.scope.period),
        "filters": dict(asked.scope.filters),
    }
    with house.desk.writing() as connection:
        record(connection, "export csv", metric.name, seen, house.stamp(actor.actor_id))
    return content
