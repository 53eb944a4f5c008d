"""Recap: what a meeting came to, as plain text for an e-mail or a chat; nothing is sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from revdash.exports.printable import (
    change_of,
    days,
    parts_of,
    present,
    printable,
    rating,
    standing,
)
from revdash.meetings.sheet import Cells, Heading, MeetingSheet, Part, Tiles, Told, Words

RECALLED = (
    Heading.PROMISES,
    Heading.WINS,
    Heading.DECISIONS,
    Heading.COMMITMENTS,
    Heading.ASKS,
)


@dataclass(frozen=True, kw_only=True)
class Recap:
    """One message: whoever sends it adds only to whom."""

    subject: str
    text: str


def recap(sheet: MeetingSheet, link: str = "") -> Recap:
    """Write the recap of *sheet*, with the address under which it can be opened."""
    sheet = printable(sheet)
    parts = {part.heading: part for part in parts_of(sheet)}
    told = [_part(parts[heading]) for heading in RECALLED if heading in parts]
    foot = [f"Rated {rating(sheet)}." if sheet.rating is not None else "", standing(sheet) + "."]
    who = present(sheet)
    paragraphs = [
        sheet.sentence,
        f"Present: {who}" if who else "",
        *told,
        "\n".join([*filter(None, foot), *([f"Open it: {link}"] if link else [])]),
    ]
    subject = f"{sheet.title}, {days(sheet.first, sheet.last)}"
    return Recap(
        subject=_one_line(subject),
        text="\n\n".join(filter(None, paragraphs)) + "\n",
    )


def _part(part: Part) -> str:
    """A heading with what stands under it; nothing where nothing does."""
    lines = [*_lines(part)]
    if not (lines or part.sentence):
        return ""
    return "\n".join([part.title.upper(), *filter(None, [part.sentence]), *lines])


def _lines(part: Part) -> Iterator[str]:
    for block in part.blocks:
        if isinstance(block, Tiles):
            yield f"{block.title}:"
            yield from (f"- {_reading(told)}" for told in block.tiles)
        elif isinstance(block, Cells):
            yield from _table(block)
        elif isinstance(block, Words) and part.heading is Heading.DECISIONS:
            yield from (f"- {_one_line(what)} ({who})" for who, _, what in block.said)


def _table(block: Cells) -> Iterator[str]:
    if block.title and block.rows:
        yield f"{block.title}:"
    for row in block.rows:
        first, *rest = map(_one_line, row)
        named = [
            f"{name.lower()}: {text}"
            for name, text in zip(block.columns[1:], rest, strict=True)
            if text
        ]
        yield f"- {first}" + (f" ({', '.join(named)})" if named else "")


def _reading(told: Told) -> str:
    goal = " ".join(filter(None, (told.goal, told.verdict)))
    beside = ", ".join(filter(None, (goal, told.note, change_of(told), told.signal)))
    return f"{told.label}: {told.shown}" + (f" ({beside})" if beside else "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
