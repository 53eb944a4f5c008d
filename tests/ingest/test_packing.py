import gzip
import io
import zipfile
from itertools import count
from pathlib import Path

import pyarrow as pa
import pytest

from revdash.errors import InputError
from revdash.ingest import read_bytes, read_file, recognise

TABLE = b"id,name\n1,a\n2,b\n"


def _zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_gzip_file_is_the_table_in_it_under_its_own_name() -> None:
    (source,) = read_bytes("leads.csv.gz", gzip.compress(TABLE))

    assert (source.name, source.read) == ("leads.csv.gz", 2)


def test_a_zip_archive_gives_each_table_in_it_by_name() -> None:
    members = {
        "contacts.csv": TABLE,
        "2026/deals.csv": TABLE,
        "__MACOSX/._contacts.csv": b"\x00\x05",
        "2026/": b"",
    }

    sources = read_bytes("export.zip", _zipped(members))

    assert [each.name for each in sources] == [
        "export.zip/contacts.csv",
        "export.zip/2026/deals.csv",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_zipped({}), "an empty zip archive"),
        (_zipped({"../leads.csv": TABLE}), "leads out of the archive"),
        (_zipped({"/etc/leads.csv": TABLE}), "leads out of the archive"),
        (_zipped({"C:\\leads.csv": TABLE}), "leads out of the archive"),
        (_zipped({"inner.zip": _zipped({"leads.csv": TABLE})}), "archive within an archive"),
        (_zipped({"leads.gz": gzip.compress(TABLE)}), "archive within an archive"),
        (gzip.compress(gzip.compress(TABLE)), "archive within an archive"),
        (_zipped({f"{n}.csv": TABLE for n in range(101)}), "holds 101 files; at most 100"),
        (_zipped({"leads.csv": TABLE, "notes.pdf": b"%PDF-1.7"}), "'x/notes.pdf' is a PDF"),
        (gzip.compress(TABLE)[:-6], "is damaged"),
        (_zipped({"leads.csv": TABLE})[:-30], "zip archive that is damaged"),
    ],
    ids=count(),  # what is packed holds the time, and a name must be the same in each process
)
def test_an_archive_that_is_no_export_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_bytes("x", content)


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(_zipped({"leads.csv": TABLE}))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(InputError, match=r"holds 'leads.csv' encrypted"):
        read_bytes("x.zip", bytes(content))


@pytest.mark.parametrize("packed", [gzip.compress, lambda text: _zipped({"x.csv": text})])
def test_what_unpacks_to_more_than_any_export_is_refused(packed: object) -> None:
    content = packed(b"id,name\n" + (b"1," + b"a" * 900_000 + b"\n") * 70)  # type: ignore[operator]

    with pytest.raises(InputError, match="more than 200 times its size"):
        read_bytes("x", content)


def test_the_cells_of_a_large_file_are_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    rows = "".join(f"{n},user{n}@example.com,{'a note ' * 10}\n" for n in range(50_000))
    path.write_text(f"id,email,note\n{rows}", "utf-8")
    before = pa.total_allocated_bytes()

    (source,) = read_file(path)

    assert source.cells.nbytes > 4_000_000
    assert pa.total_allocated_bytes() - before < 1_500_000
    assert source.cells["id"][49_999].as_py() == "49999"
    assert source.lines[49_999].as_py() == 50_001


def test_a_file_in_an_archive_is_recognised_by_its_own_name() -> None:
    text = b"event_key,person_id,to_stage,event_at\nk1,p1,MQL,2026-07-01T10:00:00\n"

    (source,) = read_bytes("x.zip", _zipped({"all/lifecycle_event.csv": text}))

    assert recognise(source) is not None
