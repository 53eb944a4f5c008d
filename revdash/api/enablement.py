"""Enablement: what marketing works on, who asks, the steps and their tools, the messages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.asking import Asked, ask, day_text
from revdash.api.enablement_views import EnablementView
from revdash.api.enablement_words import (
    asker_grid,
    askers_note,
    coverage_grid,
    message_grid,
    one_off_grid,
    sentence_of,
    tool_grid,
)
from revdash.api.house import house
from revdash.api.questions import Compare, Question
from revdash.api.tiling import tile_of
from revdash.api.views import Chart, Tile
from revdash.charts.limits import Limits
from revdash.charts.stacked import Layer, stacked
from revdash.charts.theme import Role
from revdash.desk.annotations import remarks_on
from revdash.desk.goals import Goal
from revdash.desk.messages import read_messages
from revdash.episodes.workshop import UNTOLD
from revdash.metrics.enablement import (
    ONE_DEAL,
    ONE_OFF_ASSET_SHARE,
    SALES_SUPPORT_SHARE,
    STEP_ADVANCE,
    STEP_COVERAGE,
    SUPPORT_BAND,
    TOOL_USAGE,
)
from revdash.metrics.enablement_lists import askers, hours_by_month, matrix, one_offs, tool_uses
from revdash.metrics.fates import YEAR, over
from revdash.metrics.read import answers
from revdash.metrics.shapes import Metric, Reading
from revdash.period import Period, add_months, month_of

QUARTER = timedelta(days=91)
MONTHS, SHOWN = 15, 60
_NOW = Question(compare=Compare.NONE)
_WINDOWS: tuple[tuple[Metric, timedelta, str], ...] = (
    (SALES_SUPPORT_SHARE, QUARTER, "91 days"),
    (ONE_OFF_ASSET_SHARE, YEAR, "twelve months"),
    (STEP_COVERAGE, QUARTER, "today"),
    (TOOL_USAGE, QUARTER, "91 days"),
    (STEP_ADVANCE, QUARTER, "91 days"),
)
# From the ground up: what is for one deal stands lowest, so that it is read against the band.
_LAYERS = (
    (ONE_DEAL, Role.MARKETING),
    ("enablement for all", Role.MARKETING_TINT),
    ("a segment", Role.INK_TINT),
    ("the whole market", Role.HAIRLINE),
    (UNTOLD, Role.SOFT),
)


def enablement(actor: Actor) -> EnablementView:
    """What marketing works on, who asks for it, and the tools of the sales cycle."""
    actor.assert_may(Right.READ)
    with house().desk.connect() as desk:
        messages = read_messages(desk)
    with house().facts() as connection:
        asked = ask(house(), connection, _NOW)
        quarter = over(asked.scope, QUARTER)
        found = {metric.name: one for metric, one in _read(connection, asked)}
        asking = askers(connection, quarter.period)
        cells = matrix(connection, asked.scope.today)
        single, total = one_offs(connection, asked.scope.as_of, SHOWN)
        band = _band(asked.goals)
        support = found[SALES_SUPPORT_SHARE.name][0]
        return EnablementView(
            title="Enablement",
            period=f"To {day_text(asked.scope.today)}, each number over its own days",
            compared="against as many before",
            freshness=asked.freshness,
            sentence=sentence_of(support, band, cells),
            tiles=tuple(tile for _, tile in found.values()),
            mix=_mix(connection, asked, band),
            askers=asker_grid(asking),
            askers_note=askers_note(asking, str(quarter.period)),
            one_offs=one_off_grid(single, total),
            coverage=coverage_grid(cells),
            coverage_note="Approved, reviewed within 180 days; a tool counts for two steps at most",
            tools=tool_grid(tool_uses(connection, over(asked.scope, YEAR))),
            tools_note="Association only: good deals get more of everything",
            messages=message_grid(messages),
        )


def _read(connection: Connection, asked: Asked) -> list[tuple[Metric, tuple[Reading, Tile]]]:
    """Each number over its own days, beside as many before."""
    found = []
    for metric, length, note in _WINDOWS:
        now = over(asked.scope, length)
        before = Period(now.period.start - length, now.period.start)
        answer = answers(connection, [metric], now, before=before, weeks=0)[metric.name]
        tile = tile_of(answer, replace(asked, scope=now, before=before), note=note)
        found.append((metric, (answer.now, tile)))
    return found


def _band(goals: Sequence[Goal]) -> tuple[float, float]:
    """Between which shares the work for single deals is to lie: as agreed, else as usual."""
    for goal in goals:
        is_band = goal.metric == SALES_SUPPORT_SHARE.name and goal.target_high is not None
        if is_band and goal.valid_to is None:
            return goal.target, goal.target_high or goal.target
    return SUPPORT_BAND


def _mix(connection: Connection, asked: Asked, band: tuple[float, float]) -> Chart:
    """Which part of each month's hours was for one deal, and for more."""
    today = asked.scope.today
    firsts = [add_months(month_of(today).start, -back) for back in range(MONTHS - 1, -1, -1)]
    found = hours_by_month(connection, Period(firsts[0], asked.scope.tomorrow))
    months = [first for first in firsts if found.get(first)]
    layers = [
        Layer(
            label=scope,
            role=role,
            values=[_share(found[month], scope) for month in months],
            is_bold=scope == ONE_DEAL,
        )
        for scope, role in _LAYERS
        if scope != UNTOLD or any(scope in found[month] for month in months)
    ]
    days = (month_of(first) for first in months)
    limits = Limits(remarks=remarks_on(days, asked.annotations, SALES_SUPPORT_SHARE.name))
    low, high = (f"{100 * edge:.0f}" for edge in band)
    last = _share(found[months[-1]], ONE_DEAL) if months else 0.0
    first = _share(found[months[0]], ONE_DEAL) if months else 0.0
    return Chart(
        title=f"{100 * last:.0f} % of this month's hours went into single deals",
        subtitle=f"Share of logged hours by month; {low}–{high} % for single deals is in the band",
        alt=f"Work for single deals, from {100 * first:.0f} % to {100 * last:.0f} % of the hours.",
        figure=stacked([f"{month:%b %Y}" for month in months], layers, band, limits),
        height=250,
        empty="" if months else "No hours are logged yet. Log some below, or paste a timesheet.",
    )


def _share(hours: dict[str, float], scope: str) -> float:
    total = sum(hours.values())
    return hours.get(scope, 0.0) / total if total else 0.0
