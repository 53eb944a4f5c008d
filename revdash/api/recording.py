"""Recording: the records behind a number in words, each with the part it plays in it."""

from datetime import date, datetime
from typing import Any

from revdash.api.asking import Asked, day_text, local_time, moment_text
from revdash.api.views import Behind, Column, Grid
from revdash.metrics.behind import BEHIND
from revdash.metrics.behind.columns import Shows
from revdash.metrics.records import Records
from revdash.metrics.shapes import Metric, Rate, Wait, parts_of
from revdash.metrics.shown import NOTHING, in_full
from revdash.terms import in_words

CODED = frozenset({"source", "channel", "touch_type"})  # read in words; files keep the code
NAMED_BY = ("person_id", "opportunity_id")  # what of a row leads to a human


def behind_of(metric: Metric, found: Records, asked: Asked) -> Behind:
    """Word *found*; "Counts as" says who is of the upper part of a share, and who is not."""
    leaf = next(part for part in parts_of(metric) if part.name == found.part)
    return Behind(
        part=found.part,
        parts=found.parts,
        is_of_people=any(name in BEHIND[leaf.table.name].table.c for name in NAMED_BY),
        grid=_grid(found, asked, plays_parts=isinstance(leaf, Rate | Wait) or _differ(found)),
    )


def local_row(row: tuple[Any, ...], asked: Asked) -> list[object]:
    """A record for a file: instants as the company's clocks show them."""
    return [
        f"{local_time(value, asked.rules):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
        for value in row
    ]


def _differ(found: Records) -> bool:
    return len({row[1] for row in found.rows}) > 1


def _grid(found: Records, asked: Asked, *, plays_parts: bool) -> Grid:
    columns = [
        Column(key=c.key, label=c.label, is_number=c.unit is not None) for c in found.columns
    ]
    shows = [None, *found.columns]
    if plays_parts:
        columns.insert(0, Column(key="part", label="Counts as"))
    first = 0 if plays_parts else 1
    return Grid(
        columns=tuple(columns),
        rows=tuple(
            tuple(
                _cell(value, column, asked)
                for value, column in list(zip(row[1:], shows, strict=True))[first:]
            )
            for row in found.rows
        ),
        ids=tuple(str(row[0]) for row in found.rows),
        total=found.total,
        empty="No record was counted over these days.",
    )


def _cell(value: object, column: Shows | None, asked: Asked) -> str:
    unit = column.unit if column else None
    if value is None:
        return NOTHING
    if unit is not None and isinstance(value, int | float):
        return in_full(float(value), unit, asked.currency)
    if isinstance(value, datetime):
        return moment_text(value, asked.rules)
    if isinstance(value, date):
        return day_text(value)
    return in_words(str(value)) if column and column.key in CODED else str(value)
