"""Telling of Alignment Health: each part by week, and what they come to."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from revdash.api.teller import Row, Teller, Telling
from revdash.desk.health import in_force, read_health_versions
from revdash.desk.tables.agreement import health_version
from revdash.health.doubt import CONFIDENCE, Measure, band
from revdash.health.parts import BY_NAME, named
from revdash.health.reading import measured
from revdash.health.weeks import Seen, Week, version_at, weeks_since
from revdash.metrics.health_weeks import first_handoff, kept_parts, told_rows
from revdash.period import Period
from revdash.store.schema.joint import health_part
from revdash.terms import Side

_PACE, _PULSE = "goal_pace", "pulse_agreement"
_PULSE_HOLDS = timedelta(days=42)
_WEEK = timedelta(weeks=1)
_BOTH = (Side.MARKETING.value, Side.SALES.value)


def kept_weeks(connection: Connection) -> tuple[Seen, ...]:
    """Every week with what a release keeps of it, the oldest first."""
    found: dict[Week, dict[str, Measure]] = {}
    for row in kept_parts(connection):
        week = Week(
            days=Period(row.starts_on, row.ends_on), as_of=row.seen_at, is_open=bool(row.is_open)
        )
        found.setdefault(week, {})[row.part] = Measure(
            value=row.value,
            hits=row.hits,
            tries=row.sample,
            low=row.low,
            high=row.high,
            confidence=row.confidence or CONFIDENCE,
            why=row.missing or "",
            mark=row.mark or "",
        )
    return tuple(Seen(week=week, measures=measures) for week, measures in found.items())


def _parts(telling: Telling) -> Iterator[Row]:
    """Every part of every week since the first handoff; what did not move is as it was told."""
    connection, rules, scope = telling.connection, telling.rules, telling.scope
    first = first_handoff(connection)
    starts = [week.start for week in weeks_since(first, scope, {})]
    ends = {start: rules.midnight(start + _WEEK) for start in starts}
    weeks = weeks_since(first, scope, ends)
    told = {"joint_pacing": paces(connection, weeks), _PULSE: pulses(connection, weeks)}
    with telling.house.desk.connect() as desk:
        versions = in_force(read_health_versions(desk))
    kept = _kept(connection)
    for week, measures in zip(weeks, measured(connection, scope, weeks, told, kept), strict=True):
        version = version_at(versions, week)
        standing = Seen(week=week, measures=measures).standing(version)
        for yard in standing.yards:
            yield {
                **_measured(week, yard.name, measures[yard.name]),
                "version_no": version.version_no,
                "score": standing.scores[yard.name],
                "weight": yard.weight,
                "effective_weight": standing.weights[yard.name],
            }


def _kept(connection: Connection) -> Mapping[str, Mapping[date, Measure]]:
    """What the release before measured, by part and first day of the week."""
    found: dict[str, dict[date, Measure]] = {}
    for seen in kept_weeks(connection):
        for name, measure in seen.measures.items():
            found.setdefault(name, {})[seen.week.start] = measure
    return found


def _measured(week: Week, name: str, measure: Measure) -> Row:
    return {
        "part": name,
        "starts_on": week.days.start,
        "ends_on": week.days.end,
        "seen_at": week.as_of,
        "is_open": week.is_open,
        "value": measure.value,
        "hits": measure.hits,
        "sample": measure.tries,
        "low": measure.low,
        "high": measure.high,
        "confidence": measure.confidence,
        "missing": measure.why or None,
        "mark": measure.mark or None,
    }


def _told(telling: Telling) -> Iterator[Row]:
    """The number and its coverage, by week, with the parts it was made of."""
    with telling.house.desk.connect() as desk:
        versions = in_force(read_health_versions(desk))
    for seen in kept_weeks(telling.connection):
        standing = seen.standing(version_at(versions, seen.week))
        on = min(seen.week.days.last, telling.today)
        bounds = band(standing, seen.measures) if standing.is_told else None
        yield {
            "metric": "alignment_health",
            "as_on": on,
            "value": standing.value if standing.is_told else None,
            "low": bounds.low if bounds else None,
            "high": bounds.high if bounds else None,
            "confidence": CONFIDENCE,
            "sample": len(standing.measured),
            "missing": None
            if standing.is_told
            else f"not enough evidence: no {named(standing.missing)}",
            "words": standing.status.value,
        }
        yield {
            "metric": "evidence_coverage",
            "as_on": on,
            "value": standing.coverage,
            "sample": len(standing.measured),
        }
        for name, score in standing.measured.items():
            measure = seen.measures[name]
            yield {
                "metric": "alignment_health",
                "as_on": on,
                "item": BY_NAME[name].label,
                "value": score,
                "sample": measure.tries,
                "hits": measure.hits,
            }


def paces(connection: Connection, weeks: tuple[Week, ...]) -> Mapping[date, Measure]:
    """The slower side's pace of each week, where both have one.

    In the week in which a month ends that month counts, not the first days of the next.
    """
    rows = [row for row in told_rows(connection, [_PACE]) if row.side in _BOTH]
    found: dict[date, Measure] = {}
    for week in weeks:
        mine: dict[str, Any] = {}
        for row in rows:
            if week.start <= row.as_on < week.days.end:
                mine.setdefault(row.side, row)
        known = [row for row in mine.values() if row.value is not None]
        if len(known) == len(_BOTH):
            slower = min(known, key=lambda row: float(row.value))
            found[week.start] = _as_told(slower)
    return found


def pulses(connection: Connection, weeks: tuple[Week, ...]) -> Mapping[date, Measure]:
    """What the latest round of each week said, for as long as it holds."""
    rows = [r for r in told_rows(connection, [_PULSE]) if r.value is not None and r.side is None]
    found: dict[date, Measure] = {}
    for week in weeks:
        until, since = week.days.end, week.days.end - _PULSE_HOLDS
        mine = [row for row in rows if since <= row.as_on < until]
        if mine:
            found[week.start] = _as_told(mine[-1])
    return found


def _as_told(row: object) -> Measure:
    value, low, high, confidence = (
        getattr(row, name) for name in ("value", "low", "high", "confidence")
    )
    return Measure(value=value, low=low, high=high, confidence=confidence or CONFIDENCE)


TELLERS = (
    Teller(name="parts of health", table=health_part, rests_on=(health_version,), rows=_parts),
    Teller(
        name="health",
        metrics=("alignment_health", "evidence_coverage"),
        rests_on=(health_version,),
        rows=_told,
    ),
)
