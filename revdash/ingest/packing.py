"""Packing: gzip and zip, unpacked as they are read, within bounds that no export reaches."""

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from revdash.errors import InputError

MOST_BYTES = 4 * 1024**3
MOST_TIMES = 200  # as large as packed; text packs ten to forty times
SMALL_BYTES = 50 * 1024**2  # which may be packed as tightly as they like
MOST_MEMBERS = 100

DAMAGE = (  # what unpacking raises of bytes that are not what they should be
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
_AGAIN = "Export the records again, as CSV."
_LEFT_OUT = ("__MACOSX", ".DS_Store")  # what a Mac puts beside the files


class Unpacking(io.RawIOBase):
    """Packed bytes, unpacked as they are read; refused beyond the bounds."""

    def __init__(self, name: str, unpacked: BinaryIO, packed_bytes: int) -> None:
        super().__init__()
        self._name = name
        self._unpacked = unpacked
        self._most = min(MOST_BYTES, max(SMALL_BYTES, packed_bytes * MOST_TIMES))

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is, by unpacking anew."""
        return True

    def tell(self) -> int:
        """How many bytes were unpacked."""
        return self._unpacked.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, most often the start."""
        return self._unpacked.seek(offset, whence)

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Unpack the next bytes; refuse damaged ones, and too many."""
        try:
            got = self._unpacked.read(len(buffer))
        except DAMAGE as error:
            raise InputError(
                f"'{self._name}' is damaged: it cannot be unpacked to its end. {_AGAIN}"
            ) from error
        if self._unpacked.tell() > self._most:
            raise InputError(
                f"'{self._name}' unpacks to more than {self._most // 1024**2:,} MB, more than "
                f"{MOST_TIMES} times its size or 4 GB: no export does. {_AGAIN}"
            )
        buffer[: len(got)] = got
        return len(got)


def gunzipped(name: str, stream: BinaryIO) -> BinaryIO:
    """What a gzip file holds."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    unpacked: BinaryIO = gzip.GzipFile(fileobj=stream, mode="rb")  # type: ignore[assignment]
    return io.BufferedReader(Unpacking(name, unpacked, size), 1024**2)


def opened_zip(name: str, stream: BinaryIO) -> zipfile.ZipFile:
    """The zip archive, its bounds and the names of its members looked at."""
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGE as error:
        raise InputError(f"'{name}' is a zip archive that is damaged. {_AGAIN}") from error
    for member in archive.infolist():
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in member.filename:
            raise InputError(
                f"'{name}' holds '{member.filename[:80]}', a name that leads out of the archive: "
                "refused. Ask who made it for one that holds only the exports."
            )
        if member.flag_bits & 1:
            raise InputError(
                f"'{name}' holds '{member.filename[:80]}' encrypted. Unpack it, then import what "
                "is inside."
            )
    return archive


def members(name: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, BinaryIO]]:
    """The files in an archive, each by 'archive/member'."""
    files = [
        member
        for member in archive.infolist()
        if not member.is_dir() and not any(part in member.filename for part in _LEFT_OUT)
    ]
    if not files:
        raise InputError(f"'{name}' is an empty zip archive. {_AGAIN}")
    if len(files) > MOST_MEMBERS:
        raise InputError(
            f"'{name}' holds {len(files):,} files; at most {MOST_MEMBERS} are read at once. "
            "Import them in parts."
        )
    if sum(member.file_size for member in files) > MOST_BYTES:
        raise InputError(f"'{name}' unpacks to more than 4 GB. Import it in parts.")
    for member in files:
        inner = f"{name}/{member.filename}"
        try:
            unpacked: BinaryIO = archive.open(member)  # type: ignore[assignment]
        except DAMAGE as error:
            raise InputError(f"'{inner}' is damaged: it cannot be unpacked. {_AGAIN}") from error
        with unpacked:
            raw = Unpacking(inner, unpacked, member.compress_size)
            yield inner, io.BufferedReader(raw, 1024**2)
