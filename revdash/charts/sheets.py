"""Sheets: the figures of a meeting's sheet."""

from revdash.charts.frames import Printer
from revdash.charts.limits import Limits
from revdash.charts.theme import Figure, Role
from revdash.charts.trends import Line, lines
from revdash.meetings.sheet import Lines
from revdash.metrics.shapes import Unit
from revdash.metrics.shown import rounded
from revdash.terms import Side

_ROLES = {Side.MARKETING: Role.MARKETING, Side.SALES: Role.SALES}


def weekly_lines(block: Lines, currency: str) -> Figure:
    """Draw one metric by week with its usual range and its goal; what a rule speaks of stands out.

    A remark on a day stands under the week that holds it.
    """
    show = printer(block.unit, currency)
    known = [value for value in block.values if value is not None]
    told = [
        Line(
            label=show(known[-1]) if known else "",
            role=_ROLES.get(block.side, Role.INK),
            values=block.values,
        )
    ]
    if block.goal is not None:
        goals = [block.goal] * len(block.weeks)
        told.append(
            Line(label=f"Goal {show(block.goal)}", role=Role.INK, values=goals, is_goal=True)
        )
    labels = [f"{week.day} {week:%b}" for week in block.weeks]
    return lines(labels, told, show, _limits(block))


def printer(unit: str, currency: str) -> Printer:
    """Return what prints a value of *unit*; one that nobody knows is printed as a count."""
    known = Unit(unit) if unit in {one.value for one in Unit} else Unit.COUNT
    return lambda value: rounded(value, known, currency)


def _limits(block: Lines) -> Limits:
    def every(value: float | None) -> tuple[float | None, ...]:
        return () if value is None else (value,) * len(block.weeks)

    return Limits(
        center=every(block.middle),
        low=every(block.low),
        high=every(block.high),
        signals=dict.fromkeys(block.signals, "A rule speaks of this week"),
        remarks=_remarks(block),
    )


def _remarks(block: Lines) -> dict[int, str]:
    found: dict[int, str] = {}
    for day, words in block.marks:
        weeks = [at for at, week in enumerate(block.weeks) if week <= day]
        if weeks and (day - block.weeks[weeks[-1]]).days < 7:  # noqa: PLR2004  days of a week
            found[weeks[-1]] = "; ".join(filter(None, (found.get(weeks[-1], ""), words)))
    return found
