"""Trends: a number week by week, as bars with its goal and limits, or as lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from revdash.charts.frames import (
    EndLabel,
    Printer,
    end_labels,
    layout,
    line_width,
    nice_ticks,
    value_axis,
    weeks_axis,
)
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
    limits: tuple[float, float] | None = None
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
    ticks = nice_ticks(max([*known, *goals, *(series.limits or ()), 0.0]))
    labels = [EndLabel(y=goals[-1], text=series.goal_label, role=Role.INK)] if goals else []
    labels += _limit_labels(series.limits)
    right = max([line_width(label.text) for label in labels], default=8)
    return {
        "data": [_bars(series), *([_goal_line(goals, series)] if goals else [])],
        "layout": layout(
            right=right,
            xaxis=weeks_axis(series.labels),
            yaxis=value_axis(ticks, series.show),
            annotations=end_labels(labels, ticks[-1]),
            shapes=_limit_lines(series.limits),
            hovermode="closest",
        ),
    }


def lines(labels: Sequence[str], series: Sequence[Line], show: Printer) -> Figure:
    """Draw lines over the same weeks, named at their right ends; goals are dotted ink."""
    known = [value for line in series for value in line.values if value is not None]
    ticks = nice_ticks(max([*known, 0.0]))
    ends = [_end(line) for line in series]
    names = [label for label in ends if label is not None]
    return {
        "data": [_line(line, labels, show) for line in series],
        "layout": layout(
            right=max([line_width(label.text) for label in names], default=8),
            xaxis=weeks_axis(labels),
            yaxis=value_axis(ticks, show),
            annotations=end_labels(names, ticks[-1]),
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
    if series.is_last_open and count:
        fills[-1], edges[-1] = CLEAR, 1.5
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


def _limit_lines(limits: tuple[float, float] | None) -> list[Figure]:
    line = {"color": ink(Role.MUTED), "width": 1, "dash": "4px,3px"}
    return [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}
        for y in limits or ()
    ]


def _limit_labels(limits: tuple[float, float] | None) -> list[EndLabel]:
    names = ("Lower limit", "Upper limit")
    return [
        EndLabel(y=y, text=name, role=Role.MUTED)
        for y, name in zip(limits or (), names, strict=False)
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
