"""Frames: what every figure has in common: axes, ticks, margins, labels at the right end."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from revdash.charts.theme import (
    AXIS_SIZE,
    CLEAR,
    FONT,
    HEIGHT,
    LABEL_SIZE,
    Figure,
    Role,
    ink,
    plain,
)

Printer: TypeAlias = Callable[[float], str]

TICKS: Final = 4
X_LABELS: Final = 5
_LABEL_STEP: Final = 15  # px between two labels, so that neither covers the other


@dataclass(frozen=True, kw_only=True)
class EndLabel:
    """A series' name at its right end, in its own colour."""

    y: float
    text: str
    role: Role
    is_bold: bool = False


def nice_ticks(top: float, count: int = TICKS) -> list[float]:
    """Return round steps from zero that reach *top*."""
    if top <= 0:
        return [0.0, 1.0]
    rough = top / count
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * k for k in (1, 2, 2.5, 5, 10) if size * k >= rough * 0.999)
    return [step * k for k in range(math.ceil(top / step * 0.999) + 1)]


def ticks_around(values: Sequence[float]) -> list[float]:
    """Return round steps that reach every one of *values*; zero is among them."""
    low, high = min([*values, 0.0]), max([*values, 0.0])
    if low >= 0:
        return nice_ticks(high)
    step = nice_ticks(max(high, -low))[1]
    return [step * k for k in range(-math.ceil(-low / step), math.ceil(high / step) + 1)]


def weeks_axis(labels: Sequence[str]) -> dict[str, Any]:
    """Return an x axis of whole steps with about five of *labels*, the last among them."""
    step = max(1, math.ceil(len(labels) / X_LABELS))
    places = list(range(len(labels) - 1, -1, -step))[::-1]
    return {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": [plain(labels[place]) for place in places],
        "range": [-0.6, len(labels) - 0.4],
        "ticklabelstandoff": 5,  # clear of the zero beside it
        **_bare(),
    }


def value_axis(ticks: Sequence[float], show: Printer) -> dict[str, Any]:
    """Return a y axis from the first of *ticks* to the last, with hairlines at them."""
    return {
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": [plain(show(tick)) for tick in ticks],
        "range": [ticks[0], ticks[-1] + 0.04 * (ticks[-1] - ticks[0])],
        "automargin": "left+width",
        **_bare(),
        "showgrid": True,
        "gridcolor": ink(Role.HAIRLINE),
        "gridwidth": 1,
    }


def layout(*, right: int, height: int = HEIGHT, **axes: Any) -> dict[str, Any]:
    """Return the common layout with a right margin for labels, and *axes*."""
    return {
        "height": height,
        "margin": {"l": 4, "r": right, "t": 8, "b": 26},
        "font": {"family": FONT, "size": AXIS_SIZE, "color": ink(Role.MUTED)},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.32,
        "barcornerradius": 2,
        "hoverlabel": {
            "bgcolor": ink(Role.INK),
            "bordercolor": ink(Role.INK),
            "font": {"family": FONT, "size": LABEL_SIZE, "color": ink(Role.PAGE)},
        },
        **axes,
    }


def end_labels(labels: Sequence[EndLabel], top: float, height: int = HEIGHT) -> list[Figure]:
    """Return *labels* at the right edge, moved apart where they would cover each other."""
    pixels = (height - 30) / top if top else 0.0
    placed: list[Figure] = []
    ceiling = math.inf
    for label in sorted(labels, key=lambda label: label.y, reverse=True):
        wanted = label.y * pixels
        at = min(wanted, ceiling - _LABEL_STEP)
        ceiling = at
        placed.append(_annotation(label, at - wanted))
    return placed


def line_width(text: str) -> int:
    """Return the right margin that *text* needs, 44 to 96 px."""
    return max(44, min(96, 10 + round(len(text) * 6.1)))


def _annotation(label: EndLabel, shift: float) -> Figure:
    text = plain(label.text)
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 4,
        "y": label.y,
        "yshift": shift,
        "yanchor": "middle",
        "text": f"<b>{text}</b>" if label.is_bold else text,
        "showarrow": False,
        "font": {"size": AXIS_SIZE, "color": ink(label.role), "family": FONT},
    }


def _bare() -> dict[str, Any]:
    return {"showgrid": False, "zeroline": False, "showline": False, "fixedrange": True}
