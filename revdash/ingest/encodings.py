"""Encodings: by a file's mark, else strict UTF-8, else asked about: never guessed."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from revdash.errors import InputError
from revdash.ingest.refusals import shown

MARKS = (BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)
FEW = 20  # broken lines among others that are UTF-8
SHOWN = 3
LONGEST = 100_000

_WESTERN_EXTRAS = frozenset("‘’“”„‚–—…•€£¥§°®™©«»·¿¡ºª\xa0")
_STRAY_MARK = re.compile(r"ÿþ|þÿ")  # no word of any language
_EAST_ASIAN = ("shift_jis", "euc_jp", "gb18030", "euc_kr", "big5")
_WORD = re.compile(r"[^,;\t|\"\r\n]*[^\x00-\x7f][^,;\t|\"\r\n]*")


class UnknownEncodingError(InputError):
    """A text whose encoding has to be stated; *offered* is the likeliest, if any is."""

    def __init__(self, text: str, offered: str = "") -> None:
        super().__init__(text)
        self.offered = offered


@dataclass
class _Lines:
    """What the lines of a file that is not all UTF-8 are."""

    broken: list[tuple[int, bytes, int]] = field(default_factory=list)  # number, line, byte
    broken_count: int = 0
    utf8_count: int = 0  # beyond ASCII


def encoding_of(stream: BinaryIO, stated: str | None) -> str:
    """The encoding to read with: by the file's mark, else the one stated, else UTF-8."""
    head = stream.read(len(BOM_UTF8))
    stream.seek(0)
    if (
        stated
        and not head.startswith(MARKS)
        and stated.lower().replace("_", "-") not in ("utf-8", "utf8")
    ):
        return stated
    return "utf-16" if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"


def spelled(text: str) -> str:
    """A text, with bytes in it that are not UTF-8 spelled out."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def question(name: str, stream: BinaryIO) -> UnknownEncodingError | None:
    """What to ask about a text that is not all UTF-8; None when only single lines are broken."""
    found = _looked_at(stream)
    lines = [line for _, line, _ in found.broken]
    is_few = found.broken_count <= max(FEW, found.utf8_count)
    if found.utf8_count and is_few:
        return None
    number, _, byte = found.broken[0]
    where = f"Line {number} of '{name}' is not UTF-8 (byte 0x{byte:02X})."
    if found.utf8_count:
        return UnknownEncodingError(
            f"{where} Other lines are, so two encodings are mixed: export the file again as "
            "'CSV UTF-8'."
        )
    if all(_is_western(line) for line in lines):
        words = dict.fromkeys(word for line in lines for word in _words(line))
        listed = ", ".join(f"'{word}'" for word in list(words)[:SHOWN])
        return UnknownEncodingError(
            f"{where} It looks like cp1252, in which it would read {listed}: if that is right, "
            "pass --encoding cp1252; else save the file as 'CSV UTF-8'.",
            "cp1252",
        )
    if is_few and not any(_is_east_asian(line) for line in lines):
        return None
    return UnknownEncodingError(
        f"{where} Save it as 'CSV UTF-8', or name its encoding (such as --encoding shift_jis)."
    )


def undecodable(name: str, stream: BinaryIO, encoding: str) -> InputError:
    """What to say of a text that cannot be read in *encoding* at all."""
    if encoding == "utf-8-sig":
        asked = question(name, stream) if _looked_at(stream).broken else None
        return asked or InputError(f"The column names of '{name}' are not UTF-8. Correct them.")
    return InputError(
        f"'{name}' is not in {encoding}. Save it as 'CSV UTF-8', or pass another --encoding."
    )


def _looked_at(stream: BinaryIO) -> _Lines:
    stream.seek(0)
    found = _Lines()
    for number, line in enumerate(_pieces(stream), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            found.broken_count += 1
            if found.broken_count <= FEW:
                found.broken.append((number, line, line[error.start]))
        else:
            found.utf8_count += 1
    return found


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, whatever ends them; no longer than a bound."""
    while piece := stream.readline(LONGEST):
        yield from piece.splitlines() if b"\r" in piece.rstrip(b"\r\n") else (piece,)


def _words(line: bytes) -> list[str]:
    return [shown(word.strip()) for word in _WORD.findall(line.decode("cp1252"))]


def _is_western(line: bytes) -> bool:
    """Whether a line read as cp1252 holds the letters and signs of western languages only."""
    try:
        text = line.decode("cp1252")
    except UnicodeDecodeError:
        return False
    foreign = {c for c in text if not c.isascii()}
    return all(c.isalpha() or c in _WESTERN_EXTRAS for c in foreign) and not _STRAY_MARK.search(
        text
    )


def _is_east_asian(line: bytes) -> bool:
    for encoding in _EAST_ASIAN:
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
