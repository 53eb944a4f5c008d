"""Signatures: what the first bytes of a file say it is; what is no table is refused by name."""

import re
from enum import StrEnum

from revdash.errors import InputError
from revdash.ingest.encodings import MARKS

HEAD_BYTES = 8192
NUL_SHARE = 20  # more than one byte in so many is no text

_EXPORT_CSV = "Export the records as CSV from the program they come from."
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel workbook (.xls)",
        "Open it, save it as .xlsx or 'CSV UTF-8', then import that file.",
    ),
    (b"%PDF", "a PDF document", _EXPORT_CSV),
    (b"\x89PNG", "a PNG picture", _EXPORT_CSV),
    (b"PAR1", "a Parquet file", _EXPORT_CSV),
    (b"SQLite format 3\x00", "an SQLite database", _EXPORT_CSV),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it, then import what is inside."),
    (b"Rar!", "a RAR archive", "Unpack it, then import what is inside."),
    (b"BZh", "bzip2-compressed", "Decompress it, then import what is inside."),
    (b"\xfd7zXZ\x00", "xz-compressed", "Decompress it, then import what is inside."),
    (b"(\xb5/\xfd", "zstd-compressed", "Decompress it, then import what is inside."),
)
_HTML = re.compile(rb"<(!doctype|html|head|body|table|\?xml|script)", re.IGNORECASE)
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


class Form(StrEnum):
    """What a file that may hold a table is."""

    TEXT = "text"
    JSON = "json"
    ZIP = "zip"
    GZIP = "gzip"


def form_of(name: str, head: bytes, stated: str | None) -> Form:
    """What a file is by its first bytes; refuse what holds no table, saying what it is."""
    if head.startswith(_ZIP_MARKS):
        return Form.ZIP
    if head.startswith(b"\x1f\x8b"):
        return Form.GZIP
    is_utf16 = stated is not None and stated.lower().startswith("utf-16")
    if not is_utf16:
        refuse_foreign(name, head)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            return Form.JSON
    return Form.TEXT


def refuse_foreign(name: str, head: bytes) -> None:
    """Refuse a file that is no text, naming what it is and what to do."""
    for signature, what, remedy in _FOREIGN:
        if head.startswith(signature):
            raise InputError(f"'{name}' is {what}, not a CSV file. {remedy}")
    if _HTML.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise InputError(
            f"'{name}' is a web page, not a CSV file: often a sign-in page saved in its place. "
            "Sign in, download the export again and import that."
        )
    if head.count(0) * NUL_SHARE > len(head) and not head.startswith(MARKS):
        raise InputError(
            f"'{name}' is text in UTF-16 without its mark. Pass --encoding utf-16-le, or save it "
            "as 'CSV UTF-8'."
            if _is_every_other_nul(head)
            else f"'{name}' is no text file: it holds NUL bytes. {_EXPORT_CSV}"
        )


def _is_every_other_nul(head: bytes) -> bool:
    """Whether NUL and other bytes take turns, as in UTF-16."""
    return not head[0::2].count(0) and head[1::2].count(0) * 2 > len(head) // 2
