import contextlib
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revdash.errors import RevdashError
from revdash.ingest import Company, Mapping, read_bytes, recognise, stage
from revdash.ingest.dialect import DELIMITERS

CELLS = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\t"), max_size=12
)
ROWS = st.lists(
    st.lists(CELLS, min_size=3, max_size=3).filter(lambda row: "".join(row).strip()),
    min_size=1,
    max_size=8,
)


def _written(rows: list[list[str]], delimiter: str, newline: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    writer.writerow(["id", "name", "note"])
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("delimiter", DELIMITERS)
@settings(deadline=None)
@given(rows=ROWS, newline=st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read_back(delimiter: str, rows: list[list[str]], newline: str) -> None:
    (source,) = read_bytes("file.csv", _written(rows, delimiter, newline))

    assert [list(row.values()) for row in source.cells.to_pylist()] == rows
    assert not source.refused


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
