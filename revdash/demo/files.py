"""Files: writes the demo company as CSV files in revdash's own shape, one a table."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeAlias

from revdash.demo.exposure import exposures, reaches
from revdash.demo.native import deals, lifecycle, marketing, people, sales
from revdash.demo.native.identity import Cell, Row
from revdash.demo.timeline import END, WEEKS, week_start
from revdash.demo.world import World, build_world
from revdash.errors import InputError
from revdash.store.schema import FACTS

Rows: TypeAlias = Callable[[World], Iterator[Row]]

_BEGINS_WITH = ("event_key",)
_ENDS_WITH = ("source_system", "source_id", "recorded_at")


def write_demo(folder: Path, *, demo_since_weeks: int | None = None) -> tuple[Path, ...]:
    """Write the demo's files into *folder* and return them in the order to import them.

    ``demo_since_weeks`` keeps only what concerns the last so many weeks: the leads and
    deals something happened to, with their whole past, and the exposure of those weeks.
    """
    since = _since(demo_since_weeks)
    world = build_world()
    if demo_since_weeks is not None:
        world = world.since(datetime.combine(since, time()))
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        _write(folder, number, table, rows(world))
        for number, (table, rows) in enumerate(_tables(since).items(), 1)
    )


def columns_of(table: str) -> tuple[str, ...]:
    """Return the header of a table's file."""
    return (*_BEGINS_WITH, *FACTS[table].info["own"], *_ENDS_WITH)


def _since(weeks: int | None) -> date:
    if weeks is None:
        return week_start(1)
    if not 1 <= weeks <= WEEKS:
        raise InputError(
            f"The demo cannot be cut to {weeks} weeks. It has {WEEKS}; ask for 1 to {WEEKS}."
        )
    return week_start(WEEKS + 1 - weeks)


def _tables(since: date) -> dict[str, Rows]:
    days = exposures()
    shown = tuple(one for one in days if one.day >= since)
    reached = tuple(one for one in reaches(days) if one.window_start >= since)
    return {
        "team": people.teams,
        "app_user": people.app_users,
        "user_absence": people.user_absences,
        "campaign": marketing.campaigns,
        "account": people.accounts,
        "person": people.persons,
        "channel_day": marketing.channel_days(shown),
        "reach_window": marketing.reach_windows(reached),
        "touch": marketing.touches,
        "lifecycle_event": lifecycle.lifecycle_events,
        "assignment": lifecycle.assignments,
        "sales_activity": sales.sales_activities,
        "meeting": sales.meetings,
        "opportunity": deals.opportunities,
        "opportunity_stage_event": deals.opportunity_stage_events,
        "nurture_enrolment": lifecycle.nurture_enrolments,
    }


def _write(folder: Path, number: int, table: str, rows: Iterable[Mapping[str, Cell]]) -> Path:
    path = folder / f"{number:02d}_{table}.csv"
    columns = columns_of(table)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(
            [_written(one.get(column)) for column in columns] for one in rows if _is_known(one)
        )
    return path


def _is_known(one: Mapping[str, Cell]) -> bool:
    """Say whether it has happened, and been written down, by the end of the data."""
    moments = (one.get("event_at"), one["recorded_at"])
    return all(moment <= END for moment in moments if isinstance(moment, datetime))


def _written(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0).isoformat() + "Z"
    return cell.isoformat() if isinstance(cell, date) else cell
