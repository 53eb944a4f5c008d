"""Sheets: the tables of an Excel workbook (.xlsx), every cell as the text it stands for."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from typing import BinaryIO, Protocol, TypeAlias, cast

from revdash.errors import InputError
from revdash.ingest.dialect import header_of
from revdash.ingest.packing import DAMAGE, MOST_TIMES, SMALL_BYTES
from revdash.ingest.preamble import rows_above
from revdash.ingest.rows import BATCH_ROWS, Rows
from revdash.ingest.source import Source, source_of

SAMPLE_ROWS = 100
MOST_ROWS = 1_048_576  # of a sheet, in Excel itself
MOST_BYTES = 2 * 1024**3  # unpacked
MOST_TEXT_BYTES = 300 * 1024**2  # of the texts shared by all sheets, which are held in memory
EXACT = 10**15  # whole numbers beyond lose digits in a spreadsheet

_ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!")
)
_TEXTS = "xl/sharedStrings.xml"
_SAVE_AS = "Open it, save it as .xlsx or 'CSV UTF-8', then import that file."
_DAMAGE = (
    *DAMAGE,
    AssertionError,
    AttributeError,
    SyntaxError,  # among them what XML parsers raise
    TypeError,
)


class _Cell(Protocol):
    """A cell as openpyxl reads it."""

    value: object
    number_format: str | None


class _Sheet(Protocol):
    """A sheet as openpyxl reads it, a row at a time."""

    title: str
    sheet_state: str

    def reset_dimensions(self) -> None: ...
    def iter_rows(self) -> Iterator[tuple[_Cell, ...]]: ...


_Found: TypeAlias = tuple[_Sheet, list[list[str]]]  # a sheet and its first rows


def is_office(archive: zipfile.ZipFile) -> bool:
    """Whether a zip archive is a document of an office program."""
    names = archive.namelist()
    return "[Content_Types].xml" in names or ("mimetype" in names and "content.xml" in names)


def assert_workbook(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse a document that is no .xlsx workbook, or is larger than one can be."""
    sizes = {member.filename: member.file_size for member in archive.infolist()}
    if "xl/workbook.xml" not in sizes:
        what = "a binary Excel workbook (.xlsb)" if "xl/workbook.bin" in sizes else "no workbook"
        raise InputError(f"'{name}' is an office document, but {what}. {_SAVE_AS}")
    packed = sum(member.compress_size for member in archive.infolist())
    most = min(MOST_BYTES, max(SMALL_BYTES, packed * MOST_TIMES))
    if sum(sizes.values()) > most or sizes.get(_TEXTS, 0) > MOST_TEXT_BYTES:
        raise InputError(
            f"'{name}' is an Excel workbook that unpacks to more than can be read "
            f"({sum(sizes.values()) // 1024**2:,} MB). Save the sheet as 'CSV UTF-8' instead."
        )


def read_sheets(name: str, stream: BinaryIO) -> Iterator[Source]:
    """Read every sheet that holds a table; say which ones do not or are hidden."""
    import openpyxl  # noqa: PLC0415  slow to load, and seldom needed

    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheets = cast("list[_Sheet]", book.worksheets)
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
        found = [(sheet, list(islice(_texts(sheet), SAMPLE_ROWS))) for sheet in visible]
        tables, others = _tables(found)
        passed = (*_passed(others, "no table in it"), *_passed(hidden, "hidden"))
        if not tables:
            raise InputError(f"No sheet of '{name}' holds a table. {' '.join(passed)}".rstrip())
        for sheet, top in tables:
            inner = f"{name}/{sheet.title}" if len(tables) > 1 else name
            source = _read(inner, _texts(sheet), rows_above(top))
            yield replace(source, understood=(*source.understood, *passed))
            passed = ()
    except _DAMAGE as error:
        raise InputError(
            f"'{name}' is an Excel workbook that is damaged or has parts that cannot be read. "
            f"{_SAVE_AS}"
        ) from error


def _tables(
    found: list[_Found],
) -> tuple[list[_Found], list[str]]:
    """The sheets that hold a table, and the titles of the others; one column is none beside two."""
    widths = [max(map(len, top), default=0) for _, top in found]
    least = 1 if max(widths, default=0) == 1 else 2
    tables = [each for each, width in zip(found, widths, strict=True) if width >= least]
    others = [each[0].title for each, n in zip(found, widths, strict=True) if n < least]
    return tables, others


def _passed(titles: list[str], why: str) -> tuple[str, ...]:
    if not titles:
        return ()
    listed = ", ".join(f"'{title}'" for title in titles)
    return (f"Sheet{'s' * (len(titles) > 1)} not read ({why}): {listed}.",)


def _read(name: str, texts: Iterator[list[str]], above: int) -> Source:
    titles = tuple(" ".join(filter(None, row)) for row in islice(texts, above))
    header = next(texts)
    rows = Rows(file=name, names=header_of(name, header), header=header)
    start = above + 2
    while batch := list(islice(texts, BATCH_ROWS)):
        if start > MOST_ROWS:
            raise InputError(f"'{name}' has more than {MOST_ROWS:,} rows: no sheet has.")
        _take(rows, batch, start)
        start += len(batch)
    return source_of(
        rows, rows.finish(), titles=tuple(filter(None, titles)), read_as="Read as an Excel sheet."
    )


def _take(rows: Rows, batch: list[list[str]], start: int) -> None:
    """Give a batch to *rows*, without those in which a formula failed."""
    lines = range(start, start + len(batch))
    for line, row in zip(lines, batch, strict=True):
        if not _ERRORS.isdisjoint(row):
            _refuse_error(rows, row, line)
    sound = [_ERRORS.isdisjoint(row) for row in batch]
    kept = [_padded(row, rows) for row, is_sound in zip(batch, sound, strict=True) if is_sound]
    rows.take(kept, [line for line, is_sound in zip(lines, sound, strict=True) if is_sound])


def _padded(row: list[str], rows: Rows) -> list[str]:
    missing = len(rows.names) - len(row)
    return row + [""] * missing if row and missing > 0 else row


def _refuse_error(rows: Rows, row: list[str], line: int) -> None:
    column, value = next((n, cell) for n, cell in enumerate(row) if cell in _ERRORS)
    name = rows.names[column] if column < len(rows.names) else ""
    why = (
        f"'{value}' is an error of a formula, not a value.",
        "Repair the formula, or clear the cell.",
    )
    rows.refuse_for(line, name, value, why)


def _texts(sheet: _Sheet) -> Iterator[list[str]]:
    """The rows of a sheet as text, without the empty cells at their ends."""
    sheet.reset_dimensions()  # what a sheet says of its size is often wrong
    for cells in sheet.iter_rows():
        row = [_text(cell) for cell in cells]
        while row and not row[-1]:
            row.pop()
        yield row


def _text(cell: _Cell) -> str:  # noqa: PLR0911  one for each kind of value
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    if isinstance(value, datetime):
        has_time = value.time() != time.min or "h" in (cell.number_format or "").lower()
        return value.isoformat(" ") if has_time else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
