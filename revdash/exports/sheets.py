"""Sheets: tables as CSV that no spreadsheet runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins with one of these, or hides one behind blanks, is a formula to some
# spreadsheet; a leading apostrophe makes it text (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
_CONTROL = ("\t", "\r", "\n", "\x00")
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060"  # blank to the eye, not to Python
_BLANKS = _UNSEEN + "".join(c for c in map(chr, range(0x3001)) if c.isspace())


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
    seen = value.lstrip(_BLANKS)
    return f"'{value}" if seen.startswith(_FORMULA) or value.startswith(_CONTROL) else value
