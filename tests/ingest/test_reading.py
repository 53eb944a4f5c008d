from collections.abc import Callable
from pathlib import Path

import pytest

from revdash.errors import InputError
from revdash.ingest import Source, read_bytes, read_file
from revdash.ingest.encodings import UnknownEncodingError

Read = Callable[[str], Source]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04rest", "zip archive that is damaged"),
        (b"\x1f\x8brest", "cannot be unpacked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b" \n<!DOCTYPE html><html>", "web page"),
        (b'[{"id": 1}]', "JSON"),
        (b"\x00" * 400, "no text file"),
        ("id,name\n1,a\n".encode("utf-16-le"), "UTF-16 without its mark"),
        (b"", "is empty"),
        (b" \n\n\t\n", "nothing but blank lines"),
        (b"id,name\n", "no rows"),
        (b"id,name\n,\n,\n", "no rows"),
        (b"id,email,Email\n1,a,b\n", "more than one column 'email'"),
        (b"1,ann@example.com,Ann\n2,bo@example.com,Bo\n", "no column names"),
        (b"id^name^stage\n1^a^Open\n", r"by '\^', which is not read"),
        (b"a" * 1_500_000, "longer than 1,000,000"),
        (",".join(f"c{n}" for n in range(3000)).encode() + b"\n", "3,000 columns"),
        (b"x" * 700 + b",b\n1,2\n", "column name of 700"),
        (b'"id,name\n1,a\n', "not closed"),
    ],
)
def test_a_file_that_is_no_table_is_refused_saying_what_it_is(content: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_bytes("leads.csv", content)


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file '.*nothing\.csv'"):
        read_file(tmp_path / "nothing.csv")
    with pytest.raises(InputError, match="is a folder"):
        read_file(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "id,name\n1,Zoë\n".encode(),
        "\ufeffid,name\n1,Zoë\n".encode(),
        "id,name\n1,Zoë\n".encode("utf-16"),
        b"\xfe\xff" + "id,name\r1,Zoë\r".encode("utf-16-be"),
        "id,name\r\n1,Zoë\r\n".encode(),
        "id;name\r1;Zoë".encode(),
        "id\tname\n1\tZoë".encode(),
        "id|name\n1|Zoë".encode(),
        "sep=;\nid;name\n1;Zoë\n".encode(),
        '"id","name"\n"1","Zoë"\n'.encode(),
        " id , name \n1,Zoë\n".encode(),
        "\n\nid,name,,\n1,Zoë,,\n".encode(),
    ],
)
def test_the_same_table_is_read_however_it_was_written(content: bytes) -> None:
    (source,) = read_bytes("leads.csv", content)

    assert source.header == ("id", "name")
    assert source.cells.to_pylist() == [{"id": "1", "name": "Zoë"}]


def test_text_that_is_not_utf8_is_refused_and_the_encoding_offered() -> None:
    content = "id,name\n1,a\n2,Jürgen €\n".encode("cp1252")

    with pytest.raises(
        UnknownEncodingError, match=r"Line 3 .*UTF-8 .*would read 'Jürgen €'"
    ) as asked:
        read_bytes("leads.csv", content)

    assert asked.value.offered == "cp1252"
    (source,) = read_bytes("leads.csv", content, encoding="cp1252")
    assert source.cells["name"][1].as_py() == "Jürgen €"


def test_a_broken_byte_among_utf8_refuses_only_its_row() -> None:
    content = "id,name\n1,Zoë\n".encode() + "2,Jürgen\n3,c\n".encode("cp1252")

    (source,) = read_bytes("leads.csv", content)

    assert source.cells["name"].to_pylist() == ["Zoë", "c"]
    (refusal,) = source.refused
    assert (refusal.line, refusal.column, refusal.value) == (3, "name", r"J\xfcrgen")


def test_two_encodings_in_one_file_are_never_guessed() -> None:
    content = "id,name\n1,Zoë\n".encode() + "2,Jürgen\n".encode("cp1252") * 30

    with pytest.raises(UnknownEncodingError, match=r"Line 3 .*two encodings are mixed"):
        read_bytes("leads.csv", content)


def test_the_encoding_of_many_broken_lines_is_asked_at_once() -> None:
    content = b"id,name\n" + "1,Müller\n".encode("cp1252") * 5_000

    with pytest.raises(UnknownEncodingError, match=r"would read 'Müller'"):
        read_bytes("leads.csv", content)


def test_shift_jis_is_not_taken_for_cp1252() -> None:
    with pytest.raises(InputError, match="name its encoding"):
        read_bytes("leads.csv", "id,name\n1,山田太郎\n".encode("shift_jis"))


@pytest.mark.parametrize("name", ["klingon", "base64", "a\0b"])
def test_an_encoding_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="There is no encoding"):
        read_bytes("leads.csv", b"id\n1\n", encoding=name)


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("stated", ["cp1252", "utf-16-le"])
def test_the_mark_of_a_file_stands_above_what_is_stated(mark: str, stated: str) -> None:
    (source,) = read_bytes("leads.csv", "id,name\n1,Zoë\n".encode(mark), encoding=stated)

    assert source.cells.to_pylist() == [{"id": "1", "name": "Zoë"}]


def test_broken_bytes_in_a_title_are_spelled_out_and_in_a_column_s_name_refused() -> None:
    rows = "1,Zoë,x\n".encode()
    (source,) = read_bytes("leads.csv", b"Leads \xff\n\nid,name,note\n" + rows)

    assert source.titles == (r"Leads \xff",)
    with pytest.raises(InputError, match=r"names of 'leads\.csv' are not UTF-8"):
        read_bytes("leads.csv", b"id,name,n\xff\n" + rows)


def test_a_quoted_cell_may_hold_newlines_and_lines_still_count(read: Read) -> None:
    source = read('id,name\n1,"one\r\ntwo"\n2,b\n')

    assert source.cells["name"].to_pylist() == ["one\ntwo", "b"]
    assert source.lines.to_pylist() == [2, 4]


def test_short_and_long_rows_are_refused_with_their_lines(read: Read) -> None:
    source = read("id,name,stage\n1,a,Open\n2,b\n3,Doe, John,Open\n4,d,Open,,\n")

    assert source.read == 4
    assert [(each.line, each.value) for each in source.refused] == [
        (3, "2 | b"),
        (4, "3 | Doe |  John | Open"),
    ]
    assert source.cells["id"].to_pylist() == ["1", "4"]


def test_an_unclosed_quote_refuses_the_file_and_names_its_line(read: Read) -> None:
    with pytest.raises(InputError, match=r"opened in line 3 .* not closed"):
        read('id,name\n1,a\n2,"b\n3,c\n4,d\n')
    with pytest.raises(InputError, match="opened in line 2"):
        read('id,name\n1,"a\n2,"b"\n3,c\n')


def test_text_after_a_closing_quote_refuses_only_its_row(read: Read) -> None:
    source = read('id,name\n1,"O\\"Neil"\n2,6\'2" guy\n')

    assert [(each.line, each.value) for each in source.refused] == [(2, '1,"O\\"Neil"')]
    assert source.cells["name"].to_pylist() == ["6'2\" guy"]


def test_a_badly_quoted_row_is_quoted_also_far_down(read: Read) -> None:
    rows = "".join(f"{number},{'a' * 90}\n" for number in range(9_000))

    source = read(f'\n\nid,name\n{rows}9000,"O\\"Neil"\n{rows}')

    (refusal,) = source.refused
    assert (refusal.line, refusal.value) == (9_004, '9000,"O\\"Neil"')


def test_blank_lines_are_counted_and_nothing_else(read: Read) -> None:
    below = read("id,name\n1,a\n" + ",\n" * 3)
    between = read("id,name\n1,a\n\n2,b\n")

    assert (below.read, below.blank_lines) == (1, 3)
    assert "1 row read; 3 blank lines below were nothing." in below.understood
    assert "2 rows read; 1 blank line was nothing." in between.understood


def test_control_characters_refuse_their_row_and_are_shown_spelled_out(read: Read) -> None:
    source = read("id,name\n1,a\n2,N\x00a\n3,\x1b[31m\n")

    assert [(each.line, each.column, each.value) for each in source.refused] == [
        (3, "name", r"N\x00a"),
        (4, "name", r"\x1b[31m"),
    ]
    assert source.read == 3


def test_a_cell_or_a_line_too_long_refuses_only_its_row(read: Read) -> None:
    source = read(f"id,name\n1,a\n2,{'x' * 200_000}\n3,{'y' * 2_000_000}\n4,d\n")

    assert [each.line for each in source.refused] == [3, 4]
    assert "longer than 1,000,000" in source.refused[1].reason
    assert source.cells["id"].to_pylist() == ["1", "4"]


def test_a_column_without_a_name_is_not_read_and_said_so(read: Read) -> None:
    source = read("id,,stage,\n1,,Open,\n2,x,Open,\n")

    assert source.header == ("id", "stage")
    said = "2 columns without a name: not read, though not empty (line 3: 'x')."
    assert said in source.understood


def test_the_delimiter_is_the_one_under_which_rows_agree(read: Read) -> None:
    source = read("id;amount;note\n1;10,50;a, b, c\n2;20,50;d\n")

    assert source.header == ("id", "amount", "note")
    assert source.understood[0] == "Read as UTF-8, cells separated by semicolons."
