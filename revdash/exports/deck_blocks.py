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
from revdash.exports.printable import column_widths, said_of, short_day
from revdash.meetings.sheet import Bars, Block, Cells, Lines, Tiles, Words

CHART, TALLEST, BAR, BENEATH = 2.75, 4.8, 0.36, 0.1  # in of a chart, a bar, under its title
BARS: Final = 12  # in one chart
LEAST: Final = 0.45  # in of a column
NOTED: Final = 0.24  # in of a note under a table's title


def column_of(block: Block, width: float, currency: str) -> Column:
    """Return *block* as a column of *width* inches."""
    if isinstance(block, Tiles):
        return tiles(block, width)
    if isinstance(block, Lines):
        return _line(block, width, currency)
    if isinstance(block, Bars):
        return _bars(block, width)
    if isinstance(block, Cells):
        return _cells(block, width)
    return _words(block, width)


def _line(block: Lines, width: float, currency: str) -> Column:
    marks = [f"△ {short_day(when)}: {what}" for when, what in block.marks]
    remarks = shortened(" · ".join(marks))
    head = _chart_head_height(block, width)

    def draw(slide: Any, box: Box, _: Sequence[Strip]) -> None:
        _chart_head(slide, box, block)
        foot = box.y + box.height - 0.22
        tall = foot - box.y - head - 0.03
        line_chart(slide, replace(box, y=box.y + head, height=tall), block, currency)
        if remarks:
            runs = [Run(text=remarks, size=10.5, role=Role.MUTED)]
            text_box(slide, replace(box, y=foot, height=0.2), [runs])

    strips = (Strip(height=CHART + 0.25, what=block),)
    return Column(head=head, strips=strips, draw=draw, tallest=TALLEST)


def _chart_head(slide: Any, box: Box, block: Lines | Bars) -> None:
    title = Run(text=shortened(block.title), size=TEXT, is_bold=True)
    subtitle = Run(text=shortened(block.subtitle), size=SMALL, role=Role.MUTED)
    tall = _chart_head_height(block, box.width) - BENEATH
    text_box(slide, replace(box, height=tall), [[title], [subtitle]])


def _chart_head_height(block: Lines | Bars, width: float) -> float:
    title = height_of(shortened(block.title), TEXT, width, is_bold=True)
    return title + height_of(shortened(block.subtitle), SMALL, width) + BENEATH


def _bars(block: Bars, width: float) -> Column:
    head = _chart_head_height(block, width)
    pieces = [_piece(block, at) for at in range(0, max(1, len(block.labels)), BARS)]

    def draw(slide: Any, box: Box, strips: Sequence[Strip]) -> None:
        _chart_head(slide, box, block)
        y = box.y + head
        for strip in strips:
            if strip.what.labels:
                bar_chart(slide, replace(box, y=y, height=strip.height), strip.what)
            y += strip.height

    strips = (Strip(height=0.3 + BAR * len(one.labels), what=one) for one in pieces)
    return Column(head=head, strips=tuple(strips), draw=draw)


def _piece(block: Bars, at: int) -> Bars:
    part = slice(at, at + BARS)
    labels = tuple(label if len(label) <= 60 else label[:59] + "…" for label in block.labels[part])  # noqa: PLR2004
    return replace(block, labels=labels, values=block.values[part], sides=block.sides[part])


def _cells(block: Cells, width: float) -> Column:
    top = (HEAD if block.side else 0.38) if block.title else 0.0
    head = top + (NOTED if block.note else 0.0)
    if not block.rows:
        return _said(block, top, width)
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
    wanted = column_widths(block)
    taken = [
        max(width_of(text, CELL) for text in (name, *(row[at] for row in texts))) + 0.2
        if wanted[at].letters
        else 0.0
        for at, name in enumerate(block.columns)
    ]
    share = (width - sum(taken)) / (sum(one.share for one in wanted) or 1)
    widths = tuple(one or share * wide.share for one, wide in zip(taken, wanted, strict=True))
    is_readable = min(widths) > LEAST
    return widths if is_readable else tuple(width / len(widths) for _ in widths)


def _said(block: Cells, head: float, width: float) -> Column:
    """A table without rows: what its emptiness means."""
    told = [shortened(text) for text in (block.empty, block.note) if text]
    tall = sum(height_of(text, TEXT, width) for text in told) + 0.1

    def draw(slide: Any, box: Box, _: Sequence[Strip]) -> None:
        if block.title:
            titled(slide, box, block.title, block.side)
        runs = [[Run(text=text, size=TEXT, role=Role.MUTED)] for text in told]
        text_box(slide, replace(box, y=box.y + head, height=tall), runs)

    return Column(head=head, strips=(Strip(height=tall, what=block),), draw=draw)


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
