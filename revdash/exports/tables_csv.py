"""Tables as CSV: every reading and every table of a meeting, one file each, in one zip."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from revdash.exports.printable import days, filtered, parts_of, printable, standing
from revdash.exports.sheets import csv_bytes
from revdash.meetings.sheet import Bars, Block, Cells, Lines, MeetingSheet, Tiles, Words

EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip can't say an earlier time; the same bytes every time
READINGS = (
    *("metric", "label", "side", "shown", "value", "unit", "sample", "hits", "low", "high"),
    *("first day", "last day", "filters", "definition version", "note", "change", "compared"),
    *("goal", "verdict", "signal", "signal in full", "meaning"),
)


def tables_csv(sheet: MeetingSheet) -> bytes:
    """Write every number and text of *sheet* as CSV files in a zip."""
    sheet = printable(sheet)
    head = _head(sheet)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "readings.csv", csv_bytes(head, READINGS, _readings(sheet)))
        for number, (name, block) in enumerate(_tables(sheet), start=1):
            header, rows = _table(block)
            if rows:
                about = [*head, ("table", name)]
                _add(archive, f"{number:02d}-{_slug(name)}.csv", csv_bytes(about, header, rows))
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _head(sheet: MeetingSheet) -> list[tuple[str, str]]:
    told = (
        ("meeting", f"{sheet.title}, {days(sheet.first, sheet.last)}"),
        ("company", sheet.company),
        ("currency", sheet.currency),
        ("sentence", sheet.sentence),
        ("state", standing(sheet)),
        ("release", sheet.release),
        ("data", sheet.data_text),
        ("definitions", sheet.definition_hash),
    )
    return [(name, " ".join(text.split())) for name, text in told if text]


def _readings(sheet: MeetingSheet) -> list[tuple[object, ...]]:
    return [
        (
            *(told.metric, told.label, told.side.value, told.shown, told.value, told.unit),
            *(told.sample, told.hits, told.low, told.high, told.first, told.last),
            *(filtered(told), told.definition_version, told.note, told.change, told.compared),
            *(told.goal, told.verdict, told.signal, told.signal_text, told.meaning),
        )
        for told in sheet.readings
    ]


def _tables(sheet: MeetingSheet) -> Iterator[tuple[str, Block]]:
    for part in parts_of(sheet):
        for block in part.blocks:
            if not isinstance(block, Tiles):
                title = "notes" if isinstance(block, Words) else block.title
                yield (f"{part.title} · {title}" if title else part.title), block


def _table(block: Block) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    if isinstance(block, Lines):
        return _by_week(block)
    if isinstance(block, Bars):
        return ("name", "count"), list(zip(block.labels, block.values, strict=True))
    if isinstance(block, Cells):
        return block.columns, block.rows
    if isinstance(block, Words):
        return ("who", "when", "what"), block.said
    return (), ()


def _by_week(block: Lines) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    header = ("week of", f"value in {block.unit}", "low", "middle", "high", "goal", "remark")
    around = (block.low, block.middle, block.high, block.goal)
    rows: list[tuple[object, ...]] = [
        (week, value, *around, "signal" if place in block.signals else "")
        for place, (week, value) in enumerate(zip(block.weeks, block.values, strict=True))
    ]
    return header, [
        *rows,
        *((when, None, None, None, None, None, say) for when, say in block.marks),
    ]


def _slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return words[:50].strip("-") or "table"
