"""Dialect: which sign separates cells, decided on the header and the first rows."""

import csv
import re
from collections import Counter
from dataclasses import dataclass

from revdash.errors import InputError
from revdash.ingest.preamble import usual_width
from revdash.ingest.refusals import shown

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}
MOST_COLUMNS = 2_000
LONGEST_NAME = 500

_UNREAD = ("^", "~", "\x01", "\x1f")
_STATED = re.compile(r"^\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
_DATA = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d.*)?|[^@\s]+@[^@\s]+\.[a-z]+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """How well one delimiter explains the first lines."""

    delimiter: str
    width: int  # of most rows
    explained: float  # share of all rows that are as wide

    @property
    def order(self) -> tuple[bool, float, int]:
        return self.width > 1, self.explained, self.width


def stated_delimiter(line: str) -> str | None:
    """The delimiter that an Excel ``sep=;`` line states, if *line* is one."""
    match = _STATED.match(line)
    return match[1] if match else None


def decide_delimiter(name: str, sample: list[str]) -> str:
    """The delimiter that explains the most lines of *sample*; refuse one that is not read."""
    fits = [_fit(delimiter, sample) for delimiter in DELIMITERS]
    best = max(fits, key=lambda fit: fit.order)
    if best.width > 1:
        return best.delimiter
    for sign in _UNREAD:
        fit = _fit(sign, sample)
        if fit.width > 2 and fit.explained == 1:  # noqa: PLR2004  two may be chance
            raise InputError(
                f"'{name}' separates its cells by '{sign}', which is not read. Export it again "
                "with commas, semicolons, tabs or pipes."
            )
    return ","


def sample_rows(sample: list[str], delimiter: str) -> list[list[str]]:
    """The first rows, however badly they are quoted."""
    try:
        return list(csv.reader(sample, delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in sample]


def header_of(name: str, row: list[str]) -> tuple[str, ...]:
    """The column names of *row*, trimmed; unnamed columns stay as ''."""
    if len(row) > MOST_COLUMNS:
        raise InputError(
            f"'{name}' has {len(row):,} columns; at most {MOST_COLUMNS:,} can be read. Export "
            "only the fields you need."
        )
    header = tuple(cell.strip() for cell in row)
    for cell in header:
        if len(cell) > LONGEST_NAME:
            raise InputError(
                f"'{name}' has a column name of {len(cell):,} characters ({shown(cell)}). "
                f"Shorten it to at most {LONGEST_NAME}."
            )
        if _DATA.fullmatch(cell):
            raise InputError(
                f"'{name}' has no column names: its first line holds data ({shown(cell)}). Add a "
                "first line that names the columns."
            )
    _refuse_twins(name, header)
    return header


def _refuse_twins(name: str, header: tuple[str, ...]) -> None:
    counts = Counter(cell.casefold() for cell in header if cell)
    twins = [cell for cell in header if counts[cell.casefold()] > 1]
    if twins:
        same = [cell for cell in twins if cell.casefold() == twins[0].casefold()]
        written = " and ".join(f"'{shown(cell)}'" for cell in dict.fromkeys(same))
        raise InputError(
            f"'{name}' has more than one column {written}. Rename or remove all but one, so that "
            "it is clear which counts."
        )


def _fit(delimiter: str, sample: list[str]) -> _Fit:
    rows = [row for row in sample_rows(sample, delimiter) if any(row)]
    width = usual_width(rows)
    explained = sum(len(row) == width for row in rows) / len(rows) if rows else 0.0
    return _Fit(delimiter=delimiter, width=width, explained=explained)
