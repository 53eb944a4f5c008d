"""Blocks of a deck: each as a column of strips that may go on upon the next slide."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any, Final

from revdash.charts.theme import Role, strong
from revdash.exports.deck import Box, Paragraphs, Run, framed, rule, text_box, write
from revdash.exports.deck_charts import bar_chart, line_chart
from revdash.exports.deck_tables import Grid, table
from revdash.exports.lettering import height_of, width_of
from revdash.exports.printable import (
    aside,
    letters,
    loud_and_quiet,
    said_of,
    short_day,
)
from revdash.meetings.sheet import Bars, Block, Cells, Lines, Tiles, Told, Words
from revdash.terms import Side

CARD, GAP, PADDING, HEAD = (
    2.6,
    0.12,
    0.12,
    0.46,
)  # in: a card's least width; between cards; inside; a side's title
CHART, TALLEST, BAR, TITLED = 2.75, 4.6, 0.36, 0.62
BARS: Final = 12  # in one chart
LONGEST: Final = 480  # letters of a text on a slide; the rest is in the notes
SMALL, CELL, LABEL, TEXT, BIG = 12.0, 13.0, 13.0, 15.0, 28.0  # pt
_NOTED: Final = 0.24  # in of a note under a table's title
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


def column_of(block: Block, width: float, currency: str) -> Column:
    """Return *block* as a column of *width* inches."""
    if isinstance(block, Tiles):
        return _tiles(block, width)
    if isinstance(block, Lines):
        return _line(block, currency)
    if isinstance(block, Bars):
        return _bars(block)
    if isinstance(block, Cells):
        return _cells(block, width)
    return _words(block, width)


def shortened(text: str) -> str:
    """A text as long as a slide bears."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _titled(title: str, side: Side | None, slide: Any, box: Box) -> None:
    """A title; that of a side stands in its colour over its rule."""
    role = strong(side) if side else Role.INK
    size = 14 if side else 15
    runs = [Run(text=shortened(title), size=size, role=role, is_bold=True)]
    text_box(slide, replace(box, height=0.28), [runs])
    if side:
        rule(slide, replace(box, y=box.y + 0.31, height=0.028), role)


def _tiles(block: Tiles, width: float) -> Column:
    loud, quiet = loud_and_quiet(block)
    across = max(1, int(width / CARD))
    wide = (width - GAP * (across - 1)) / across
    rows = [loud[at : at + across] for at in range(0, len(loud), across)]
    cards = [
        Strip(height=max(_card_height(one, wide) for one in row) + GAP, what=row) for row in rows
    ]
    lines = [Strip(height=_quiet_height(told, width), what=told) for told in quiet]

    def draw(slide: Any, box: Box, strips: Sequence[Strip]) -> None:
        _titled(block.title, block.side, slide, box)
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
    if told.signal and told.signal_text:
        yield [small(text=told.signal_text)]


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
    head = top + (_NOTED if block.note else 0.0)
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
            _titled(block.title, block.side, slide, box)
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
            _titled(block.title, block.side, slide, box)
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
