"""Blocks of a deck: charts, tables and words, each as a column that may go on upon a next slide."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from revdash.charts.theme import Role
from revdash.exports.deck import Box, Run, text_box
from revdash.exports.deck_charts import bar_chart, line_chart
from revdash.exports.deck_columns import (
    CELL,
    HEAD,
    ROW,
    SMALL,
    TEXT,
    Column,
    Strip,
    shortened,
    titled,
)
from revdash.exports.deck_tables import Grid, table
from revdash.exports.deck_tiles import tiles
from revdash.exports.lettering import height_of, width_of
from revdash.exports.printable import letters, said_of, short_day
from revdash.meetings.sheet import Bars, Block, Cells, Lines, Tiles, Words

CHART, TALLEST, BAR, TITLED = 2.75, 4.6, 0.36, 0.62  # in of a chart, of a bar, of its title
BARS: Final = 12  # in one chart
NOTED: Final = 0.24  # in of a note under a table's title


def column_of(block: Block, width: float, currency: str) -> Column:
    """Return *block* as a column of *width* inches."""
    if isinstance(block, Tiles):
        return tiles(block, width)
    if isinstance(block, Lines):
        return _line(block, currency)
    if isinstance(block, Bars):
        return _bars(block)
    if isinstance(block, Cells):
        return _cells(block, width)
    return _words(block, width)


def _line(block: Lines, currency: str) -> Column:
    marks = [f"△ {short_day(when)}: {what}" for when, what in block.marks]
    remarks = shortened(" · ".join(marks))

    def draw(slide: Any, box: Box, _: Sequence[Strip]) -> None:
        _chart_head(slide, box, block)
        foot = box.y + box.height - 0.22
        tall = foot - box.y - TITLED - 0.03
        line_chart(slide, replace(box, y=box.y + TITLED, height=tall), block, currency)
        if remarks:
            runs = [Run(text=remarks, size=10.5, role=Role.MUTED)]
            text_box(slide, replace(box, y=foot, height=0.2), [runs])

    strips = (Strip(height=CHART + 0.25, what=block),)
    return Column(head=TITLED, strips=strips, draw=draw, tallest=TALLEST)


def _chart_head(slide: Any, box: Box, block: Lines | Bars) -> None:
    title = Run(text=shortened(block.title), size=15, is_bold=True)
    subtitle = Run(text=shortened(block.subtitle), size=SMALL, role=Role.MUTED)
    text_box(slide, replace(box, height=0.54), [[title], [subtitle]])


def _bars(block: Bars) -> Column:
    pieces = [_piece(block, at) for at in range(0, max(1, len(block.labels)), BARS)]

    def draw(slide: Any, box: Box, strips: Sequence[Strip]) -> None:
        _chart_head(slide, box, block)
        y = box.y + TITLED
        for strip in strips:
            if strip.what.labels:
                bar_chart(slide, replace(box, y=y, height=strip.height), strip.what)
            y += strip.height

    strips = (Strip(height=0.3 + BAR * len(one.labels), what=one) for one in pieces)
    return Column(head=TITLED, strips=tuple(strips), draw=draw)


def _piece(block: Bars, at: int) -> Bars:
    part = slice(at, at + BARS)
    labels = tuple(label if len(label) <= 60 else label[:59] + "…" for label in block.labels[part])  # noqa: PLR2004
    return replace(block, labels=labels, values=block.values[part], sides=block.sides[part])


def _cells(block: Cells, width: float) -> Column:
    top = (HEAD if block.side else 0.38) if block.title else 0.0
    head = top + (NOTED if block.note else 0.0)
    if not block.rows:
        return _said(block, head)
    texts = [[shortened(text) for text in row] for row in block.rows]
    widths = _widths(block, texts, width)
    named = max(_tall(name, wide) for name, wide in zip(block.columns, widths, strict=True))
    strips = tuple(
        Strip(
            height=max(_tall(text, wide) for text, wide in zip(row, widths, strict=True)), what=row
        )
        for row in texts
    )

    def draw(slide: Any, box: Box, given: Sequence[Strip]) -> None:
        if block.title:
            titled(slide, box, block.title, block.side)
        if block.note:
            runs = [Run(text=shortened(block.note), size=SMALL, role=Role.MUTED)]
            text_box(slide, replace(box, y=box.y + top - 0.06, height=0.2), [runs])
        names = [[[Run(text=name, size=SMALL, role=Role.MUTED)]] for name in block.columns]
        rows = [[[[Run(text=text, size=CELL)]] for text in strip.what] for strip in given]
        heights = (named, *(strip.height for strip in given))
        grid = Grid(widths=widths, heights=heights, rows=[names, *rows], numbers=block.numbers)
        table(slide, replace(box, y=box.y + head), grid)

    return Column(head=head + named, strips=strips, draw=draw, least=3)


def _tall(text: str, width: float) -> float:
    return ROW + height_of(text, CELL, width - 0.12)


def _widths(block: Cells, texts: Sequence[Sequence[str]], width: float) -> tuple[float, ...]:
    """Short columns as wide as their texts, long ones share the rest; equal where that fails."""
    places = range(len(block.columns))
    wanted = [
        max(width_of(text, CELL) for text in (block.columns[at], *(row[at] for row in texts))) + 0.2
        if wide
        else 0.0
        for at, wide in zip(places, letters(block), strict=True)
    ]
    shares = wanted.count(0.0)
    rest = (width - sum(wanted)) / shares if shares else 0.0
    if rest < 1.3:  # noqa: PLR2004  inches in which a sentence can be read
        return tuple(width / len(wanted) for _ in places)
    return tuple(one or rest for one in wanted)


def _said(block: Cells, head: float) -> Column:
    def draw(slide: Any, box: Box, _: Sequence[Strip]) -> None:
        if block.title:
            titled(slide, box, block.title, block.side)
        runs = [Run(text=shortened(block.empty), size=TEXT, role=Role.MUTED)]
        text_box(slide, replace(box, y=box.y + head, height=0.3), [runs])

    return Column(head=head, strips=(Strip(height=0.4, what=block),), draw=draw)


def _words(block: Words, width: float) -> Column:
    strips = tuple(
        Strip(height=0.32 + height_of(shortened(what), TEXT, width), what=(head, shortened(what)))
        for head, what in said_of(block)
    )

    def draw(slide: Any, box: Box, given: Sequence[Strip]) -> None:
        y = box.y
        for strip in given:
            head, what = strip.what
            runs = [[Run(text=head, size=SMALL, role=Role.MUTED)], [Run(text=what, size=TEXT)]]
            text_box(slide, replace(box, y=y, height=strip.height - 0.1), runs)
            y += strip.height

    return Column(head=0.0, strips=strips, draw=draw)
