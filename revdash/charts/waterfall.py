"""Waterfall: how one number became another, step by step, named and with their sizes."""

from collections.abc import Sequence
from dataclasses import dataclass

from revdash.charts.frames import Printer, layout
from revdash.charts.theme import LABEL_SIZE, Figure, Role, ink, plain

ROW = 25  # pixels a step


@dataclass(frozen=True, kw_only=True)
class Step:
    """One bar: a change, or a *total* that stands on the ground."""

    label: str
    value: float
    is_total: bool = False


def waterfall(steps: Sequence[Step], show: Printer, show_change: Printer) -> Figure:
    """Draw *steps* from the top down: totals in ink, gains full, losses pale and outlined."""
    ends = _ends(steps)
    low, high = _reach([end for pair in ends for end in pair])
    texts = [show(s.value) if s.is_total else show_change(s.value) for s in steps]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": [plain(step.label) for step in steps],
                "x": [max(pair) - max(low, min(pair)) for pair in ends],
                "base": [max(low, min(pair)) for pair in ends],
                "marker": {
                    "color": [_fill(step) for step in steps],
                    "line": {"color": ink(Role.INK), "width": [_edge(step) for step in steps]},
                },
                "text": [plain(text) for text in texts],
                "textposition": "outside",
                "cliponaxis": False,
                "textfont": {"size": LABEL_SIZE, "color": ink(Role.INK)},
                "hoverinfo": "skip",
            }
        ],
        "layout": layout(
            right=34,
            height=height_of(steps),
            hovermode=False,
            xaxis={"visible": False, "range": [low, high], "fixedrange": True},
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


def height_of(steps: Sequence[Step]) -> int:
    """How high the figure is drawn."""
    return ROW * len(steps) + 34


def _ends(steps: Sequence[Step]) -> list[tuple[float, float]]:
    found, stands = [], 0.0
    for step in steps:
        start, end = (0.0, step.value) if step.is_total else (stands, stands + step.value)
        found.append((start, end))
        stands = end
    return found


def _reach(ends: Sequence[float]) -> tuple[float, float]:
    """The ground lies below the lowest end, so that small changes of a large number show."""
    tops = [end for end in ends if end > 0] or [1.0]
    low, high = min(tops), max(tops)
    room = max(high - low, 1.0)
    return max(0.0, low - room), high + room / 6


def _fill(step: Step) -> str:
    if step.is_total:
        return ink(Role.MUTED)
    return ink(Role.INK) if step.value >= 0 else ink(Role.CARD)


def _edge(step: Step) -> float:
    return 0.0 if step.is_total or step.value >= 0 else 1.5
