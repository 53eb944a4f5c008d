"""PDF: a meeting on paper, set by Typst from data; no browser, no system library, no network."""

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from revdash.charts.theme import LIGHT, Role
from revdash.exports.drawn import alt, drawn
from revdash.exports.printable import (
    Form,
    aside,
    column_widths,
    day,
    days,
    in_full,
    loud_and_quiet,
    origin,
    parts_of,
    plain_number,
    present,
    printable,
    rating,
    rows_of,
    said_of,
    short_day,
    standing,
)
from revdash.meetings.sheet import Bars, Block, Cells, Lines, MeetingSheet, Part, Tiles, Told

if TYPE_CHECKING:
    from typst import Fonts

ASSETS = Path(__file__).parent / "assets"
HALF, WHOLE = 400, 825  # px wide as drawn; the paper's column makes it a little smaller
WIDEST, LETTER = 17.0, 0.55  # em: the names of bars take no more; a letter's usual width
Data = dict[str, Any]


def pdf(sheet: MeetingSheet) -> bytes:
    """Write *sheet* as a tagged PDF on A4; the same sheet gives the same bytes."""
    import typst  # noqa: PLC0415  34 MB that only a PDF needs

    sheet = printable(sheet)
    made = sheet.frozen_at or datetime.combine(sheet.held_on, time())
    return typst.compile(
        ASSETS / "pack.typ",
        root=ASSETS,
        font_paths=_fonts(),
        sys_inputs={"pack": json.dumps(_pack(sheet))},
        timestamp=made.replace(microsecond=0, tzinfo=UTC),
    )


@cache
def _fonts() -> "Fonts":
    """Ours first; the machine's own only for letters that ours lack, such as 日本."""
    from typst import Fonts  # noqa: PLC0415

    return Fonts(font_paths=[ASSETS])


def _pack(sheet: MeetingSheet) -> Data:
    who = present(sheet)
    facts = [
        " · ".join(
            filter(
                None,
                (
                    sheet.company,
                    f"Held {sheet.held_on:%A} {day(sheet.held_on)}",
                    f"Rated {rating(sheet)}" if sheet.rating is not None else "",
                ),
            )
        ),
        f"Present: {who}" if who else "",
    ]
    parts = [_part(part, sheet.currency) for part in parts_of(sheet, Form.PAPER)]
    if sheet.readings:
        full = in_full(sheet)
        rows = [[_cells(full) | {"title": ""}]]
        parts.append({"title": full.title, "about": "", "sentence": "", "rows": rows})
    return {
        "title": f"{sheet.title}, {days(sheet.first, sheet.last)}",
        "company": sheet.company,
        "facts": [*filter(None, facts)],
        "sentence": sheet.sentence,
        "parts": parts,
        "footer": " · ".join(filter(None, (sheet.company, standing(sheet)))),
        "origin": origin(sheet),
        "inks": {role.value: LIGHT[role] for role in Role},
    }


def _part(part: Part, currency: str) -> Data:
    return {
        "title": part.title,
        "about": f"{part.question} · {part.minutes} min" if part.minutes else part.question,
        "sentence": part.sentence,
        "rows": [[_block(block, currency, len(row)) for block in row] for row in rows_of(part)],
    }


def _block(block: Block, currency: str, across: int) -> Data:
    if isinstance(block, Tiles):
        loud, quiet = loud_and_quiet(block)
        kept = {"kind": block.kind, "title": block.title, "side": block.side.value}
        return kept | {"loud": [_told(one) for one in loud], "quiet": [_told(one) for one in quiet]}
    if isinstance(block, Lines):
        return _lines(block, currency, HALF if across > 1 else WHOLE)
    if isinstance(block, Bars):
        return _bars(block)
    if isinstance(block, Cells):
        return _cells(block)
    return {"kind": block.kind, "said": said_of(block)}


def _told(told: Told) -> Data:
    return {
        "label": told.label,
        "shown": told.shown,
        "note": told.note,
        "change": told.change,
        "compared": told.compared,
        "aside": aside(told),
        "goal": told.goal,
        "verdict": told.verdict,
        "is_missed": told.is_missed,
        "signal": told.signal,
        "is_bad": told.is_signal_bad,
    }


def _lines(block: Lines, currency: str, width: int) -> Data:
    return {
        "kind": block.kind,
        "title": block.title,
        "subtitle": block.subtitle,
        "svg": drawn(block, currency, LIGHT.__getitem__, width=width),
        "alt": alt(block, currency),
        "marks": [f"{short_day(when)}: {what}" for when, what in block.marks],
    }


def _bars(block: Bars) -> Data:
    top = max([*block.values, 0.0]) or 1.0
    sides = [side.value for side in block.sides] or [""] * len(block.labels)
    longest = max((len(label) for label in block.labels), default=0)
    return {
        "kind": block.kind,
        "title": block.title,
        "subtitle": block.subtitle,
        "widest": min(WIDEST, LETTER * longest + 1),
        "bars": [
            {
                "label": label,
                "value": plain_number(value),
                "share": max(0.004, value / top),
                "side": side,
            }
            for label, value, side in zip(block.labels, block.values, sides, strict=True)
        ],
    }


def _cells(block: Cells) -> Data:
    count = len(block.columns)
    return {
        "kind": block.kind,
        "title": block.title,
        "side": block.side.value if block.side else None,
        "columns": block.columns,
        "rows": block.rows,
        "widths": [wide._asdict() for wide in column_widths(block)],
        "right": [place >= count - block.numbers for place in range(count)],
        "note": block.note,
        "empty": block.empty,
    }
