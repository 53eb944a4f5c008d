"""Delimited: text with a delimiter to cells; lines counted, quotes and encoding held to."""

import csv
import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from revdash.errors import InputError
from revdash.ingest.dialect import (
    DELIMITERS,
    decide_delimiter,
    header_of,
    sample_rows,
    stated_delimiter,
)
from revdash.ingest.encodings import encoding_of, question, spelled, undecodable
from revdash.ingest.preamble import rows_above
from revdash.ingest.refusals import shown
from revdash.ingest.rows import BATCH_ROWS, LONGEST_LINE, Rows
from revdash.ingest.source import Source, source_of

if TYPE_CHECKING:
    import _csv

SAMPLE_LINES = 100
BLOCK = 2**18  # characters; much less than LONGEST_LINE
MOST_UNDECODABLE = 1_000  # more broken lines than these are another encoding
_BETWEEN = "".join(DELIMITERS) + " \n"
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}


class _Lines:
    """The lines of a text; one longer than any row may be is emptied and remembered."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._count = 0
        self._block, self._above = "", 0  # the last one given, and how many lines before it
        self.overlong: set[int] = set()

    def line(self, number: int) -> str:
        """A line just read, once more; nothing where its block has gone."""
        if number <= self._above:
            return ""
        return next(islice(io.StringIO(self._block), number - self._above - 1, None), "").strip()

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(map(io.StringIO, self._blocks()))

    def _blocks(self) -> Iterator[str]:
        """The text in blocks of whole lines."""
        while block := self._text.read(BLOCK):
            rest = "" if block.endswith("\n") else self._text.readline(LONGEST_LINE)
            if len(rest) == LONGEST_LINE and not rest.endswith("\n"):
                while (more := self._text.readline(LONGEST_LINE)) and not more.endswith("\n"):
                    pass
                block, rest = block[: block.rfind("\n") + 1], "\n"
                self.overlong.add(self._count + block.count("\n") + 1)
            self._block, self._above = block + rest, self._count
            yield self._block
            self._count += self._block.count("\n")


def read_delimited(name: str, stream: BinaryIO, stated: str | None) -> Source:
    """Read the table of a text file in the encoding *stated*, its mark's, or UTF-8."""
    encoding = encoding_of(stream, stated)
    is_utf8 = encoding == "utf-8-sig"
    errors = "surrogateescape" if is_utf8 else "strict"
    try:
        text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=None)
    except (LookupError, ValueError) as error:
        raise InputError(
            f"There is no encoding '{stated}'. Try utf-8, utf-16, cp1252 or iso-8859-15."
        ) from error
    try:
        rows, titles, delimiter = _read(name, text)
    except UnicodeError as error:
        raise undecodable(name, stream, encoding) from error
    finally:
        text.detach()
    cells, lines = rows.finish()
    if rows.undecodable and (asked := question(name, stream)):
        raise asked
    cut = "cells separated by " + DELIMITERS.get(delimiter, f"'{delimiter}'")
    cut = cut if len(rows.names) > 1 else "a single column"
    read_as = f"Read as {_NAMES.get(encoding, encoding)}, {cut}."
    return source_of(rows, (cells, lines), titles=titles, read_as=read_as)


def _read(name: str, text: io.TextIOWrapper) -> tuple[Rows, tuple[str, ...], str]:
    lines = _Lines(text)
    every = iter(lines)
    top, skipped, delimiter = _top(every)
    if any(number <= skipped + 1 for number in lines.overlong):
        raise InputError(
            f"A line at the top of '{name}' is longer than {LONGEST_LINE:,} characters, so it is "
            "no table. Export it again as CSV, one record a line."
        )
    if not top:
        raise InputError(f"'{name}' holds nothing but blank lines. Export it again.")
    delimiter = delimiter or decide_delimiter(name, top)
    reader = csv.reader(chain(top, every), delimiter=delimiter, strict=True)
    titles = _titles(reader, top, rows_above(sample_rows(top, delimiter)))
    try:
        header = next(reader)
    except csv.Error as error:
        raise InputError(
            f"A quote in the column names of '{name}' is not closed. Close it, then import again."
        ) from error
    rows = Rows(file=name, names=header_of(name, header), header=header)
    _collect(reader, rows, skipped, lines)
    return rows, titles, delimiter


def _top(lines: Iterator[str]) -> tuple[list[str], int, str | None]:
    """The first lines from the first that says something, how many before, a stated delimiter."""
    top: list[str] = []
    skipped, stated = 0, None
    for line in lines:
        stated = stated_delimiter(line)
        if line.strip() and stated is None:
            top = [line, *islice(lines, SAMPLE_LINES)]
            break
        skipped += 1
        if stated is not None:
            top = list(islice(lines, SAMPLE_LINES))
            break
    return top, skipped, stated


def _titles(reader: "_csv.Reader", top: list[str], above: int) -> tuple[str, ...]:
    """Pass over the rows above the column names; their lines, blank ones left out."""
    for _ in range(above):
        try:
            next(reader)
        except csv.Error:
            continue
    lines = (spelled(line.strip(f'"{_BETWEEN}')) for line in top[: reader.line_num])
    return tuple(line for line in lines if line)


def _collect(reader: "_csv.Reader", rows: Rows, skipped: int, lines: _Lines) -> None:
    """Give every row below the header to *rows*; refuse a file whose quotes do not close."""
    while rows.undecodable <= MOST_UNDECODABLE:
        before = reader.line_num
        batch: list[list[str]] = []
        problem: csv.Error | None = None
        try:
            batch.extend(islice(reader, BATCH_ROWS))
        except csv.Error as error:
            problem = error
        starts = _starts(batch, before, None if problem else reader.line_num)
        _take(rows, batch, [start + skipped for start in starts], lines.overlong)
        if problem is not None:
            start, end = starts[-1] + skipped, reader.line_num + skipped
            _refuse_record(rows, (start, end), lines.line(start), problem)
        elif len(batch) < BATCH_ROWS:
            return


def _starts(batch: list[list[str]], before: int, after: int | None) -> list[int]:
    """The line each row of a batch began on, and the line below the last."""
    if after is not None and after - before == len(batch):
        return list(range(before + 1, after + 2))
    starts = [before + 1]
    for row in batch:
        starts.append(starts[-1] + 1 + sum(cell.count("\n") for cell in row))
    return starts


def _take(rows: Rows, batch: list[list[str]], starts: list[int], overlong: set[int]) -> None:
    """Give a batch to *rows*, without those in which a line was too long."""
    if overlong.isdisjoint(range(starts[0], starts[-1])):
        rows.take(batch, starts[:-1])
        return
    for row, start, end in zip(batch, starts, starts[1:], strict=False):
        if overlong.isdisjoint(range(start, end)):
            rows.take([row], [start])
        else:
            rows.refuse(start, f"is longer than {LONGEST_LINE:,} characters.", "Shorten it.")


def _refuse_record(rows: Rows, lines: tuple[int, int], text: str, error: csv.Error) -> None:
    """Refuse the record that is badly quoted; the file, where its end cannot be known."""
    start, end = lines
    if end > start or "end of data" in str(error):
        raise InputError(
            f"A quote opened in line {start} of '{rows.file}' is not closed, so what "
            'follows cannot be told apart. Close it, or double it ("") where it is part '
            "of the text; nothing was imported."
        ) from error
    if "field limit" in str(error):
        limit = f"{csv.field_size_limit():,}"
        rows.refuse(start, f"has a cell longer than {limit} characters.", "Shorten it.")
    else:
        what = f"has text after a closing quote: '{shown(text)}'."
        rows.refuse(start, what, 'Double a quote inside a cell ("").', value=text)
