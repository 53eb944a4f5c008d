import json
import subprocess
import sys
from pathlib import Path

import pytest

from revdash.errors import InputError
from revdash.ingest import Company, Mapping, Staged, read_file, stage

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

WHOLE = (1, 2, 3, 4, 10, 11, 12, 14, 15, 17, 18, 19, 20, 21, 25, 26, 28, 44, 49, 50, 53)
# What each of the generator's files comes to: rows staged, and the lines refused.
TAKEN: dict[int, tuple[int, list[int]]] = {
    **dict.fromkeys((*WHOLE, 60, 61, 76, 83), (20, [])),
    **dict.fromkeys((22, 24, 29, 30, 31, 33), (19, [8])),
    23: (18, [8, 18]),
    46: (4, [line for line in range(2, 22) if line % 5 != 2]),
    47: (4, [line for line in range(2, 22) if line % 5 != 3]),
    51: (18, [8, 9]),
    54: (17, [2, 3, 4]),
    55: (25, []),
    57: (4, [4, 5, 8]),
    63: (20, [22]),
    79: (0, list(range(2, 22))),
    81: (3, []),
    82: (30_000, [30_002]),
}
REFUSED = {
    **dict.fromkeys(range(5, 10), "not UTF-8"),
    13: "mixes currencies",
    16: "no column 'id'",
    27: "line 8",
    32: "no text file",
    34: "longer than",
    35: "10,000 columns",
    36: "more than one column",
    37: "more than one column",
    38: "no column 'id'",
    39: "no column names",
    40: "no rows",
    41: "empty",
    42: "blank lines",
    43: "no column 'email'",
    45: "day or month first",
    48: "spreadsheet counts days",
    62: "a title",
    64: "a title",
    65: "PNG",
    66: "Excel",
    67: "old Excel",
    68: "PDF",
    69: "web page",
    70: "JSON",
    71: "gzip",
    72: "gzip",
    73: "zip",
    77: "no column 'name'",
    78: "70,000 characters",
}


@pytest.fixture(scope="session")
def bad_files(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    generator = Path(__file__).parents[2].parent / "shared" / "bad_files" / "gen.py"
    if not generator.is_file():
        pytest.skip("the generator of bad files is not here: shared/ is absent")
    folder = tmp_path_factory.mktemp("bad")
    subprocess.run([sys.executable, generator, folder], check=True, capture_output=True)
    names = json.loads((generator.parent / "expect.json").read_text("utf-8"))
    return {int(name[:2]): folder / name for name in names}


def _staged(path: Path) -> Staged:
    return stage(read_file(path)[0], Mapping.from_toml(CONTACTS), Company())


@pytest.mark.parametrize(("number", "outcome"), TAKEN.items(), ids=str)
def test_a_bad_file_gives_its_good_rows_and_names_the_others(
    bad_files: dict[int, Path], number: int, outcome: tuple[int, list[int]]
) -> None:
    staged = _staged(bad_files[number])

    assert {frame.num_rows for _, frame in staged.frames} == {outcome[0]}
    assert [each.line for each in staged.refused] == outcome[1]


@pytest.mark.parametrize(("number", "reason"), REFUSED.items(), ids=str)
def test_a_bad_file_is_refused_with_a_sentence(
    bad_files: dict[int, Path], number: int, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        _staged(bad_files[number])


def test_every_bad_file_ends_in_rows_or_a_sentence(bad_files: dict[int, Path]) -> None:
    for path in bad_files.values():
        try:
            staged = _staged(path)
        except InputError:
            continue
        taken = {frame.num_rows for _, frame in staged.frames}
        assert {staged.read} == {rows + len(staged.refused) for rows in taken}, path.name
