"""Printable: one sheet made harmless, in an order for paper, with the words all forms share."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

from revdash.meetings.sheet import (
    Bars,
    Block,
    Cells,
    Lines,
    MeetingSheet,
    Part,
    Tiles,
    Told,
    Words,
    as_document,
    sheet_of,
)
from revdash.metrics.described import Unit
from revdash.metrics.shown import count, few_or_long, rounded
from revdash.plural import counted
from revdash.terms import Side

Row: TypeAlias = tuple[Block, ...]

# What no reader sees and some readers obey: control characters, changes of writing direction,
# halves of a character. A tab or a strange line end is only a blank or a line end.
_STEERING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
NARROW = 4  # columns of a table that still stands beside another
SHORT, LONG = 20, 70  # letters of a column as wide as its texts; what more counts no more
BESIDE = 3  # at most so many groups of tiles in one row


class Form(StrEnum):
    """What a sheet is handed out as: to reckon with, to scroll through, or to turn over."""

    DATA = "data"
    PAGE = "page"
    PAPER = "paper"


class Wide(NamedTuple):
    """A column's width: so many letters, or a share of what the others leave."""

    letters: int = 0
    share: int = 0


def printable(sheet: MeetingSheet) -> MeetingSheet:
    """Return *sheet* without what would steer a reader or break a file; it looks the same.

    A bound that is never reached is no bound.
    """
    return sheet_of(_clean(as_document(sheet)))


def clean(text: str) -> str:
    """Return *text* with each steering character replaced by a mark that can be seen."""
    return _STEERING.sub("\ufffd", _ENDS.sub("\n", text).replace("\t", " "))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and not isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, (list, tuple)) else value


def parts_of(sheet: MeetingSheet, form: Form = Form.DATA) -> tuple[Part, ...]:
    """The headings under which there is something to hand out."""
    return tuple(_said_once(part, form) for part in sheet.parts if part.blocks or part.sentence)


def _said_once(part: Part, form: Form) -> Part:
    """Each block says whose it is; a table that is called as its heading says no more."""
    blocks = (_called(_brief(block, form), part.title) for block in part.blocks)
    return replace(part, blocks=tuple(blocks))


def _brief(block: Block, form: Form) -> Block:
    """A table to look at has no column that says nothing; on paper lists of records end."""
    if form is Form.DATA or not isinstance(block, Cells) or not block.rows:
        return block
    most = block.first_ones if form is Form.PAPER else None
    places = range(len(block.columns))
    kept = [at for at in places if at == 0 or any(row[at] for row in block.rows)]
    first_number = len(block.columns) - block.numbers
    left = len(block.rows) - len(block.rows[:most])
    more = f"{left} more stand in the tables and on the page." if left else ""
    return replace(
        block,
        columns=tuple(block.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in block.rows[:most]),
        numbers=sum(at >= first_number for at in kept),
        note=" ".join(filter(None, (block.note, more))),
    )


def _called(block: Block, heading: str) -> Block:
    if not isinstance(block, Cells | Tiles):
        return block
    side = block.side.value.capitalize() if block.side in {Side.MARKETING, Side.SALES} else ""
    title = "" if block.title == heading else block.title
    if side.lower() in title.lower():
        return replace(block, title=title)
    return replace(block, title=" · ".join(filter(None, (side, title))))


def rows_of(part: Part) -> tuple[Row, ...]:
    """The blocks of *part* from the top down; what belongs side by side is one row."""
    rows: list[Row] = []
    for block in part.blocks:
        if rows and _stands_beside(rows[-1], block):
            rows[-1] = (*rows[-1], block)
        else:
            rows.append((block,))
    return tuple(rows)


def _stands_beside(row: Row, block: Block) -> bool:
    last = row[-1]
    if isinstance(block, Tiles):
        return isinstance(last, Tiles) and len(row) < BESIDE
    if len(row) > 1:
        return False
    if isinstance(block, Lines | Bars):
        return isinstance(last, Lines | Bars)
    if not (isinstance(block, Cells) and isinstance(last, Cells)):
        return False
    wide = max(len(one.columns) for one in (last, block))
    is_narrow = wide <= NARROW or not (last.rows or block.rows)
    return is_narrow and (last.side, block.side) == (Side.MARKETING, Side.SALES)


def loud_and_quiet(block: Tiles) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """The tiles there is something to say about, and those that fold into a line each."""
    loud = tuple(told for told in block.tiles if not told.is_quiet)
    return loud, tuple(told for told in block.tiles if told.is_quiet)


def change_of(told: Told) -> str:
    """What changed and against what: '▲ 12 vs 3–9 Nov'."""
    return " ".join(filter(None, (told.change, told.compared)))


def aside(told: Told) -> str:
    """What a quiet reading says beside its value, but for its goal."""
    return " · ".join(filter(None, (told.note, change_of(told))))


def printer(unit: str, currency: str) -> Callable[[float], str]:
    """How values of *unit* are printed on axes and at the ends of lines."""
    if unit in set(Unit):
        return lambda value: rounded(value, Unit(unit), currency)
    return lambda value: count(value) if value == round(value) else few_or_long(value)


def plain_number(value: float) -> str:
    """A number of things as a bar prints it."""
    return count(value) if value == round(value) else few_or_long(value)


def day(when: date) -> str:
    """A day: '17 May 2026'."""
    return f"{when.day} {when:%b %Y}"


def short_day(when: date) -> str:
    """A day on an axis: '17 May'."""
    return f"{when.day} {when:%b}"


def days(first: date, last: date) -> str:
    """The days from *first* to *last*: '11–17 May 2026'."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{short_day(first)} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def standing(sheet: MeetingSheet) -> str:
    """Whether the numbers are frozen, when and by whom."""
    if sheet.frozen_at is None:
        return "Not closed yet: these numbers may still change"
    by = f" by {sheet.frozen_by}" if sheet.frozen_by else ""
    return f"Frozen {day(sheet.frozen_at)} {sheet.frozen_at:%H:%M} UTC{by}"


def present(sheet: MeetingSheet) -> str:
    """Who was there, the leaders first; guests say so."""
    ordered = sorted(sheet.attendees, key=lambda one: one[2] != "leader")
    return "; ".join(
        f"{name} ({', '.join(filter(None, (side, '' if role == 'leader' else role)))})"
        if side or role != "leader"
        else name
        for name, side, role in ordered
    )


def origin(sheet: MeetingSheet) -> str:
    """Where the numbers come from: release, definitions, program."""
    return " · ".join(
        filter(
            None,
            (
                sheet.data_text,
                f"release {sheet.release.removesuffix('.duckdb')}" if sheet.release else "",
                f"definitions {sheet.definition_hash[:12]}" if sheet.definition_hash else "",
                f"revdash {sheet.package_version}" if sheet.package_version else "",
                "demo company" if sheet.is_demo else "",
            ),
        )
    )


def rating(sheet: MeetingSheet) -> str:
    """How good the meeting was: '8.5 of 10, 2 ratings'."""
    if sheet.rating is None:
        return ""
    return f"{sheet.rating:.1f} of 10, {counted(sheet.ratings, 'rating')}"


def filtered(told: Told) -> str:
    """What a reading was only of: 'segment = SMB, MM'."""
    return "; ".join(f"{name} = {', '.join(values)}" for name, values in told.filters)


def interval(told: Told, currency: str) -> str:
    """Between what the true value may lie: '52 %–71 %'; empty where nobody bounded it."""
    if told.low is None:
        return ""
    show = printer(told.unit, currency)
    if told.high is None:
        return f"{show(told.low)} or more"
    return f"{show(told.low)}–{show(told.high)}"


def said_of(block: Words) -> tuple[tuple[str, str], ...]:
    """Each saying as its head, who and when, and its text."""
    return tuple((" · ".join(filter(None, (who, when))), what) for who, when, what in block.said)


def in_full(sheet: MeetingSheet) -> Cells:
    """Every reading with what it counts and how sure it is, as one table."""
    rows = tuple(
        (
            told.label,
            "\n".join(filter(None, (told.meaning, told.signal_text if told.signal else ""))),
            told.shown,
            f"{told.sample:,}" if told.sample else "",
            interval(told, sheet.currency),
            " · ".join(
                filter(
                    None,
                    (
                        days(told.first, told.last),
                        filtered(told),
                        f"definition {told.definition_version}",
                    ),
                )
            ),
        )
        for told in sheet.readings
    )
    columns = ("Number", "What it counts", "Shown", "Sample", "Interval", "Counted over")
    return Cells(title="The numbers in full", columns=columns, rows=rows)


def column_widths(block: Cells) -> tuple[Wide, ...]:
    """How wide the columns are: short ones as their texts, long ones share what is left."""
    texts = [[name, *(row[at] for row in block.rows)] for at, name in enumerate(block.columns)]
    longest = [max(map(len, one)) for one in texts]
    if longest and max(longest) <= SHORT:
        longest[longest.index(max(longest))] = SHORT + 1
    return tuple(
        Wide(letters=one) if one <= SHORT else Wide(share=min(one, LONG)) for one in longest
    )
