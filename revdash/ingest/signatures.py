"""Signatures: what the first bytes of a file say it is, and which encoding its text has."""

import re
from typing import BinaryIO

from revdash.errors import InputError

HEAD_BYTES = 8192

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
_UTF8_PAIR = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
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
    if b"\x00" in head and not head.startswith(_UTF16_MARKS):
        raise InputError(
            f"'{name}' holds NUL bytes, so it is not a text file in UTF-8. If it is text, save it "
            "as 'CSV UTF-8', or pass --encoding utf-16."
            if _is_half_nul(head)
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
    seen_utf8 = False
    for number, line in enumerate(stream, start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            where = f"Line {number} of '{name}' is not UTF-8 (byte 0x{line[error.start]:02X})"
            return InputError(f"{where}. {_way_out(line, seen_utf8=seen_utf8)}")
        seen_utf8 = seen_utf8 or bool(_UTF8_PAIR.search(line))
    return InputError(f"'{name}' ends in the middle of a character. Export it again, in full.")


def _way_out(line: bytes, *, seen_utf8: bool) -> str:
    if seen_utf8:
        return (
            "The lines before it are UTF-8, so two encodings are mixed: repair that line, or "
            "export the file again as 'CSV UTF-8'."
        )
    try:
        foreign = {c for c in line.decode("cp1252") if ord(c) > 127}  # noqa: PLR2004  ASCII's end
    except UnicodeDecodeError:
        foreign = {""}
    if all(c.isalpha() or c in _WESTERN_EXTRAS for c in foreign) and "" not in foreign:
        return "It looks like cp1252; pass --encoding cp1252, or save the file as 'CSV UTF-8'."
    return "Save it as 'CSV UTF-8', or name its encoding (such as --encoding shift_jis)."


def _is_half_nul(head: bytes) -> bool:
    """Whether every other byte is NUL, as in UTF-16 text without its mark."""
    return head[1::2].count(0) > len(head) // 3 or head[::2].count(0) > len(head) // 3
