"""Source: a table as read: its cells as text, the line each row began on, what was refused."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from revdash.errors import InputError
from revdash.ingest.refusals import Refusal, shown
from revdash.ingest.rows import Rows
from revdash.plural import counted

LISTED = 5


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table as read: all its cells as text, the line each row began on, what was refused."""

    name: str
    header: tuple[str, ...]
    cells: pa.Table
    lines: pa.Array
    refused: tuple[Refusal, ...]
    blank_lines: int
    understood: tuple[str, ...]
    titles: tuple[str, ...] = ()  # the lines above the column names
    warnings: tuple[str, ...] = ()  # what a person should look at

    @property
    def read(self) -> int:
        """How many rows the file holds, refused ones included and blank lines not."""
        return len(self.lines) + len(self.refused)


def source_of(
    rows: Rows, taken: tuple[pa.Table, pa.Array], *, titles: tuple[str, ...], read_as: str
) -> Source:
    """The table that *rows* came to; refuse one without a single row."""
    cells, lines = taken
    read = len(lines) + len(rows.refused)
    if not read:
        raise InputError(
            f"'{rows.file}' has column names and no rows. Export it again, with records."
        )
    return Source(
        name=rows.file,
        header=tuple(cells.column_names),
        cells=cells,
        lines=lines,
        refused=tuple(sorted(rows.refused, key=lambda refusal: refusal.line)),
        blank_lines=rows.blank,
        understood=(read_as, *_above(titles), *_counted(read, rows), *_around(rows)),
        titles=titles,
    )


def _above(titles: tuple[str, ...]) -> Iterator[str]:
    if titles:
        listed = "; ".join(f"'{shown(title)}'" for title in titles[:LISTED])
        more = f" and {len(titles) - LISTED} more" if len(titles) > LISTED else ""
        yield f"{counted(len(titles), 'line')} above the column names, no records: {listed}{more}."


def _counted(read: int, rows: Rows) -> Iterator[str]:
    text = f"{counted(read, 'row')} read"
    if rows.blank:
        below = " below" if rows.first_blank > rows.last else ""
        was = "was" if rows.blank == 1 else "were"
        text += f"; {counted(rows.blank, 'blank line')}{below} {was} nothing"
    yield f"{text}."


def _around(rows: Rows) -> Iterator[str]:
    """What else the file held that is no record."""
    for line, text in rows.aside:
        yield f"Line {line} set aside, no record: '{text}'."
    if rows.repeated:
        again = f"{counted(len(rows.repeated), 'line')} that name the columns again"
        yield f"{again} set aside, the first line {rows.repeated[0]}."
    unnamed = rows.names.count("")
    if unnamed:
        columns = f"{counted(unnamed, 'column')} without a name"
        held = next(iter(rows.unnamed.values()), None)
        such = f", though not empty (line {held[0]}: '{shown(held[1])}')" if held else ""
        yield f"{columns}: not read{such}."
