"""Spill: chunks of cells in a temporary file that is mapped into memory, not held there."""

import mmap
import tempfile
from pathlib import Path
from typing import IO
from weakref import WeakSet, finalize

import pyarrow as pa

from revdash.errors import StoreError
from revdash.store.files import disk_in_words

CHUNK_ROWS = 20_000
_MAPPED: WeakSet[mmap.mmap] = WeakSet()


class Spill:
    """Collects Arrow chunks of one schema; beyond the first they go to a temporary file.

    The file has no name of its own (or none that lasts): it is gone with the last table on it.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._pending: list[pa.Table] = []
        self._height = 0
        self._file: IO[bytes] | None = None

    def add(self, chunk: pa.Table) -> None:
        """Keep one more chunk."""
        self._pending.append(chunk)
        self._height += chunk.num_rows
        if self._height >= CHUNK_ROWS:
            self._write()

    def table(self) -> pa.Table:
        """Every chunk, as one table."""
        if self._file is None:
            return self._gathered()
        self._write()
        with disk_in_words(_folder()):
            self._writer.close()
            self._file.flush()
        mapped = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        self._file.close()
        _MAPPED.add(mapped)
        return pa.ipc.open_file(pa.BufferReader(pa.py_buffer(mapped))).read_all()

    def _gathered(self) -> pa.Table:
        return pa.concat_tables([self._schema.empty_table(), *self._pending]).combine_chunks()

    def _write(self) -> None:
        with disk_in_words(_folder()):
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="revdash-")  # noqa: SIM115  to be mapped
                finalize(self, self._file.close)  # however the reading ends
                self._writer = pa.ipc.new_file(self._file, self._schema)
            self._writer.write_table(self._gathered())
        self._pending, self._height = [], 0


def let_go() -> None:
    """Give memory back: what is free, and that of mapped files, which are read again if wanted."""
    pa.default_memory_pool().release_unused()
    if hasattr(mmap, "MADV_DONTNEED"):  # elsewhere the system does so when it lacks memory
        for mapped in tuple(_MAPPED):
            mapped.madvise(mmap.MADV_DONTNEED)


def _folder() -> Path:
    """Where temporary files lie."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:  # each was tried by writing to it
        raise StoreError(
            "No folder for temporary files can be written. The release in force is as it was. "
            "Free some space, or set TMPDIR to a folder that has some, and run it again."
        ) from None
