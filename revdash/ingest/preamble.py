"""Preamble: what stands above the column names and below the last record of a table."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

_DATA = re.compile(
    r"[$€£]?[+-]?[\d.,'\s\u00a0\u202f]*\d%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|[^@\s]+@[^@\s]+\.\w+"
)
_COMMENT = re.compile(r"#( |-|$)")
_TOTAL = re.compile(r"((grand |sub)?totals?|(gesamt)?summe|gesamt)( ?[:(–-].*)?", re.IGNORECASE)
_CLOSING = re.compile(
    r"confidential( information)?\b.*|(copyright|\(c\)|©).*\d{4}.*|(generated|exported|filtered) .*"
    r"|\d[\d,.]* (rows?|records?)\b.*|(rows?|records?)( returned)?: ?\d.*",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"-+|—|(?=.*\d)[^A-Za-z]{0,3}[\d.,'\s\u00a0\u202f()+-]+[^A-Za-z]{0,3}([A-Z]{3})?"
)
SENTENCE_WORDS = 3  # fewer are a cell, not a closing line

Row = Sequence[str]


def usual_width(rows: Sequence[Row]) -> int:
    """How many cells the records of a table have: most rows from the first so wide on have it."""
    widths = [len(row) for row in rows if _filled(row)]
    for width, count in Counter(n for n in widths if n > 1).most_common():
        below = len(widths) - widths.index(width)
        if count > 1 and count * 2 >= below:
            return width
    return Counter(widths).most_common(1)[0][0] if widths else 0


def rows_above(rows: Sequence[Row]) -> int:
    """How many of the first *rows* stand above the column names: titles, comments, blank lines."""
    width = usual_width(rows)
    typical = median([_filled(row) for row in rows if len(row) == width and _filled(row)] or [0])
    for index, row in enumerate(rows):
        below = (each for each in rows[index + 1 :] if _filled(each) and not _is_comment(each))
        is_doubtful = len(row) < width or _is_comment(row)
        is_title = is_doubtful and _is_names(next(below, ()), width)
        if _filled(row) * 2 > typical and not is_title:
            return index
    return 0


def is_footer(row: Row, width: int, *, below_blank: bool) -> bool:
    """Whether the last row of a table of *width* columns is plainly no record."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if width == 1 or not filled:
        return False
    first, *others = filled
    if _TOTAL.fullmatch(first):
        return all(_AMOUNT.fullmatch(cell) for cell in others)
    if others:
        return False
    return bool(_CLOSING.fullmatch(first)) or (below_blank and len(first.split()) >= SENTENCE_WORDS)


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_comment(row: Row) -> bool:
    return bool(row) and bool(_COMMENT.match(row[0].lstrip()))


def _is_names(row: Row, width: int) -> bool:
    cells = [cell.strip() for cell in row]
    return len(row) == width and any(cells) and not any(_DATA.fullmatch(cell) for cell in cells)
