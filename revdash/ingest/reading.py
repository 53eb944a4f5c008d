"""Reading: a file on disk to text cells in Arrow columns, every row accounted for."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from revdash.errors import InputError
from revdash.ingest.dialect import DELIMITERS, decide_delimiter, header_of, stated_delimiter
from revdash.ingest.refusals import Refusal
from revdash.ingest.rows import LONGEST_LINE, Rows
from revdash.ingest.signatures import HEAD_BYTES, encoding_of, refuse_foreign, undecodable

if TYPE_CHECKING:
    import _csv

SAMPLE_LINES = 100


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file as read: all its cells as text, the line each row began on, what was refused."""

    name: str
    header: tuple[str, ...]
    cells: pa.Table
    lines: pa.Array
    refused: tuple[Refusal, ...]
    blank_lines: int
    understood: tuple[str, ...]
    titles: tuple[str, ...] = ()  # the lines above the column names

    @property
    def read(self) -> int:
        """How many rows the file holds, refused ones included and blank lines not."""
        return len(self.lines) + len(self.refused)


def read_file(path: Path, *, encoding: str | None = None) -> tuple[Source, ...]:
    """Read the tables in the file at *path*; raise InputError when it holds none."""
    try:
        with path.open("rb") as stream:
            return (_read(path.name, stream, encoding),)
    except IsADirectoryError as error:
        raise InputError(f"'{path}' is a folder. Name the files in it.") from error
    except FileNotFoundError as error:
        raise InputError(f"There is no file '{path}'. Check the name and the folder.") from error
    except OSError as error:
        raise InputError(
            f"'{path}' cannot be read ({error.strerror}). Check that you may open it."
        ) from error


def read_bytes(name: str, content: bytes, *, encoding: str | None = None) -> tuple[Source, ...]:
    """Read a file that was handed over as bytes; as `read_file`."""
    return (_read(name, io.BytesIO(content), encoding),)


class _Lines:
    """The lines of a text, counted; one longer than any row may be is emptied and remembered."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.count = 0
        self.overlong: set[int] = set()

    def __iter__(self) -> Iterator[str]:
        readline = self._text.readline
        while line := readline(LONGEST_LINE):
            self.count += 1
            if len(line) == LONGEST_LINE and not line.endswith("\n"):
                self.overlong.add(self.count)
                while (rest := readline(LONGEST_LINE)) and not rest.endswith("\n"):
                    pass
                line = "\n"
            yield line


def _read(name: str, stream: BinaryIO, encoding: str | None) -> Source:
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if not head:
        raise InputError(f"'{name}' is empty. Export it again.")
    chosen = encoding_of(head, encoding)
    if encoding is None or not encoding.lower().startswith("utf-16"):
        refuse_foreign(name, head)
    try:
        text = io.TextIOWrapper(stream, encoding=chosen, errors="strict", newline=None)
    except LookupError as error:
        raise InputError(
            f"There is no encoding '{encoding}'. Try utf-8, utf-16, cp1252 or iso-8859-15."
        ) from error
    try:
        return _read_text(name, text, chosen)
    except UnicodeError as error:
        raise undecodable(name, stream, chosen) from error
    finally:
        text.detach()


def _read_text(name: str, text: io.TextIOWrapper, encoding: str) -> Source:
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
    try:
        names = header_of(name, next(reader))
    except csv.Error as error:
        raise InputError(
            f"A quote in the first line of '{name}' is not closed. Close it, then import again."
        ) from error
    rows = Rows(file=name, names=names, overlong=lines.overlong)
    _collect(name, reader, rows, skipped)
    rows.flush()
    if not (rows.refused or any(chunk.num_rows for chunk in rows.chunks)):
        raise InputError(f"'{name}' has column names and no rows. Export it again, with records.")
    return _source(name, rows, f"Read as {_ENCODINGS.get(encoding, encoding)}", delimiter)


_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}


def _top(lines: Iterator[str]) -> tuple[list[str], int, str | None]:
    """The first lines from the header on, how many came before, and a stated delimiter."""
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


def _collect(name: str, reader: "_csv.Reader", rows: Rows, skipped: int) -> None:
    """Give every row below the header to *rows*; refuse a file whose quotes do not close."""
    while True:
        start = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if reader.line_num > start or "end of data" in str(error):
                raise InputError(
                    f"A quote opened in line {start + skipped} of '{name}' is not closed, so what "
                    'follows cannot be told apart. Close it, or double it ("") where it is part '
                    "of the text; nothing was imported."
                ) from error
            _refuse_cell(rows, start + skipped, str(error))
            continue
        rows.take(row, start + skipped, reader.line_num + skipped)


def _refuse_cell(rows: Rows, line: int, error: str) -> None:
    if "field limit" in error:
        limit = f"{csv.field_size_limit():,}"
        rows.refuse(line, f"has a cell longer than {limit} characters.", "Shorten it.")
    else:
        rows.refuse(line, "has text after a closing quote.", 'Double a quote inside a cell ("").')


def _source(name: str, rows: Rows, read_as: str, delimiter: str) -> Source:
    cells = "cells separated by " + DELIMITERS.get(delimiter, f"'{delimiter}'")
    source = Source(
        name=name,
        header=tuple(n for n in rows.names if n),
        cells=pa.concat_tables(rows.chunks),
        lines=pa.concat_arrays(rows.lines),
        refused=tuple(sorted(rows.refused, key=lambda refusal: refusal.line)),
        blank_lines=rows.blank,
        understood=(f"{read_as}, {cells if len(rows.names) > 1 else 'a single column'}.",),
    )
    return replace(source, understood=(*source.understood, *_counted(source.read, rows)))


def _counted(read: int, rows: Rows) -> Iterator[str]:
    counted = f"{read:,} row{'s' * (read != 1)} read"
    if rows.blank:
        below = " below" if rows.first_blank > rows.last else ""
        lines = "line" if rows.blank == 1 else "lines"
        was = "was" if rows.blank == 1 else "were"
        counted += f"; {rows.blank:,} blank {lines}{below} {was} nothing"
    yield f"{counted}."
    unnamed = rows.names.count("")
    if unnamed:
        yield f"{unnamed} column{'s' * (unnamed > 1)} without a name: not read."
