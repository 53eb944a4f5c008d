"""Drawn: one metric by week as vector graphics, for pages and paper alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from math import ceil
from typing import Final, TypeAlias

from revdash.charts.frames import X_LABELS, Printer, ticks_around
from revdash.charts.theme import AXIS_SIZE, HEIGHT, Role, strong
from revdash.exports.printable import printer, short_day
from revdash.meetings.sheet import Lines

Inks: TypeAlias = Callable[[Role], str]

TOP: Final = 10
BOTTOM: Final = 26
LETTER: Final = 6.4  # px a letter of an axis takes at most, on average
STEP: Final = 14  # px between two labels, so that neither covers the other
WIDEST: Final = 110


@dataclass(frozen=True, kw_only=True)
class End:
    """What stands at the right end of a line."""

    value: float
    text: str
    role: Role
    is_bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where values and weeks lie on the drawing."""

    width: float
    left: float
    right: float
    weeks: int
    ticks: Sequence[float]

    def x(self, place: float) -> float:
        """The pixel of the week at *place*."""
        room = self.width - self.left - self.right
        return self.left + room * (place + 0.5) / max(1, self.weeks)

    def y(self, value: float) -> float:
        """The pixel of *value*."""
        low, high = self.ticks[0], self.ticks[-1]
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / ((high - low) or 1)


def drawn(block: Lines, currency: str, inks: Inks, *, width: int) -> str:
    """Draw *block* as an SVG image whose colours are those of *inks*."""
    show = printer(block.unit, currency)
    ticks = ticks_of(block)
    ends = ends_of(block, show)
    frame = Frame(
        width=width,
        left=8 + LETTER * max(len(show(tick)) for tick in ticks),
        right=min(WIDEST, 12 + LETTER * max((len(end.text) for end in ends), default=0)),
        weeks=len(block.weeks),
        ticks=ticks,
    )
    inside = [
        *_grid(frame, show, inks),
        *_weeks(block, frame, inks),
        *_around(block, frame, inks),
        *_line(block, frame, inks),
        *_points(block, frame, inks),
        *_names(ends, frame, inks),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" role="img"'
        f' width="{width}" height="{HEIGHT}" aria-label="{escape(alt(block, currency))}">'
        f"{''.join(inside)}</svg>"
    )


def alt(block: Lines, currency: str) -> str:
    """Say the whole chart in one line, for those who cannot see it."""
    show = printer(block.unit, currency)
    told = "; ".join(
        f"{short_day(week)} {'no data' if value is None else show(value)}"
        for week, value in zip(block.weeks, block.values, strict=True)
    )
    return f"{block.title}. {block.subtitle}. By week: {told}."


def ticks_of(block: Lines) -> list[float]:
    """Round steps that reach every value, limit and goal; zero is among them."""
    known = [value for value in block.values if value is not None]
    known += [one for one in (block.low, block.high, block.middle, block.goal) if one is not None]
    return ticks_around(known)


def ends_of(block: Lines, show: Printer) -> list[End]:
    """The newest value, the goal and the limits, named at the right end."""
    last = next((value for value in reversed(block.values) if value is not None), None)
    named = (
        ("Goal", block.goal, Role.INK),
        ("Upper", block.high, Role.MUTED),
        ("Lower", block.low, Role.MUTED),
    )
    ends = [
        End(value=value, text=f"{name} {show(value)}", role=role)
        for name, value, role in named
        if value is not None
    ]
    if last is None:
        return ends
    return [End(value=last, text=show(last), role=strong(block.side), is_bold=True), *ends]


def labelled_weeks(count: int) -> range:
    """The places of about five weeks, the last among them."""
    return range(
        (count - 1) % max(1, ceil(count / X_LABELS)), count, max(1, ceil(count / X_LABELS))
    )


def _grid(frame: Frame, show: Printer, inks: Inks) -> Iterator[str]:
    for tick in frame.ticks:
        y = frame.y(tick)
        yield _rule(frame.left, frame.width - frame.right, y, f"stroke:{inks(Role.HAIRLINE)}")
        yield _text((frame.left - 6, y + 4), show(tick), inks(Role.MUTED), anchor="end")


def _weeks(block: Lines, frame: Frame, inks: Inks) -> Iterator[str]:
    for place in labelled_weeks(len(block.weeks)):
        label = short_day(block.weeks[place])
        yield _text((frame.x(place), HEIGHT - 6), label, inks(Role.MUTED), anchor="middle")
    for when, _ in block.marks:
        at = sum(week <= when for week in block.weeks) - 1
        if at >= 0:
            x, y = frame.x(at), float(HEIGHT - BOTTOM)
            path = f"M{x - 4:.1f} {y:.1f}L{x:.1f} {y - 8:.1f}L{x + 4:.1f} {y:.1f}Z"
            yield f'<path d="{path}" style="fill:{inks(Role.CARD)};stroke:{inks(Role.INK)}"/>'


def _around(block: Lines, frame: Frame, inks: Inks) -> Iterator[str]:
    left, right = frame.left, frame.width - frame.right
    muted = f"stroke:{inks(Role.MUTED)}"
    for value, dash in ((block.low, "4 3"), (block.high, "4 3"), (block.middle, "")):
        if value is not None:
            dashed = f";stroke-dasharray:{dash}" if dash else ""
            yield _rule(left, right, frame.y(value), muted + dashed)
    if block.goal is not None:
        dotted = f"stroke:{inks(Role.INK)};stroke-width:1.5;stroke-dasharray:1.5 3"
        yield _rule(left, right, frame.y(block.goal), dotted)


def _line(block: Lines, frame: Frame, inks: Inks) -> Iterator[str]:
    """The line, broken where a week has no value."""
    colour = inks(strong(block.side))
    runs = groupby(enumerate(block.values), key=lambda one: one[1] is not None)
    for has_value, run in runs:
        if has_value:
            at = [f"{frame.x(place):.1f} {frame.y(value or 0.0):.1f}" for place, value in run]
            style = f"fill:none;stroke:{colour};stroke-width:2.5;stroke-linejoin:round"
            path = "L".join(at) if len(at) > 1 else f"{at[0]}h.1"
            yield f'<path d="M{path}" style="{style};stroke-linecap:round"/>'


def _points(block: Lines, frame: Frame, inks: Inks) -> Iterator[str]:
    known = [place for place, value in enumerate(block.values) if value is not None]
    if known and known[-1] not in block.signals:
        x, y = frame.x(known[-1]), frame.y(block.values[known[-1]] or 0.0)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" style="fill:{inks(strong(block.side))}"/>'
    for place in sorted({*block.signals} & {*known}):
        x, y = frame.x(place), frame.y(block.values[place] or 0.0)
        path = f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5Z"
        yield f'<path d="{path}" style="fill:{inks(Role.INK)};stroke:{inks(Role.CARD)}"/>'


def _names(ends: Sequence[End], frame: Frame, inks: Inks) -> Iterator[str]:
    """The names at the right, moved apart where they would cover each other."""
    ordered = sorted(ends, key=lambda end: -end.value)
    wanted = [frame.y(end.value) + 4 for end in ordered]
    for end, y in zip(ordered, spread(wanted, STEP, HEIGHT - BOTTOM + 4.0), strict=True):
        x = frame.width - frame.right + 6
        yield _text((x, y), end.text, inks(end.role), weight=600 if end.is_bold else 400)


def spread(wanted: Sequence[float], step: float, floor: float) -> list[float]:
    """Move falling places apart by at least *step*, none below *floor*."""
    placed: list[float] = []
    for at in wanted:
        placed.append(max(at, placed[-1] + step) if placed else at)
    rest = len(placed) - 1
    return [min(at, floor - step * (rest - place)) for place, at in enumerate(placed)]


def _rule(left: float, right: float, y: float, style: str) -> str:
    line = f'x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
    return f'<line {line} style="{style}"/>'


def _text(
    at: tuple[float, float], text: str, colour: str, *, anchor: str = "start", weight: int = 400
) -> str:
    style = f"font:{weight} {AXIS_SIZE}px Inter,sans-serif;fill:{colour};text-anchor:{anchor}"
    return f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" style="{style}">{escape(text)}</text>'
