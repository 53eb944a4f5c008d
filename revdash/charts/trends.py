"""Trends: a number week by week, as bars with its goal and limits, or as lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from revdash.charts.frames import (
    EndLabel,
    Printer,
    end_labels,
    layout,
    line_width,
    nice_ticks,
    ticks_around,
    value_axis,
    weeks_axis,
)
from revdash.charts.limits import NO_LIMITS, Limits, limit_labels, limit_traces, young_ground
from revdash.charts.theme import CLEAR, Figure, Role, ink, plain, strong, tint
from revdash.terms import Side


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """One number a week. ``goals`` has one value a week, or one for all, or none."""

    side: Side
    labels: Sequence[str]
    values: Sequence[float | None]
    show: Printer
    goals: Sequence[float] = ()
    goal_label: str = ""
    limits: Limits = NO_LIMITS
    is_last_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a chart with its name at its right end."""

    label: str
    role: Role
    values: Sequence[float | None]
    is_goal: bool = False


def weekly(series: Weekly) -> Figure:
    """Draw weekly bars: past weeks pale, the newest whole week full, an unfinished one hollow."""
    goals = _one_a_week(series.goals, len(series.labels))
    known = [value for value in series.values if value is not None]
    ticks = nice_ticks(max([*known, *goals, series.limits.top, 0.0]))
    labels = [EndLabel(y=goals[-1], text=series.goal_label, role=Role.INK)] if goals else []
    labels += limit_labels(series.limits, series.show)
    right = max([line_width(label.text) for label in labels], default=8)
    around = replace(series.limits, center=())  # bars and a goal leave no room for a third line
    traces = [_bars(series), *limit_traces(around, series.values)]
    return {
        "data": [*traces, *([_goal_line(goals, series)] if goals else [])],
        "layout": layout(
            right=right,
            xaxis=weeks_axis(series.labels),
            yaxis=value_axis(ticks, series.show),
            annotations=end_labels(labels, ticks[-1]),
            hovermode="closest",
        ),
    }


def lines(
    labels: Sequence[str],
    series: Sequence[Line],
    show: Printer,
    limits: Limits = NO_LIMITS,
    scale: Sequence[float] = (),
) -> Figure:
    """Draw lines over the same weeks, named at their right ends; goals are dotted ink.

    The limits are those of the first line. A *scale* of its own begins and ends where it does.
    """
    known = [value for line in series for value in line.values if value is not None]
    ticks = scale or ticks_around([*known, limits.top])
    limits = replace(limits, floor=ticks[0])
    ends = [_end(line) for line in series]
    names = [label for label in ends if label is not None] + limit_labels(limits, show)
    first = series[0].values if series else ()
    return {
        "data": [
            *young_ground(limits, ticks[-1]),
            *limit_traces(replace(limits, signals={}, remarks={}), first),
            *(_line(line, labels, show) for line in series),
            *_hollow(series, limits),
            *limit_traces(replace(limits, center=(), low=(), high=()), first),
        ],
        "layout": layout(
            right=max([line_width(label.text) for label in names], default=8),
            xaxis=weeks_axis(labels),
            yaxis=value_axis(ticks, show),
            annotations=end_labels(names, ticks[-1] - ticks[0]),
            hovermode="closest",
        ),
    }


def _one_a_week(goals: Sequence[float], weeks: int) -> list[float]:
    return [goals[0]] * weeks if len(goals) == 1 else list(goals)


def _bars(series: Weekly) -> dict[str, Any]:
    count = len(series.values)
    newest = count - 2 if series.is_last_open else count - 1
    full, pale = ink(strong(series.side)), ink(tint(series.side))
    fills = [full if place == newest else pale for place in range(count)]
    edges = [0.0] * count
    hollow = {*series.limits.hollow, *([count - 1] if series.is_last_open and count else [])}
    for place in hollow:
        fills[place], edges[place] = CLEAR, 1.5
    return {
        "type": "bar",
        "x": list(range(count)),
        "y": list(series.values),
        "marker": {"color": fills, "line": {"color": full, "width": edges}},
        "hovertext": _tips(series.labels, series.values, series.show, series.is_last_open),
        "hoverinfo": "text",
    }


def _tips(
    labels: Sequence[str], values: Sequence[float | None], show: Printer, is_last_open: bool = False
) -> list[str]:
    tips = [
        f"{plain(label)}<br><b>{'no data' if value is None else plain(show(value))}</b>"
        for label, value in zip(labels, values, strict=True)
    ]
    if is_last_open and tips:
        tips[-1] += " so far"
    return tips


def _goal_line(goals: Sequence[float], series: Weekly) -> dict[str, Any]:
    last = len(goals) - 1
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [-0.4, *range(1, last), last + 0.4] if last > 1 else [-0.4, last + 0.4],
        "y": list(goals) if last > 1 else [goals[0], goals[-1]],
        "line": {"color": ink(Role.INK), "width": 1.5, "dash": "dot"},
        "hovertemplate": f"{plain(series.goal_label)}<extra></extra>",
    }


def _hollow(series: Sequence[Line], limits: Limits) -> list[dict[str, Any]]:
    """Rings on the points of the first line that are not judged."""
    places = [at for at in sorted(limits.hollow) if series and series[0].values[at] is not None]
    if not places:
        return []
    ring = {
        "color": ink(Role.CARD),
        "size": 7,
        "line": {"color": ink(series[0].role), "width": 1.5},
    }
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": places,
            "y": [series[0].values[at] for at in places],
            "marker": ring,
            "hoverinfo": "skip",
        }
    ]


def _line(line: Line, labels: Sequence[str], show: Printer) -> dict[str, Any]:
    width, dash = (1.5, "dot") if line.is_goal else (2.5, "solid")
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(len(line.values))),
        "y": list(line.values),
        "line": {"color": ink(line.role), "width": width, "dash": dash},
        "connectgaps": False,
        "hovertext": [f"{plain(line.label)}<br>{tip}" for tip in _tips(labels, line.values, show)],
        "hoverinfo": "text",
    }


def _end(line: Line) -> EndLabel | None:
    last = next((value for value in reversed(line.values) if value is not None), None)
    if last is None:
        return None
    return EndLabel(y=last, text=line.label, role=line.role, is_bold=not line.is_goal)
