"""PPTX: a meeting as slides whose texts, tables and charts stay editable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pptx.util import Pt

from revdash.charts.theme import Role
from revdash.exports.deck import (
    HEIGHT,
    SIDE,
    WIDTH,
    Box,
    Run,
    add_slide,
    bytes_of,
    new_deck,
    note,
    placed,
    rule,
    text_box,
)
from revdash.exports.deck_blocks import column_of
from revdash.exports.deck_columns import LONGEST, Column, shortened
from revdash.exports.lettering import height_of, lines_of
from revdash.exports.printable import (
    Form,
    Row,
    day,
    days,
    in_full,
    loud_and_quiet,
    origin,
    parts_of,
    present,
    printable,
    rating,
    rows_of,
    said_of,
    short_day,
    standing,
)
from revdash.meetings.sheet import Bars, Block, Cells, Lines, MeetingSheet, Part, Tiles, Words

INSIDE: Final = WIDTH - 2 * SIDE
FLOOR: Final = HEIGHT - 0.5  # where the foot begins
BETWEEN: Final = 0.35  # in between columns, and between rows
TITLE_SIZE, NAMED = 26, 36  # pt of a heading, and of the meeting's name


@dataclass
class _Pages:
    """The slides of one heading, filled from the top; what has no room goes on upon the next."""

    deck: Any
    title: str
    about: str
    sentence: str
    slide: Any = None
    y: float = 0.0
    top: float = 0.0
    made: list[Any] = field(default_factory=list)

    def begin(self) -> None:
        """Open the next slide of this heading."""
        again = " (continued)" if self.made else ""
        self.slide = add_slide(self.deck, _in_one_line(self.title) + again)
        self.made.append(self.slide)
        self.y = 0.94
        said = [(self.about, 13.0, Role.MUTED)]
        said += [] if again else [(self.sentence, 16.0, Role.INK)]
        for text, size, role in said:
            if text:
                tall = min(height_of(text, size, INSIDE), 1.4)
                box = Box(x=SIDE, y=self.y, width=INSIDE, height=tall)
                text_box(self.slide, box, [[Run(text=shortened(text), size=size, role=role)]])
                self.y += tall + 0.08
        self.y += 0.14
        self.top = self.y

    def put(self, columns: Sequence[Column], width: float) -> None:
        """Draw columns side by side, on as many slides as they need."""
        while any(column.strips for column in columns):
            room = FLOOR - self.y
            is_fresh = self.y == self.top
            counts = [_taken(column, room, is_fresh=is_fresh) for column in columns]
            if not is_fresh and self._goes_over(columns, counts):
                self.begin()
                continue
            high = [column.height(n) for column, n in zip(columns, counts, strict=True)]
            if is_fresh:
                grown = min(room, max(column.tallest for column in columns))
                high = [
                    max(tall, grown if column.tallest else 0.0)
                    for tall, column in zip(high, columns, strict=True)
                ]
            for place, (column, count) in enumerate(zip(columns, counts, strict=True)):
                if count:
                    x = SIDE + place * (width + BETWEEN)
                    box = Box(x=x, y=self.y, width=width, height=high[place])
                    column.draw(self.slide, box, column.strips[:count])
            self.y += max(high) + BETWEEN
            columns = [column.after(n) for column, n in zip(columns, counts, strict=True)]
            if any(column.strips for column in columns):
                self.begin()

    def _goes_over(self, columns: Sequence[Column], counts: Sequence[int]) -> bool:
        """Whether the next slide is the better place: nothing fits here, or all fits there."""
        pairs = [*zip(columns, counts, strict=True)]
        if any(column.strips and not count for column, count in pairs):
            return True
        is_whole = all(count == len(column.strips) for column, count in pairs)
        there = FLOOR - self.top
        return not is_whole and all(one.height(len(one.strips)) <= there for one in columns)


def pptx(sheet: MeetingSheet) -> bytes:
    """Write *sheet* as a presentation; the same sheet gives the same bytes."""
    sheet = printable(sheet)
    deck = new_deck(sheet)
    _first(deck, sheet)
    for part in parts_of(sheet, Form.PAPER):
        if part.blocks:  # a sentence by itself is no slide
            _part(deck, part, sheet.currency)
    if sheet.readings:
        full = in_full(sheet)
        pages = _Pages(deck=deck, title=full.title, about=origin(sheet), sentence="")
        pages.begin()
        pages.put([column_of(_briefly(full), INSIDE, sheet.currency)], INSIDE)
    return bytes_of(deck)


def _first(deck: Any, sheet: MeetingSheet) -> None:
    """The title slide: what was held, the sentence, who was there."""
    slide = add_slide(deck, shortened(_in_one_line(sheet.title)))
    title = slide.shapes.title
    wide = 10.4
    box = Box(x=0.9, y=1.35, width=wide, height=0.75)
    title.left, title.top, title.width, title.height = placed(box)
    wide_enough = lines_of(title.text_frame.text, NAMED, wide, is_bold=True) == 1
    title.text_frame.paragraphs[0].font.size = Pt(NAMED if wide_enough else TITLE_SIZE)
    half = Box(x=0.9, y=2.2, width=1.1, height=0.045)
    rule(slide, half, Role.MARKETING)
    rule(slide, Box(x=2.1, y=2.2, width=1.1, height=0.045), Role.SALES)
    when = f"{days(sheet.first, sheet.last)} · held {sheet.held_on:%A} {day(sheet.held_on)}"
    above = [Run(text=shortened(sheet.company), size=16, role=Role.MUTED, is_bold=True)]
    text_box(slide, Box(x=0.9, y=0.95, width=wide, height=0.34), [above])
    text_box(slide, Box(x=0.9, y=2.4, width=wide, height=0.3), [[Run(text=when, size=16)]])
    sentence = [Run(text=shortened(sheet.sentence), size=26)]
    text_box(slide, Box(x=0.9, y=3.15, width=wide, height=2.4), [sentence])
    who = present(sheet)
    facts = [
        f"Present: {who}" if who else "",
        f"Rated {rating(sheet)}" if sheet.rating is not None else "",
        standing(sheet),
        sheet.data_text,
    ]
    runs = [[Run(text=shortened(one), size=13, role=Role.MUTED)] for one in facts if one]
    text_box(slide, Box(x=0.9, y=5.6, width=wide, height=1.25), runs)
    note(slide, [sheet.sentence, origin(sheet)])


def _part(deck: Any, part: Part, currency: str) -> None:
    about = f"{part.question} · {part.minutes} min" if part.minutes else part.question
    pages = _Pages(deck=deck, title=part.title, about=about, sentence=part.sentence)
    pages.begin()
    shown = [block for block in part.blocks if not isinstance(block, Words)]
    for row in rows_of(part):
        kept = [block for block in row if not shown or not isinstance(block, Words)]
        if kept:
            wide = (INSIDE - BETWEEN * (len(kept) - 1)) / len(kept)
            pages.put([column_of(block, wide, currency) for block in kept], wide)
    note(pages.made[0], [about, part.sentence, *_spoken(rows_of(part))])


def _spoken(rows: Sequence[Row]) -> Iterator[str]:
    """What stands in the notes: who said what, what numbers mean, texts too long for a slide."""
    for block in (block for row in rows for block in row):
        if isinstance(block, Words):
            yield from (f"{head}: {what}" for head, what in said_of(block))
        if isinstance(block, Tiles):
            for told in (one for some in loud_and_quiet(block) for one in some):
                yield " ".join((f"{told.label}: {told.shown}.", told.meaning, told.signal_text))
        if isinstance(block, Lines):
            yield from (f"{short_day(when)}: {what}" for when, what in block.marks)
        yield from (text for text in _texts(block) if len(text) > LONGEST)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Cells):
        yield from (text for row in block.rows for text in row)
        yield block.note
    if isinstance(block, Bars):
        yield from block.labels


def _taken(column: Column, room: float, *, is_fresh: bool) -> int:
    count = column.taken(room, at_least=1 if is_fresh else column.least)
    return 1 if is_fresh and not count and column.strips else count


def _briefly(block: Cells) -> Cells:
    """The numbers without their meanings, which stand in the notes."""
    rows = tuple((row[0], *row[2:]) for row in block.rows)
    return Cells(title="", columns=(block.columns[0], *block.columns[2:]), rows=rows)


def _in_one_line(text: str) -> str:
    """A heading that stands in one line at the top of a slide."""
    words = " ".join(text.split())
    while height_of(words, TITLE_SIZE, INSIDE - 1.6, is_bold=True) > 0.5:  # noqa: PLR2004
        words = words[: int(len(words) * 0.8)].rstrip() + "…"
    return words
