"""Health part: one part opened: what each team did to it, and the records it counts."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from revdash.api.health_sheet import AGAINST, Looked
from revdash.api.health_views import PartDetail
from revdash.api.health_words import posts_text, value_text
from revdash.api.recording import behind_of
from revdash.api.views import Behind, Column, Grid
from revdash.errors import InputError, suggestion
from revdash.health.moved import Tally, by_load, by_team
from revdash.health.parts import BY_NAME, Kind, Part
from revdash.health.reading import PER, loads, teams
from revdash.health.score import Yard
from revdash.health.weeks import Week
from revdash.metrics.catalog import CATALOG
from revdash.metrics.health_weeks import told_rows
from revdash.metrics.records import records
from revdash.metrics.scope import Scope
from revdash.metrics.shown import NOTHING, with_sign
from revdash.period import Period

SHOWN_ROWS, NAMED = 200, 3
HUNDREDTH = 0.01
PACING = "joint_pacing"
EXPLORED = {
    PACING: "goal_pace",
    "pulse_agreement": "pulse_level",
}  # no metrics of their own
OPENED_FIRST = {"drops_open": "drops_weighed"}  # what lies open, before what it is counted per
LOAD_WORDS = {"rate": "By what lies open", "volume": "By how many are worked"}
_COLUMNS = (
    Column(key="team", label="Team"),
    Column(key="before", label="Before", is_number=True),
    Column(key="now", label="Now", is_number=True),
    Column(key="rate", label="By its rate", is_number=True),
    Column(key="volume", label="By its share of cases", is_number=True),
    Column(key="both", label="Points of Health", is_number=True),
)
_LOADS = tuple(
    replace(one, label=LOAD_WORDS.get(one.key, one.label)) for one in _COLUMNS
)  # of a level


def part_of(connection: Connection, looked: Looked, name: str, leaf: str = "") -> PartDetail:
    """Open one part as of the week looked at."""
    if name not in BY_NAME:
        raise InputError(f"Health has no part '{name}'. {suggestion(name, BY_NAME)}")
    part, seen = BY_NAME[name], looked.seen[-1]
    yard = next(one for one in looked.now.yards if one.name == name)
    measure, days = seen.measures[name], _days(part, seen.week)
    metric = EXPLORED.get(name, name)
    grid, note = _teams(connection, looked, part, yard)
    score = looked.now.scores[name]
    facts = [
        ("Value", f"{value_text(part, measure.value)}{_of(measure.hits, measure.tries)}"),
        ("Not measured", measure.why if score is None else ""),
        ("Floor → target", posts_text(part, yard)),
        ("Score", NOTHING if score is None else f"{score:.1f}"),
        ("Counted", f"{part.over}: {days}"),
        ("Mainly obliges", part.obliges),
        *_sides(connection, part, seen.week),
    ]
    return PartDetail(
        title=part.label,
        metric=metric if metric in CATALOG else "",
        first=days.start.isoformat(),
        last=days.last.isoformat(),
        facts=tuple(pair for pair in facts if pair[1]),
        teams=grid,
        teams_note=note,
        behind=_behind(connection, looked, metric, days, leaf),
    )


def _sides(connection: Connection, part: Part, week: Week) -> list[tuple[str, str]]:
    """Of the goals' pace: each side's, the slower of which counts."""
    if part.name != PACING:
        return []
    rows = told_rows(connection, [EXPLORED[PACING]])
    mine = [r for r in rows if r.side and week.start <= r.as_on < week.days.end]
    first = {row.side: row.value for row in reversed(mine)}
    return [(side.capitalize(), value_text(part, first[side])) for side in sorted(first)]


def _days(part: Part, week: Week) -> Period:
    return part.days(week.days) if part.kind is Kind.RATE else week.days


def _of(hits: float | None, tries: int | None) -> str:
    return f", {hits:,.0f} of {tries:,}" if hits is not None and tries is not None else ""


def _teams(
    connection: Connection, looked: Looked, part: Part, yard: Yard
) -> tuple[Grid | None, str]:
    """What each team's rate, and its share of the cases, did to the part's effect."""
    change, was = looked.moved, looked.before
    if part.kind is Kind.TOLD or change is None or was is None or part.name not in CATALOG:
        return None, ""
    weeks, is_rate = [was.week, looked.seen[-1].week], part.kind is Kind.RATE
    scope = looked.asked.scope
    counted = teams(connection, part, weeks) if is_rate else loads(connection, part, scope, weeks)
    before, now = counted
    if not (before and now):
        return None, ""
    effect, split = change.effects[part.name].value, by_team if is_rate else by_load
    told = sorted(split(change, yard, before, now), key=lambda one: -abs(one.both))
    worded = _rate if is_rate else _load
    rows = tuple(
        (
            one.team,
            worded(one.team, before),
            worded(one.team, now),
            *map(_points, (one.rate, one.volume, one.both)),
        )
        for one in told
    )
    named = ", ".join(f"{one.team} {with_sign(one.both)}" for one in told[:NAMED])
    note = f"{with_sign(effect)} since {AGAINST[looked.against]}, of which {named}"
    return Grid(columns=_COLUMNS if is_rate else _LOADS, rows=rows, total=len(rows)), note


def _points(value: float) -> str:
    """Points of Health; what rounds to nothing has no sign."""
    return with_sign(value, 2) if abs(value) >= HUNDREDTH / 2 else f"{0:.2f}"


def _rate(team: str, tallies: Mapping[str, Tally]) -> str:
    tally = tallies.get(team)
    if tally is None or not tally.tries:
        return NOTHING
    return f"{100 * tally.hits / tally.tries:.0f} % · {tally.hits:.0f} of {tally.tries:.0f}"


def _load(team: str, tallies: Mapping[str, Tally]) -> str:
    tally = tallies.get(team)
    if tally is None or not tally.tries:
        return NOTHING
    return f"{tally.hits / tally.tries:.1f} · weighs {tally.hits / PER:g}"


def _behind(
    connection: Connection, looked: Looked, name: str, days: Period, leaf: str
) -> Behind | None:
    """The records counted, as of the end of the week."""
    if name not in CATALOG:
        return None
    metric, asked = CATALOG[name], looked.asked
    scope = _as_of(asked.scope, looked.seen[-1].week, days)
    leaf = leaf or OPENED_FIRST.get(name, "")
    found = records(connection, metric, scope, part=leaf, limit=SHOWN_ROWS)
    return behind_of(metric, found, replace(asked, scope=scope))


def _as_of(scope: Scope, week: Week, days: Period) -> Scope:
    last = min(week.days.last, scope.today)
    return replace(scope, period=days, as_of=week.as_of, today=last)
