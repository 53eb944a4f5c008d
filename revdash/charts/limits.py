"""Limits: what is usual for a series, drawn around it, and the points that are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from revdash.charts.frames import EndLabel, Printer
from revdash.charts.theme import CLEAR, Figure, Role, ink, plain

Values = Sequence[float | None]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The usual middle and range of each point, which points are not judged, and what stands out.

    ``signals`` and ``remarks`` are texts by the place of their point; those in ``bad`` are for
    the worse. ``young`` says by place how many cases of a point have had the time.
    """

    center: Values = ()
    low: Values = ()
    high: Values = ()
    hollow: frozenset[int] = frozenset()
    signals: Mapping[int, str] = field(default_factory=dict)
    bad: frozenset[int] = frozenset()
    remarks: Mapping[int, str] = field(default_factory=dict)
    floor: float = 0.0  # where the scale begins, and remarks stand
    young: Mapping[int, str] = field(default_factory=dict)

    @property
    def top(self) -> float:
        """The highest value drawn."""
        return max([value for value in self.high if value is not None], default=0.0)


NO_LIMITS = Limits()


def limit_traces(limits: Limits, values: Values) -> list[dict[str, Any]]:
    """The steps of the limits and their middle, the marks of signals, those of remarks."""
    found = [
        _steps(limits.center, dash="solid"),
        _steps(limits.low, dash="4px,3px"),
        _steps(limits.high, dash="4px,3px"),
        *(_marks(limits, values, is_bad=is_bad) for is_bad in (False, True)),
        _remarks(limits),
    ]
    return [trace for trace in found if trace is not None]


def young_ground(limits: Limits, top: float) -> list[Figure]:
    """The hatched ground, up to *top*, of the points that may still grow."""
    if not limits.young:
        return []
    places = sorted(limits.young)
    hatched = {"shape": "/", "size": 7, "solidity": 0.3, "bgcolor": CLEAR}
    return [
        {
            "type": "bar",
            "x": places,
            "y": [top] * len(places),
            "width": 1,
            "marker": {
                "color": CLEAR,
                "line": {"width": 0},
                "pattern": {**hatched, "fgcolor": ink(Role.HAIRLINE)},
            },
            "hovertext": [plain(limits.young[at]) for at in places],
            "hoverinfo": "text",
        }
    ]


def limit_labels(limits: Limits, show: Printer) -> list[EndLabel]:
    """The newest limits, with their values, at the right end."""
    found = []
    for name, values in (("Upper", limits.high), ("Lower", limits.low)):
        last = next((value for value in reversed(values) if value is not None), None)
        if last is not None:
            found.append(EndLabel(y=last, text=f"{name} {show(last)}", role=Role.MUTED))
    return found


def _steps(values: Values, dash: str) -> Figure | None:
    if not any(value is not None for value in values):
        return None
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(len(values))),
        "y": list(values),
        "line": {"color": ink(Role.MUTED), "width": 1, "dash": dash, "shape": "hvh"},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _marks(limits: Limits, values: Values, *, is_bad: bool) -> Figure | None:
    places = [at for at in sorted(limits.signals) if (at in limits.bad) is is_bad]
    if not places:
        return None
    role = Role.MISSED if is_bad else Role.INK
    return {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": [values[at] for at in places],
        "marker": {
            "symbol": "diamond",
            "size": 9,
            "color": ink(role),
            "line": {"color": ink(Role.CARD), "width": 1.5},
        },
        "hovertext": [plain(limits.signals[at]) for at in places],
        "hoverinfo": "text",
    }


def _remarks(limits: Limits) -> Figure | None:
    if not limits.remarks:
        return None
    places = sorted(limits.remarks)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": [limits.floor] * len(places),
        "cliponaxis": False,
        "marker": {
            "symbol": "triangle-up",
            "size": 9,
            "color": CLEAR,
            "line": {"color": ink(Role.INK), "width": 1.5},
        },
        "hovertext": [plain(limits.remarks[at]) for at in places],
        "hoverinfo": "text",
    }
