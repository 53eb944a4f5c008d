"""Opinions: two sides' answers to each question on one scale, and how far apart they lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from revdash.charts.frames import Printer, layout
from revdash.charts.theme import AXIS_SIZE, LABEL_SIZE, Figure, Role, ink, plain, strong
from revdash.terms import Side

ROW = 38  # px of one question
_AROUND = 44  # px above and below the rows
_DOT, _MARK = 11, 12


@dataclass(frozen=True, kw_only=True)
class Dots:
    """One question: a dot for each side, what was measured, and what stands at its right end."""

    label: str
    dots: Sequence[tuple[Side, float]]
    measured: float | None = None
    note: str = ""
    is_strong: bool = False  # the note is more than chance


def height_of(rows: Sequence[Dots]) -> int:
    """Return the height that so many questions take."""
    return ROW * max(1, len(rows)) + _AROUND


def dots(rows: Sequence[Dots], scale: Sequence[float], show: Printer) -> Figure:
    """Draw *rows* from the top down on the same *scale*; a line joins the two sides."""
    notes = max((len(row.note) for row in rows), default=0)
    places = range(len(rows))
    return {
        "data": [
            *(_range(row, place) for place, row in zip(places, rows, strict=True) if row.dots),
            *(_side(rows, side, show) for side in (Side.MARKETING, Side.SALES)),
            _measured(rows, show),
        ],
        "layout": layout(
            right=14 + round(notes * 6.2),
            height=height_of(rows),
            hovermode="closest",
            xaxis={
                "range": [scale[0] - 0.02 * scale[-1], scale[-1] * 1.02],
                "tickvals": list(scale),
                "ticktext": [plain(show(tick)) for tick in scale],
                "showgrid": True,
                "gridcolor": ink(Role.HAIRLINE),
                "zeroline": False,
                "fixedrange": True,
            },
            yaxis={
                "tickvals": list(places),
                "ticktext": [plain(row.label) for row in rows],
                "range": [len(rows) - 0.5, -0.5],
                "automargin": "left+width",
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "ticklabelstandoff": 6,
                "tickfont": {"size": LABEL_SIZE, "color": ink(Role.INK)},
            },
            annotations=[
                _note(row, place) for place, row in zip(places, rows, strict=True) if row.note
            ],
        ),
    }


def _range(row: Dots, place: int) -> dict[str, Any]:
    values = [value for _, value in row.dots]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [min(values), max(values)],
        "y": [place, place],
        "line": {"color": ink(Role.INK_TINT), "width": 2},
        "hoverinfo": "skip",
    }


def _side(rows: Sequence[Dots], side: Side, show: Printer) -> dict[str, Any]:
    found = [
        (value, place, row)
        for place, row in enumerate(rows)
        for own, value in row.dots
        if own is side
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value for value, _, _ in found],
        "y": [place for _, place, _ in found],
        "marker": {"color": ink(strong(side)), "size": _DOT, "symbol": _symbol(side)},
        "hovertext": [
            plain(f"{row.label} · {side.value}: {show(value)}") for value, _, row in found
        ],
        "hoverinfo": "text",
    }


def _measured(rows: Sequence[Dots], show: Printer) -> dict[str, Any]:
    found = [(row.measured, place, row) for place, row in enumerate(rows)]
    known = [(value, place, row) for value, place, row in found if value is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value for value, _, _ in known],
        "y": [place for _, place, _ in known],
        "marker": {
            "symbol": "line-ns-open",
            "size": _MARK * 2,
            "color": ink(Role.INK),
            "line": {"width": 2, "color": ink(Role.INK)},
        },
        "hovertext": [plain(f"{row.label} · measured: {show(value)}") for value, _, row in known],
        "hoverinfo": "text",
    }


def _symbol(side: Side) -> str:
    """Sides differ by shape as well as by colour."""
    return "circle" if side is Side.MARKETING else "diamond"


def _note(row: Dots, place: int) -> Figure:
    text = plain(row.note)
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": place,
        "text": f"<b>{text}</b>" if row.is_strong else text,
        "showarrow": False,
        "font": {"size": AXIS_SIZE, "color": ink(Role.INK if row.is_strong else Role.MUTED)},
    }
