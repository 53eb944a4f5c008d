"""Reading: a file's bytes to tables of text cells, whatever packed or wrote them."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from revdash.errors import InputError
from revdash.ingest.delimited import read_delimited
from revdash.ingest.packing import gunzipped, members, opened_zip
from revdash.ingest.pages import read_pages
from revdash.ingest.sheets import assert_workbook, is_office, read_sheets
from revdash.ingest.signatures import HEAD_BYTES, Form, form_of
from revdash.ingest.source import Source

__all__ = ["Source", "read_bytes", "read_file"]


def read_file(path: Path, *, encoding: str | None = None) -> tuple[Source, ...]:
    """Read the tables in the file at *path*; raise InputError when it holds none."""
    try:
        with path.open("rb") as stream:
            return tuple(_tables(path.name, stream, encoding))
    except IsADirectoryError as error:
        raise InputError(f"'{path}' is a folder. Name the files in it.") from error
    except FileNotFoundError as error:
        raise InputError(f"There is no file '{path}'. Check the name and the folder.") from error
    except OSError as error:
        raise InputError(
            f"'{path}' cannot be read ({error.strerror}). Check that you may open it."
        ) from error


def read_bytes(name: str, content: bytes, *, encoding: str | None = None) -> tuple[Source, ...]:
    """Read a file that was handed over as bytes; as `read_file`."""
    return tuple(_tables(name, io.BytesIO(content), encoding))


def _tables(
    name: str, stream: BinaryIO, encoding: str | None, *, is_inside: bool = False
) -> Iterator[Source]:
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if not head:
        raise InputError(f"'{name}' is empty. Export it again.")
    form = form_of(name, head, encoding)
    if form is Form.TEXT:
        yield read_delimited(name, stream, encoding)
    elif form is Form.JSON:
        yield read_pages(name, stream)
    else:
        yield from _unpacked(name, stream, encoding, form=form, is_inside=is_inside)


def _unpacked(
    name: str, stream: BinaryIO, encoding: str | None, *, form: Form, is_inside: bool
) -> Iterator[Source]:
    archive = opened_zip(name, stream) if form is Form.ZIP else None
    if archive is not None and is_office(archive):
        assert_workbook(name, archive)
        yield from read_sheets(name, stream)
    elif is_inside:
        raise InputError(
            f"'{name}' is an archive within an archive. Unpack it, then import what is inside."
        )
    elif archive is None:
        yield from _tables(name, gunzipped(name, stream), encoding, is_inside=True)
    else:
        for inner, unpacked in members(name, archive):
            yield from _tables(inner, unpacked, encoding, is_inside=True)
