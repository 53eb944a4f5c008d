"""Signatures: what the first bytes of a file say it is, and which encoding its text has."""

import re
from typing import BinaryIO

from revdash.errors import InputError

HEAD_BYTES = 8192
NUL_SHARE = 20  # more than one byte in so many is no text

_SAVE_AS = "Open it and save it as 'CSV UTF-8', then import that file."
_EXPORT_CSV = "Export the records as CSV from the program they come from."
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook (.xlsx) or a zip archive", _SAVE_AS),
    (b"PK\x05\x06", "an empty zip archive", _EXPORT_CSV),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls)", _SAVE_AS),
    (b"\x1f\x8b", "gzip-compressed", "Decompress it (gunzip), then import the CSV inside."),
    (b"%PDF", "a PDF document", _EXPORT_CSV),
    (b"\x89PNG", "a PNG picture", _EXPORT_CSV),
    (b"PAR1", "a Parquet file", _EXPORT_CSV),
    (b"SQLite format 3\x00", "an SQLite database", _EXPORT_CSV),
)
_HTML = re.compile(rb"<(!doctype|html|head|body|table|\?xml|script)", re.IGNORECASE)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MIXED = (
    "Other lines are UTF-8, so two encodings are mixed: repair that line, or export the file "
    "again as 'CSV UTF-8'."
)
_WESTERN_EXTRAS = frozenset("‘’“”„‚–—…•€£¥§°®™©«»·¿¡ºª\xa0")


def refuse_foreign(name: str, head: bytes) -> None:
    """Refuse a file that is no text, naming what it is and what to do."""
    for signature, what, remedy in _FOREIGN:
        if head.startswith(signature):
            raise InputError(f"'{name}' is {what}, not a CSV file. {remedy}")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _HTML.match(start):
        raise InputError(
            f"'{name}' is a web page, not a CSV file: often a sign-in page saved in its place. "
            "Sign in, download the export again and import that."
        )
    if start[:1] in (b"{", b"["):
        raise InputError(f"'{name}' is JSON, not a CSV file. {_EXPORT_CSV}")
    if head.count(0) * NUL_SHARE > len(head) and not head.startswith(_UTF16_MARKS):
        raise InputError(
            f"'{name}' is text in UTF-16 without its mark. Pass --encoding utf-16-le, or save it "
            "as 'CSV UTF-8'."
            if _is_every_other_nul(head)
            else f"'{name}' is no text file: it holds NUL bytes. {_EXPORT_CSV}"
        )


def encoding_of(head: bytes, stated: str | None) -> str:
    """The encoding to read with: the one stated, else by the file's mark, else UTF-8."""
    if stated and stated.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return stated
    return "utf-16" if head.startswith(_UTF16_MARKS) else "utf-8-sig"


def undecodable(name: str, stream: BinaryIO, encoding: str) -> InputError:
    """Say which line of a file is not in *encoding*, and what the file looks like instead."""
    if not encoding.startswith("utf-8"):
        return InputError(
            f"'{name}' is not in {encoding}. Save it as 'CSV UTF-8', or pass another --encoding."
        )
    stream.seek(0)
    first, has_utf8 = None, False
    for number, line in enumerate(stream, start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            first = first or (number, line, line[error.start])
        else:
            has_utf8 = has_utf8 or not line.isascii()
    if first is None:
        return InputError(f"'{name}' ends in the middle of a character. Export it again, in full.")
    number, line, byte = first
    where = f"Line {number} of '{name}' is not UTF-8 (byte 0x{byte:02X})"
    return InputError(f"{where}. {_MIXED if has_utf8 else _way_out(line)}")


def _way_out(line: bytes) -> str:
    try:
        foreign = {c for c in line.decode("cp1252") if not c.isascii()}
    except UnicodeDecodeError:
        foreign = {""}
    if all(c.isalpha() or c in _WESTERN_EXTRAS for c in foreign) and "" not in foreign:
        return "It looks like cp1252; pass --encoding cp1252, or save the file as 'CSV UTF-8'."
    return "Save it as 'CSV UTF-8', or name its encoding (such as --encoding shift_jis)."


def _is_every_other_nul(head: bytes) -> bool:
    """Whether NUL and other bytes take turns, as in UTF-16."""
    return not head[0::2].count(0) and head[1::2].count(0) * 2 > len(head) // 2
