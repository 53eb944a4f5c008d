"""Columns of a deck: strips that are never cut in two, under a head that stands again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from revdash.charts.theme import Role, strong
from revdash.exports.deck import Box, Run, rule, text_box
from revdash.terms import Side

HEAD: Final = 0.46  # in: a side's title over its rule
LONGEST: Final = 480  # letters of a text on a slide; the rest is in the notes
SMALL, CELL, LABEL, TEXT, BIG = 12.0, 13.0, 13.0, 15.0, 28.0  # pt
ROW: Final = 0.13  # in of a table's row beside its text


@dataclass(frozen=True, kw_only=True)
class Strip:
    """What is never cut in two."""

    height: float
    what: Any


@dataclass(frozen=True, kw_only=True)
class Column:
    """Strips under a head that stands again on each slide they go on upon."""

    head: float
    strips: tuple[Strip, ...]
    draw: Callable[[Any, Box, Sequence[Strip]], None]
    least: int = 1  # strips that are worth beginning for
    tallest: float = 0.0  # on a slide of its own it may grow to this

    def taken(self, room: float, *, at_least: int = 1) -> int:
        """How many strips fit into *room* inches."""
        used, count = self.head, 0
        for strip in self.strips:
            used += strip.height
            if used > room:
                break
            count += 1
        return count if count >= min(at_least, len(self.strips)) else 0

    def height(self, count: int) -> float:
        """How high the first *count* strips stand."""
        return self.head + sum(strip.height for strip in self.strips[:count]) if count else 0.0

    def after(self, count: int) -> "Column":
        """What is left when *count* strips are drawn."""
        return replace(self, strips=self.strips[count:])


def shortened(text: str) -> str:
    """A text as long as a slide bears."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def titled(slide: Any, box: Box, title: str, side: Side | None) -> None:
    """A title; that of a side stands in its colour over its rule."""
    role = strong(side) if side else Role.INK
    size = 14 if side else 15
    runs = [Run(text=shortened(title), size=size, role=role, is_bold=True)]
    text_box(slide, replace(box, height=0.28), [runs])
    if side:
        rule(slide, replace(box, y=box.y + 0.31, height=0.028), role)
