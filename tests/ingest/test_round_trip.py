import contextlib
import csv
import gzip
import io
import zipfile

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from revdash.errors import RevdashError
from revdash.ingest import Company, Mapping, read_bytes, recognise, stage
from revdash.ingest.dialect import DELIMITERS

QUOTINGS = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
CELLS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\n\t"), max_size=12
)
ROWS = st.lists(
    st.lists(CELLS, min_size=3, max_size=3).filter(lambda row: "".join(row).strip()),
    min_size=1,
    max_size=8,
)


HEADER = ["id", "name", "note"]


@st.composite
def files(draw: st.DrawFn) -> tuple[list[list[str]], bytes]:
    """Rows, and a file of them in any delimiter, line end, quoting, encoding and packing."""
    rows = draw(ROWS)
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = csv.QUOTE_ALL if newline == "\r" else draw(st.sampled_from(QUOTINGS))
    text = io.StringIO(newline="")
    delimiter = draw(st.sampled_from(list(DELIMITERS)))
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    writer.writerows([HEADER, *rows])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    packed = draw(st.sampled_from([bytes, gzip.compress, _zipped]))
    return rows, packed(text.getvalue().encode(encoding))


def _zipped(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("file.csv", content)
    return stream.getvalue()


def _workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for line, row in enumerate([HEADER, *rows], start=1):
        for column, text in enumerate(row, start=1):
            cell = book.worksheets[0].cell(line, column, "x")
            cell.value, cell.data_type = text, "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


VALID = (
    _zipped(b"id,name\n1,a\n"),
    gzip.compress(b"id,name\n1,a\n"),
    _workbook([["1", "a", ""]]),
    b'{"results": [{"id": "1", "properties": {"email": null}}]}',
    "id,name\n1,Zoë\n".encode("utf-16"),
)


@settings(deadline=None, max_examples=400)
@given(written=files())
def test_what_is_written_is_read_back(written: tuple[list[list[str]], bytes]) -> None:
    rows, content = written

    (source,) = read_bytes("file.csv", content)

    assert source.header == tuple(HEADER)
    assert [list(row.values()) for row in source.cells.to_pylist()] == rows
    assert not source.refused


@settings(deadline=None, max_examples=30)
@given(rows=ROWS)
def test_what_a_workbook_holds_is_read_back(rows: list[list[str]]) -> None:
    (source,) = read_bytes("file.xlsx", _workbook(rows))

    assert [list(row.values()) for row in source.cells.to_pylist()] == rows


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_no_damage_crashes_the_reader(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(VALID)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))

    with contextlib.suppress(RevdashError):
        read_bytes("file", bytes(content[:cut]))


@settings(deadline=None)
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_bytes_whatever_crash_the_reader(content: bytes) -> None:
    with contextlib.suppress(RevdashError):
        (source,) = read_bytes("file.csv", content)
        assert source.read == len(source.lines) + len(source.refused)
        assert recognise(source) is None


@settings(deadline=None)
@given(cells=st.lists(st.text("0123456789-/.:TZ ,e", max_size=20), min_size=1, max_size=5))
def test_no_cell_whatever_crashes_a_typed_column(cells: list[str]) -> None:
    rows = "".join(f'{n},"{cell}"\n' for n, cell in enumerate(cells))
    (source,) = read_bytes("file.csv", f"id,x\n{rows}".encode())
    for target in ("created_at", "closed_on", "amount", "is_test"):
        fields = {"outcome": {"constant": "won"}, target: "x"}
        into = [{"table": "opportunity", "key": "{id}", "fields": fields}]
        mapping = Mapping.from_dict({"source": "s", "object": "o", "into": into})
        try:
            staged = stage(source, mapping, Company())
        except RevdashError:
            continue
        assert staged.read == staged.frames[0][1].num_rows + len(staged.refused)
