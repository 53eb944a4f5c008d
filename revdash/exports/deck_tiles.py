"""Tiles of a deck: a card each for what is loud, a row each for what is quiet."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any, Final

from revdash.charts.theme import Role
from revdash.exports.deck import Box, Paragraphs, Run, framed, write
from revdash.exports.deck_columns import (
    BIG,
    HEAD,
    LABEL,
    ROW,
    SMALL,
    TEXT,
    Column,
    Strip,
    shortened,
    titled,
)
from revdash.exports.deck_tables import Grid, table
from revdash.exports.lettering import height_of
from revdash.exports.printable import aside, loud_and_quiet
from revdash.meetings.sheet import Tiles, Told

CARD: Final = 2.6  # in: a card's least width
GAP, PADDING = 0.12, 0.12  # in: between cards, and inside them


def tiles(block: Tiles, width: float) -> Column:
    """The readings of one side as a column of *width* inches."""
    loud, quiet = loud_and_quiet(block)
    across = max(1, int(width / CARD))
    wide = (width - GAP * (across - 1)) / across
    rows = [loud[at : at + across] for at in range(0, len(loud), across)]
    cards = [
        Strip(height=max(_card_height(one, wide) for one in row) + GAP, what=row) for row in rows
    ]
    lines = [Strip(height=_quiet_height(told, width), what=told) for told in quiet]

    def draw(slide: Any, box: Box, strips: Sequence[Strip]) -> None:
        titled(slide, box, block.title, block.side)
        y = box.y + HEAD
        for is_line, some in groupby(strips, key=lambda one: isinstance(one.what, Told)):
            if is_line:
                y += _quiet(slide, replace(box, y=y), [*some])
                continue
            for strip in some:
                for place, told in enumerate(strip.what):
                    x = box.x + place * (wide + GAP)
                    _card(slide, Box(x=x, y=y, width=wide, height=strip.height - GAP), told)
                y += strip.height

    return Column(head=HEAD, strips=(*cards, *lines), draw=draw)


def _facts(told: Told) -> Iterator[list[Run]]:
    """What a card says under its value, a line each."""
    small = partial(Run, size=SMALL, role=Role.MUTED)
    if told.note:
        yield [small(text=told.note)]
    if told.change:
        change = Run(text=told.change, size=SMALL, is_bold=True)
        yield [change, small(text=f" {told.compared}")]
    if told.goal or told.verdict:
        role = Role.MISSED if told.is_missed else Role.INK
        verdict = Run(text=told.verdict, size=SMALL, role=role, is_bold=True)
        yield [small(text=f"{told.goal} " if told.goal else ""), verdict]
    if told.signal:
        role = Role.MISSED if told.is_signal_bad else Role.INK
        yield [Run(text=f"◆ {told.signal}", size=SMALL, role=role, is_bold=True)]


def _paragraphs(told: Told) -> Paragraphs:
    label = Run(text=shortened(told.label), size=LABEL, role=Role.MUTED)
    value = Run(text=shortened(told.shown), size=BIG, is_bold=True)
    facts = [[replace(run, text=shortened(run.text)) for run in line] for line in _facts(told)]
    return [[label], [value], *facts]


def _card_height(told: Told, width: float) -> float:
    return 2 * PADDING + _height(_paragraphs(told), width - 2 * PADDING)


def _height(paragraphs: Paragraphs, width: float) -> float:
    return sum(
        height_of("".join(run.text for run in line), line[0].size, width, is_bold=True)
        for line in paragraphs
    )


def _card(slide: Any, box: Box, told: Told) -> None:
    write(framed(slide, box, PADDING).text_frame, _paragraphs(told))


def _beside(told: Told) -> list[Run]:
    goal = " ".join(filter(None, (told.goal, told.verdict)))
    text = shortened(" · ".join(filter(None, (aside(told), goal))))
    return [Run(text=text, size=SMALL, role=Role.MUTED)] if text else []


def _quiet_height(told: Told, width: float) -> float:
    wide = 0.7 * width
    label = height_of(shortened(told.label), LABEL, wide)
    return ROW + label + sum(height_of(run.text, SMALL, wide) for run in _beside(told))


def _quiet(slide: Any, box: Box, strips: Sequence[Strip]) -> float:
    """Readings there is nothing to say about, a row each; returns how high they stand."""
    rows = [
        [
            [[Run(text=shortened(one.what.label), size=LABEL)], *filter(None, [_beside(one.what)])],
            [[Run(text=shortened(one.what.shown), size=TEXT, is_bold=True)]],
        ]
        for one in strips
    ]
    wide = 0.72 * box.width
    grid = Grid(
        widths=(wide, box.width - wide),
        heights=tuple(strip.height for strip in strips),
        rows=rows,
        numbers=1,
        has_header=False,
    )
    table(slide, box, grid)
    return sum(grid.heights)
