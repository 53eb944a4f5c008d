"""Dialect: which sign separates cells, decided on the header and the first rows."""

import csv
import re
from collections import Counter
from dataclasses import dataclass

from revdash.errors import InputError
from revdash.ingest.refusals import shown

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}
MOST_COLUMNS = 2_000
LONGEST_NAME = 500

_STATED = re.compile(r"^\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
_DATA = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d.*)?|[^@\s]+@[^@\s]+\.[a-z]+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """How well one delimiter explains the first lines."""

    delimiter: str
    width: int  # of the header
    agreeing: float  # share of the rows below that are as wide
    usual: int  # the width most rows have

    @property
    def order(self) -> tuple[bool, float, int]:
        return self.width > 1, self.agreeing, self.width


def stated_delimiter(line: str) -> str | None:
    """The delimiter that an Excel ``sep=;`` line states, if *line* is one."""
    match = _STATED.match(line)
    return match[1] if match else None


def decide_delimiter(name: str, sample: list[str]) -> str:
    """The delimiter under which the rows of *sample* are as wide as its first; refuse a title."""
    fits = [_fit(delimiter, sample) for delimiter in DELIMITERS]
    best = max(fits, key=lambda fit: fit.order)
    widest = max(fits, key=lambda fit: fit.usual)
    if widest.usual > max(best.width, 1) and (best.width <= 1 or not best.agreeing):
        raise InputError(
            f"The first line of '{name}' holds {best.width} cell{'s' * (best.width > 1)} "
            f"({shown(sample[0].strip())}) where the rows below hold {widest.usual}: it is a "
            "title, not the column names. Delete the lines above the column names."
        )
    return best.delimiter if best.width > 1 else ","


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
        raise InputError(
            f"'{name}' has more than one column '{shown(twins[0])}'. Rename or remove all but "
            "one, so that it is clear which counts."
        )


def _fit(delimiter: str, sample: list[str]) -> _Fit:
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if any(row)]
    except csv.Error:
        widths = []
    width, rest = (widths[0], widths[1:]) if widths else (0, [])
    usual = Counter(rest).most_common(1)[0][0] if rest else width
    agreeing = rest.count(width) / len(rest) if rest else 1.0
    return _Fit(delimiter=delimiter, width=width, agreeing=agreeing, usual=usual)
