"""Stacked: columns of one height, parted by what each month's hours went into, with a band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from revdash.charts.frames import EndLabel, end_labels, layout, line_width, value_axis, weeks_axis
from revdash.charts.limits import NO_LIMITS, Limits, limit_traces
from revdash.charts.theme import LABEL_SIZE, Figure, Role, ink, plain

TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One part of each column, the lowest first; a share for each label."""

    label: str
    role: Role
    values: Sequence[float]
    is_bold: bool = False


def stacked(
    labels: Sequence[str],
    layers: Sequence[Layer],
    band: tuple[float, float],
    limits: Limits = NO_LIMITS,
) -> Figure:
    """Draw the layers of each column from the ground up; the band's edges are dotted ink.

    Of *limits* the remarks are drawn.
    """
    return {
        "data": [
            *(_bars(layer, labels) for layer in layers),
            *(_edge(y, labels) for y in band),
            *limit_traces(limits, ()),
        ],
        "layout": layout(
            right=max((line_width(layer.label) for layer in layers), default=8) + 30,
            barmode="stack",
            xaxis=weeks_axis([label.partition(" ")[0] for label in labels]),  # no room for years
            yaxis={**value_axis(TICKS, _percent), "range": [0, 1.02]},
            annotations=end_labels(_names(layers), 1.0),
            hovermode="closest",
        ),
    }


def _names(layers: Sequence[Layer]) -> list[EndLabel]:
    """Each layer's name beside the middle of its last column."""
    names, ground = [], 0.0
    for layer in layers:
        part = layer.values[-1] if layer.values else 0.0
        role = layer.role if layer.is_bold else Role.MUTED
        names.append(
            EndLabel(y=ground + part / 2, text=layer.label, role=role, is_bold=layer.is_bold)
        )
        ground += part
    return names


def _bars(layer: Layer, labels: Sequence[str]) -> dict[str, Any]:
    told = [
        f"{plain(label)}<br>{plain(layer.label)}: {_percent(value)}"
        for label, value in zip(labels, layer.values, strict=True)
    ]
    return {
        "type": "bar",
        "x": list(range(len(labels))),
        "y": list(layer.values),
        "marker": {"color": ink(layer.role), "line": {"width": 0}},
        "hovertext": told,
        "hoverinfo": "text",
        "textfont": {"size": LABEL_SIZE},
    }


def _edge(y: float, labels: Sequence[str]) -> Mapping[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [-0.6, len(labels) - 0.4],
        "y": [y, y],
        "line": {"color": ink(Role.INK), "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"
