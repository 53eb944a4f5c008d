"""Waits: the share already served as time passes, those still waiting counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from revdash.charts.frames import EndLabel, Printer, end_labels, layout, line_width, value_axis
from revdash.charts.theme import Figure, Role, ink, plain


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A Kaplan-Meier curve: at each of ``hours`` the ``shares`` served by then (0 to 1)."""

    label: str
    role: Role
    hours: Sequence[float]
    shares: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The agreed time, drawn as a dotted upright line."""

    hours: float
    label: str


def served(curves: Sequence[Curve], until: float, show: Printer, promise: Promise | None) -> Figure:
    """Draw the share served against the hours waited, up to *until* hours."""
    ends = [
        EndLabel(y=curve.shares[-1], text=curve.label, role=curve.role, is_bold=True)
        for curve in curves
        if curve.shares
    ]
    ticks = [until * part / 4 for part in range(1, 5)]  # zero stands on the other axis
    return {
        "data": [_steps(curve, until, show) for curve in curves],
        "layout": layout(
            right=max([line_width(label.text) for label in ends], default=8),
            xaxis={
                "tickmode": "array",
                "tickvals": ticks,
                "ticktext": [plain(show(tick)) for tick in ticks],
                "range": [0, until],
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
            },
            yaxis=value_axis([0, 0.25, 0.5, 0.75, 1], lambda share: f"{share:.0%}"),
            annotations=[*end_labels(ends, 1.04), *_promise_label(promise)],
            shapes=_promise_line(promise),
            hovermode="closest",
        ),
    }


def _steps(curve: Curve, until: float, show: Printer) -> Figure:
    hours, shares = [0.0, *curve.hours], [0.0, *curve.shares]
    if curve.hours and curve.hours[-1] < until:
        hours, shares = [*hours, until], [*shares, curve.shares[-1]]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": hours,
        "y": shares,
        "line": {"color": ink(curve.role), "width": 2.5, "shape": "hv"},
        "hovertext": [
            f"{plain(curve.label)}<br>within {plain(show(hour))}: <b>{share:.0%}</b>"
            for hour, share in zip(hours, shares, strict=True)
        ],
        "hoverinfo": "text",
    }


def _promise_line(promise: Promise | None) -> list[Figure]:
    if promise is None:
        return []
    x, line = promise.hours, {"color": ink(Role.INK), "width": 1.5, "dash": "dot"}
    return [{"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line}]


def _promise_label(promise: Promise | None) -> list[Figure]:
    if promise is None:
        return []
    return [
        {
            "x": promise.hours,
            "y": 0.03,
            "yref": "paper",
            "yanchor": "bottom",
            "xanchor": "left",
            "xshift": 4,
            "text": plain(promise.label),
            "showarrow": False,
            "font": {"color": ink(Role.INK)},
        }
    ]
