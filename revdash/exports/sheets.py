"""Sheets: tables as CSV that no spreadsheet runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins with one of these, or hides one behind blanks, is a formula to some
# spreadsheet; a leading apostrophe makes it text (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠", "|", "%")


def csv_bytes(
    preamble: Iterable[tuple[str, str]], header: Sequence[str], rows: Iterable[Sequence[object]]
) -> bytes:
    """Write UTF-8 CSV with a BOM: what it is in comment lines, the header, the rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for name, value in preamble:
        writer.writerow([f"# {name}: {value}"])
    writer.writerow([harmless(name) for name in header])
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def harmless(value: object) -> object:
    """Return *value* as a cell that is never a formula; numbers stay numbers."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else value
