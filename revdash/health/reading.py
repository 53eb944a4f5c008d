"""Reading: each part of the number over its days, as of the end of each week."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from revdash.health.doubt import Measure
from revdash.health.moved import Tally
from revdash.health.parts import LEAST_TRIES, PARTS, Kind, Part
from revdash.health.weeks import Measures, Week
from revdash.metrics.as_stood import Window, marks, stood
from revdash.metrics.breakdowns import breakdown
from revdash.metrics.catalog import CATALOG
from revdash.metrics.missing import reasons
from revdash.metrics.read import read, series
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Rate, parts_of
from revdash.period import Period

NO_TEAM = "(no team)"
PER = 100.0  # so many leads a level is counted per


def measured(
    connection: Connection,
    scope: Scope,
    weeks: Sequence[Week],
    told: Mapping[str, Mapping[date, Measure]],
    kept: Mapping[str, Mapping[date, Measure]] | None = None,
) -> tuple[Measures, ...]:
    """Read every part for each of the *weeks*; what is *told* comes by part and first day.

    So does what is *kept* from before: where a rate's cases are what they were, it is not counted
    again.
    """
    if not weeks:
        return ()
    parts = {part.name: part for part in PARTS}
    # of all weeks: what rests since the newest was measured before, and stays so
    whole = scope.over(Period(weeks[0].days.start, weeks[-1].days.end))
    absent = reasons(connection, [CATALOG[n] for n in parts if n in CATALOG], whole)
    found: dict[str, list[Measure]] = {}
    for part in PARTS:
        if part.name in absent:
            found[part.name] = [Measure(value=None, why=absent[part.name])] * len(weeks)
        elif part.kind is Kind.RATE:
            found[part.name] = _rates(connection, part, weeks, (kept or {}).get(part.name, {}))
        elif part.kind is Kind.LEVEL:
            found[part.name] = _levels(connection, part, scope, weeks)
        else:
            mine = told.get(part.name, {})
            lack = Measure(value=None, why=part.missing)
            found[part.name] = [mine.get(week.days.start, lack) for week in weeks]
    return tuple({name: found[name][n] for name in parts} for n in range(len(weeks)))


def teams(connection: Connection, part: Part, weeks: Sequence[Week]) -> list[dict[str, Tally]]:
    """Count the cases of a rate by team, for each of the *weeks*."""
    found: list[dict[str, Tally]] = [{} for _ in weeks]
    for row in stood(connection, _rate(part), _windows(part, weeks), "team"):
        found[row.window][row.part or NO_TEAM] = Tally(row.hits, row.tries)
    return found


def loads(
    connection: Connection, part: Part, scope: Scope, weeks: Sequence[Week]
) -> list[dict[str, Tally]]:
    """Say of a level what each team bore, a hundredfold, over all it is counted per, by week."""
    metric = CATALOG[part.name]
    *per, borne = parts_of(metric)
    found = []
    for week in weeks:
        then = replace(scope, period=week.days)
        tries = sum(read(connection, one, then).value or 0.0 for one in per)
        teams = breakdown(connection, borne, then, "team")
        found.append(
            {
                team or NO_TEAM: Tally(PER * (one.value or 0.0), tries)
                for team, one in teams.items()
                if one.value
            }
        )
    return found


def _rates(
    connection: Connection, part: Part, weeks: Sequence[Week], kept: Mapping[date, Measure]
) -> list[Measure]:
    if part.name not in CATALOG:
        return [Measure(value=None, why=part.missing)] * len(weeks)
    windows = _windows(part, weeks)
    found = marks(connection, _rate(part), windows)
    counts: dict[int, tuple[int, int]] = {}
    for n, (week, mark) in enumerate(zip(weeks, found, strict=True)):
        before = kept.get(week.start)
        if before is not None and before.mark == mark:
            counts[n] = int(before.hits or 0), before.tries or 0
    moved = [n for n in range(len(weeks)) if n not in counts]
    for row in stood(connection, _rate(part), [windows[n] for n in moved]):
        counts[moved[row.window]] = row.hits, row.tries
    return [_rate_of(part, *counts.get(n, (0, 0)), mark) for n, mark in enumerate(found)]


def _rate_of(part: Part, hits: int, tries: int, mark: str) -> Measure:
    value = hits / tries if tries >= LEAST_TRIES else None
    why = "" if value is not None else f"{part.missing}: {hits} of {tries}"
    return Measure(value=value, hits=hits, tries=tries, why=why, mark=mark)


def _levels(
    connection: Connection, part: Part, scope: Scope, weeks: Sequence[Week]
) -> list[Measure]:
    metric = CATALOG[part.name]
    points = series(connection, [metric], scope, [week.days for week in weeks])
    found = points.get(metric.name, ())
    return [
        Measure(value=point.value, why="" if point.value is not None else "nobody was worked on")
        for point in found
    ] or [Measure(value=None, why=part.missing)] * len(weeks)


def _rate(part: Part) -> Rate:
    metric = CATALOG[part.name]
    if not isinstance(metric, Rate):
        raise TypeError(f"{part.name} is no rate: give its part another kind")
    return metric


def _windows(part: Part, weeks: Sequence[Week]) -> list[Window]:
    return [Window(part.days(week.days), week.as_of) for week in weeks]
