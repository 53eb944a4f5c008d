"""Ranked: horizontal bars, largest first, each with its name and its value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from revdash.charts.frames import Printer, layout
from revdash.charts.theme import LABEL_SIZE, Figure, Role, ink, plain, strong, tint
from revdash.terms import Side


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar; ``part`` is the share of it that stands in the full colour."""

    label: str
    value: float
    part: float | None = None


def ranked(bars: Sequence[Bar], side: Side, show: Printer) -> Figure:
    """Draw *bars* from the top down; the part in full colour, the rest pale."""
    names = [plain(bar.label) for bar in bars]
    whole = [bar.value if bar.part is None else bar.part for bar in bars]
    rest = [bar.value - part for bar, part in zip(bars, whole, strict=True)]
    shown = [plain(show(bar.value)) for bar in bars]
    top = max([bar.value for bar in bars], default=1.0)
    return {
        "data": [
            _trace(names, whole, ink(strong(side)), [""] * len(bars)),
            _trace(names, rest, ink(tint(side)), shown),
        ],
        "layout": layout(
            right=8,
            barmode="stack",
            hovermode=False,
            xaxis={"visible": False, "range": [0, top * 1.22 or 1], "fixedrange": True},
            yaxis={
                "autorange": "reversed",
                "automargin": "left+width",
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "ticklabelstandoff": 6,
                "tickfont": {"size": LABEL_SIZE, "color": ink(Role.INK)},
            },
        ),
    }


def _trace(
    names: Sequence[str], values: Sequence[float], colour: str, texts: Sequence[str]
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": list(names),
        "marker": {"color": colour, "line": {"width": 0}},
        "text": list(texts),
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": LABEL_SIZE, "color": ink(Role.INK)},
        "hoverinfo": "skip",
    }
