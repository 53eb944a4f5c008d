"""Previewing: the first rows of a table as they came, and as they would be stored."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from revdash.api.asking import in_zone
from revdash.api.views import Column, Grid
from revdash.ingest import Mapping as FileMapping
from revdash.ingest import Source, Staged
from revdash.metrics.shown import NOTHING
from revdash.store.schema.columns import LINEAGE
from revdash.terms import Precision

ROWS = 6
LONGEST = 60
EXAMPLES = 3

TABLES = {
    "person": "People",
    "person_alias": "Other ids of people",
    "account": "Companies",
    "app_user": "Users",
    "team": "Teams",
    "lifecycle_event": "Lead stages",
    "sales_activity": "Sales activities",
    "assignment": "Assignments",
    "disposition": "Verdicts of sales",
    "touch": "Marketing touches",
    "channel_day": "Spend and exposure by day",
    "reach_window": "People reached",
    "opportunity": "Deals",
    "opportunity_stage_event": "Stages of deals",
    "opportunity_contact": "People on deals",
}
FIELDS = {
    "to_stage": "Stage",
    "event_at": "When",
    "person_id": "Person",
    "account_id": "Company",
    "user_id": "User",
    "to_user_id": "To",
    "opportunity_id": "Deal",
    "owner_user_id": "Owner",
}
_HIDDEN = frozenset(
    {"event_key", "line", "source_system", "source_id", "event_precision", "retracted"}
) | frozenset(LINEAGE)


def as_it_came(source: Source) -> Grid:
    """The first rows, cell by cell."""
    columns = tuple(Column(key=str(n), label=text) for n, text in enumerate(source.header))
    rows = source.cells.slice(0, ROWS).to_pylist()
    return Grid(
        columns=columns,
        rows=tuple(tuple(_cut(cell or NOTHING) for cell in row.values()) for row in rows),
        total=source.read,
    )


def as_stored(staged: Staged, mapping: FileMapping, zone: str) -> tuple[tuple[str, Grid], ...]:
    """The first rows of each of our tables, each column with the file's beside it."""
    rows: dict[str, list[dict[str, Any]]] = {}
    totals: Counter[str] = Counter()
    for table, frame in staged.frames:
        rows.setdefault(table.name, []).extend(frame.slice(0, ROWS).to_pylist())
        totals[table.name] += frame.num_rows
    origins = _origins(mapping)
    first = {name: sorted(some, key=itemgetter("line"))[:ROWS] for name, some in rows.items()}
    return tuple(
        (table_name(name), _grid(some, origins.get(name, {}), ZoneInfo(zone), totals[name]))
        for name, some in first.items()
        if some
    )


def examples(source: Source, column: str) -> str:
    """Some values of a column, each once."""
    found: dict[str, None] = {}
    for value in source.cells[column].slice(0, 400).to_pylist():
        if value and value.strip():
            found.setdefault(_cut(value.strip(), LONGEST // 2))
        if len(found) == EXAMPLES:
            break
    return " · ".join(found)


def table_name(table: str) -> str:
    """What readers call one of our tables."""
    return TABLES.get(table, table.replace("_", " ").capitalize())


def field_name(field: str) -> str:
    """What readers call one of its columns."""
    worded = field.removesuffix("_id").removesuffix("_at").removesuffix("_on")
    return FIELDS.get(field, worded.replace("_", " ").capitalize())


def _origins(mapping: FileMapping) -> Mapping[str, Mapping[str, str]]:
    """For each column of each table, the columns of the file that it is read from."""
    found: dict[str, dict[str, str]] = {}
    for target in mapping.into:
        fields = found.setdefault(target.table, {})
        for each in target.fields:
            if each.columns:
                fields.setdefault(each.target, " or ".join(each.columns))
    return found


def _grid(
    rows: Sequence[Mapping[str, Any]], origins: Mapping[str, str], zone: ZoneInfo, total: int
) -> Grid:
    names = [
        name
        for name in rows[0]
        if name not in _HIDDEN
        and not name.endswith("_hash")
        and any(row[name] is not None for row in rows)
    ]
    return Grid(
        columns=(
            Column(key="line", label="Line", is_number=True),
            *(Column(key=name, label=_label(name, origins)) for name in names),
        ),
        rows=tuple(
            (f"{row['line']:,}", *(_shown(row[name], zone, is_day=_is_day(row)) for name in names))
            for row in rows
        ),
        total=total,
    )


def _label(name: str, origins: Mapping[str, str]) -> str:
    worded, origin = field_name(name), origins.get(name, "")
    return f"{worded} ← {_cut(origin, 40)}" if origin else worded


def _is_day(row: Mapping[str, Any]) -> bool:
    return row.get("event_precision") == Precision.DATE


def _shown(value: object, zone: ZoneInfo, *, is_day: bool) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        moment = value if is_day else in_zone(value, zone)
        return f"{moment.day} {moment:%b %Y}" if is_day else f"{moment.day} {moment:%b %Y %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00")
    return _cut(str(value))


def _cut(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
