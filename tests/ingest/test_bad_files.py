"""The 83 bad files of shared/bad_files; test_reading, test_preamble and others hold small ones."""

import subprocess
import sys
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from revdash.errors import InputError
from revdash.ingest import Company, Mapping, Staged, read_file, stage
from revdash.ingest.unlikely import yet_to_come

CONTACTS = """
source = "crm"
object = "contact"
zone = "Europe/Berlin"
[[into]]
table = "opportunity"
key = "{id}"
[into.fields]
name = "name"
created_at = "created_at"
amount = "amount"
outcome = { column = "stage", values = { Open = "open" } }
[[into]]
table = "person"
key = "{id}"
[into.fields]
email_hash = { column = "email", kind = "email_hash" }
"""

AT_E_COM = b"\x40e.com"  # spelled so: the addresses in the files are nobody's of ours

# What each of the generator's files comes to: rows staged, and the lines refused.
WHOLE = (1, 2, 3, 4, 10, 11, 12, 14, 15, 17, 18, 19, 20, 21, 25, 26, 28, 44, 49, 50, 53)
TAKEN: dict[int, tuple[int, list[int]]] = {
    **dict.fromkeys((*WHOLE, 60, 61, 62, 63, 64, 71, 75, 76, 83), (20, [])),
    7: (19, [4]),
    **dict.fromkeys((9, 22, 24, 29, 30, 31, 33), (19, [8])),
    23: (18, [8, 18]),
    46: (4, [line for line in range(2, 22) if line % 5 != 2]),
    47: (4, [line for line in range(2, 22) if line % 5 != 3]),
    51: (18, [8, 9]),
    52: (6, [2, 4, 6, 7, 8, 9, 11, 13, 14, 15, 16, 18, 20, 21]),
    54: (17, [2, 3, 4]),
    55: (25, []),
    56: (21, []),
    57: (4, [4, 5, 8]),
    58: (8, []),
    59: (10, []),
    74: (10, []),  # its cut falls on the end of a line
    79: (0, list(range(2, 22))),
    81: (3, []),
    82: (30_000, [30_002]),
}
# Why, for the first row refused.
BECAUSE = {
    7: r"'J\\xfcrgen' is not UTF-8",
    9: r"'bad\\xff\\xfe\\x80' is not UTF-8 \(byte 0xFF\)",
    22: r"has 3 cells where the header has 6: '7 \| user7.* \| Name 7'\.",
    23: r"has 8 cells where the header has 6: '7 .* \| EXTRA \| E…'\. Put a cell",
    24: r"has 7 cells where the header has 6: '7 \| .* \| Doe \|  John \| .*in double quotes",
    29: r"text after a closing quote: '7,user7.*,\"O\\\"Neil\",2026-03-08 10:00:00,70\.50,Open'",
    30: r"has 7 cells where the header has 6: '7 \| .* \| 'x \| y' \|",
    31: r"'Na\\x00me' holds a control character",
    33: "longer than 1,000,000 characters",
    46: "'15.03.2026' is not written as month/day/year",
    47: "'1899-12-30' cannot be meant: the year 1899",
    51: "'2026-02-30 10:00:00' is no day",
    52: "'inf' is no number that can be counted",
    54: r"'1.23457E\+11' is an id that a spreadsheet rounded",
    57: r"text after a closing quote: '3,",
    79: "'Closed Wonn' has no meaning for outcome",
    82: "'abc' is not a number",
}
VALUES = {
    1: ("amount", 0, 10.5),
    2: ("event_key", 0, "crm:contact:1"),
    3: ("name", 0, "Name 1"),
    4: ("name", 0, "Name 1"),
    10: ("amount", 0, 10.5),
    11: ("amount", 0, 1234.51),
    12: ("amount", 0, 1234.51),
    25: ("name", 6, "Line one\nLine two"),
    26: ("name", 6, 'Dwayne "The Rock" J'),
    28: ("name", 6, "6'2\" guy"),
    44: ("amount", 0, 1.5),
    49: ("created_at", 0, datetime(2026, 3, 29, 0, 30)),
    50: ("created_at", 0, datetime(2025, 10, 9, 8, 53, 20, 1000)),
    53: ("event_key", 2, "crm:contact:00399999999999999999999"),
    57: ("email_hash", 3, sha256(b"zerowidth" + AT_E_COM).hexdigest()),
    58: ("name", 0, "=cmd|' /C calc'!A0"),
    59: ("name", 0, "<script>alert(1)</script>"),
    60: ("name", 6, "\u202eevil\u202c Z̷a̷l̷g̷o̷ 👩\u200d👩\u200d👧"),
    62: ("event_key", 0, "crm:contact:1"),
    63: ("event_key", 19, "crm:contact:20"),
    64: ("event_key", 0, "crm:contact:1"),
    71: ("amount", 0, 10.5),
    74: ("amount", 9, 100.5),
    75: ("name", 2, "NULL"),
    81: ("created_at", 0, datetime(2026, 3, 29, 1, 30)),  # 02:30 is not on that day: an hour on
}
SAID = {
    3: "Read as UTF-16, cells separated by commas.",
    14: "Read as UTF-8, cells separated by tabs.",
    21: "20 rows read; 5 blank lines were nothing.",
    62: "2 lines above the column names, no records: 'Report: Leads'; 'Generated 2026-11-01'.",
    63: "Line 22 set aside, no record: 'Total 2100.00'.",
    64: "1 line above the column names, no records: '# exported by CRM'.",
    76: "3 columns without a name: not read.",
}
REFUSED = {
    5: r"Line 4 .*cp1252, in which it would read 'Jürgen Müller €', 'O’Brien'",
    6: r"Line 4 .*cp1252, in which it would read 'José Ñandú'",
    8: r"Line 4 .*name its encoding",
    13: "mixes currencies",
    16: r"by '\^', which is not read",
    27: "A quote opened in line 8",
    32: "no text file",
    34: "longer than",
    35: "10,000 columns",
    36: "more than one column 'email'",
    37: "more than one column 'Email' and 'email'",
    38: "no column 'name'.*Known: .*, Full Name, .* name in the mapping the one that stands for",
    39: "no column names",
    40: "no rows",
    41: "is empty",
    42: "nothing but blank lines",
    43: "no column 'email'",
    45: "'08/01/2026' day or month first",
    48: "spreadsheet counts days",
    65: "PNG",
    66: "Excel workbook that is damaged",
    67: "old Excel",
    68: "PDF",
    69: "web page",
    70: "is JSON, but holds no records",
    72: "unpacks to more than 9. MB, more than 200 times its size",
    73: r"holds '../../evil.csv', a name that leads out",
    77: "no column 'name'",
    78: "column name of 70,000 characters",
    80: "no column 'stage'",
}


def _staged(path: Path, encoding: str | None = None) -> Staged:
    (source,) = read_file(path, encoding=encoding)
    return stage(source, Mapping.from_toml(CONTACTS), Company())


@pytest.mark.parametrize(("number", "outcome"), TAKEN.items(), ids=str)
def test_a_bad_file_gives_its_good_rows_and_names_the_others(
    bad_files: dict[int, Path], number: int, outcome: tuple[int, list[int]]
) -> None:
    staged = _staged(bad_files[number])

    assert {frame.num_rows for _, frame in staged.frames} == {outcome[0]}
    assert [each.line for each in staged.refused] == outcome[1]
    assert staged.read == outcome[0] + len(outcome[1])


@pytest.mark.parametrize(("number", "reason"), BECAUSE.items(), ids=str)
def test_the_first_row_refused_says_why(
    bad_files: dict[int, Path], number: int, reason: str
) -> None:
    staged = _staged(bad_files[number])

    with pytest.raises(InputError, match=reason):
        raise InputError(str(staged.refused[0]))


@pytest.mark.parametrize(("number", "cell"), VALUES.items(), ids=str)
def test_what_is_read_is_what_was_written(
    bad_files: dict[int, Path], number: int, cell: tuple[str, int, object]
) -> None:
    column, row, value = cell
    frames = [frame for _, frame in _staged(bad_files[number]).frames]

    found = [frame[column][row].as_py() for frame in frames if column in frame.column_names]
    assert value in found


@pytest.mark.parametrize(("number", "sentence"), SAID.items(), ids=str)
def test_what_was_no_record_is_said(bad_files: dict[int, Path], number: int, sentence: str) -> None:
    assert sentence in _staged(bad_files[number]).understood


@pytest.mark.parametrize(("number", "reason"), REFUSED.items(), ids=str)
def test_a_bad_file_is_refused_with_a_sentence(
    bad_files: dict[int, Path], number: int, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        _staged(bad_files[number])


@pytest.mark.parametrize(("number", "name"), [(5, "Jürgen Müller €"), (6, "José Ñandú")])
def test_a_western_file_is_read_whole_once_its_encoding_is_stated(
    bad_files: dict[int, Path], number: int, name: str
) -> None:
    frame = _staged(bad_files[number], "cp1252").frames[0][1]

    assert (frame.num_rows, frame["name"][2].as_py()) == (20, name)


def test_days_that_have_not_come_are_told_and_kept(bad_files: dict[int, Path]) -> None:
    said = list(yet_to_come(_staged(bad_files[47]), datetime(2026, 11, 20, 9)))

    assert [each.partition(". ")[0] for each in said] == [
        "4 rows of opportunity lie in the future by created_at, the first in line 3: 2099-12-31"
    ]
    assert not list(yet_to_come(_staged(bad_files[1]), datetime(2026, 11, 20, 9)))


def test_two_spellings_of_an_address_are_one_person_s(bad_files: dict[int, Path]) -> None:
    hashes = _staged(bad_files[56]).frames[1][1]["email_hash"].to_pylist()

    assert hashes[20] == hashes[0]


def test_each_of_the_files_has_its_outcome(bad_files: dict[int, Path]) -> None:
    assert {*TAKEN, *REFUSED} == set(bad_files) == set(range(1, 84))
    assert not TAKEN.keys() & REFUSED.keys()


def test_a_line_without_end_and_a_bomb_are_refused_in_little_memory(
    bad_files: dict[int, Path],
) -> None:
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from revdash.errors import InputError; from revdash.ingest import read_file\n"
        "usage = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "before = usage()\n"
        "for name in sys.argv[1:]:\n"
        "    try: read_file(Path(name))\n"
        "    except InputError: pass\n"
        "print(usage() - before)"
    )
    arguments = [sys.executable, "-c", script, bad_files[34], bad_files[72]]
    done = subprocess.run(arguments, check=True, capture_output=True, text=True)

    assert int(done.stdout) < 40  # MB, where the files hold 30 and 500
