"""Files: writes the demo company as what its systems exported every week, one folder a week."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from revdash.demo.systems import (
    ads,
    credit,
    customers,
    diary,
    handover,
    hubspot,
    market,
    nurture,
    own,
    registry,
    salesforce,
    selling,
    web,
    work,
)
from revdash.demo.systems.lines import Cell, Cells, Line, Sheet
from revdash.demo.timeline import (
    COMPANY_ZONE,
    END,
    WEEKLY_SINCE,
    WEEKS,
    local_instant,
    week_of,
    week_start,
)
from revdash.demo.world import World, build_world
from revdash.errors import InputError

SHEETS: tuple[Sheet, ...] = (
    *registry.SHEETS,
    *own.SHEETS,
    *hubspot.SHEETS,
    *salesforce.SHEETS,
    *handover.SHEETS,
    *nurture.SHEETS,
    *selling.SHEETS,
    *diary.SHEETS,
    *ads.SHEETS,
    *web.SHEETS,
    *market.SHEETS,
    *credit.SHEETS,
    *work.SHEETS,
    *customers.SHEETS,
)
_LOADED_AT = 6  # in the morning of the Monday after


class Week(NamedTuple):
    """What was handed out for one week: when it is loaded, and its files."""

    loaded_at: datetime
    paths: tuple[Path, ...]


def write_demo(folder: Path, *, demo_since_weeks: int | None = None) -> tuple[Week, ...]:
    """Write the demo's files into *folder*, one folder a week, in the order to import them.

    ``demo_since_weeks`` keeps only what concerns the last so many weeks: the leads and deals
    something happened to, with their whole past, and the exposure of those weeks. They come in
    two folders: what was there before those weeks, and what came in them.
    """
    since = _since(demo_since_weeks)
    world = build_world()
    if demo_since_weeks is not None:
        world = world.since(datetime.combine(week_start(since), time()))
    weeks: defaultdict[int, list[Path]] = defaultdict(list)
    for sheet in SHEETS:
        for week, lines in sorted(_by_week(sheet, world, since).items()):
            weeks[week].append(_write(folder, week, sheet, lines))
    return tuple(Week(_loaded_at(week), tuple(paths)) for week, paths in sorted(weeks.items()))


def _since(weeks: int | None) -> int:
    """Return the first week that has a folder of its own."""
    if weeks is None:
        return 1
    if not 1 <= weeks <= WEEKS:
        raise InputError(
            f"The demo cannot be cut to {weeks} weeks. It has {WEEKS}; ask for 1 to {WEEKS}."
        )
    return WEEKS + 1 - weeks


def _by_week(sheet: Sheet, world: World, since: int) -> dict[int, list[Cells]]:
    """What each week's export holds: of every thing that changed, how it stood at the end."""
    weeks: defaultdict[int, dict[str, Line]] = defaultdict(dict)
    for line in sheet.lines(world):
        week = max(week_of(line.at), 1)
        if line.at > END or (sheet.is_cut and week < since):
            continue
        week = _handed_out(week, sheet, since)
        known = weeks[week].get(line.key)
        if known is None or known.at <= line.at:
            weeks[week][line.key] = line
    return {week: [line.cells for line in lines.values()] for week, lines in weeks.items()}


def _handed_out(week: int, sheet: Sheet, since: int) -> int:
    """With which week's export it comes: some sheets are handed out by the month at first."""
    if since > 1:
        return since - 1 if week < since else WEEKS
    if week >= WEEKLY_SINCE:
        return week
    return WEEKS - (WEEKS - week) // sheet.weeks * sheet.weeks


def _loaded_at(week: int) -> datetime:
    return local_instant(week_start(week + 1), _LOADED_AT, COMPANY_ZONE)


def _write(folder: Path, week: int, sheet: Sheet, lines: Iterable[Cells]) -> Path:
    path = folder / f"{week_start(week + 1)}" / f"{sheet.name}-{week_start(week + 1)}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(sheet.columns)
        writer.writerows([_written(line.get(name)) for name in sheet.columns] for line in lines)
    return path


def _written(cell: Cell) -> str | int | float:
    if isinstance(cell, str):  # as most are
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0).isoformat() + ("" if cell.tzinfo else "Z")
    return cell.isoformat() if isinstance(cell, date) else cell
