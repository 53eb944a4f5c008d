import io
from datetime import date, datetime

import openpyxl
import pytest

from revdash.errors import InputError
from revdash.ingest import read_bytes

LEADS = [
    ["id", "name", "created", "closed", "amount", "won"],
    [1, "Zoë", datetime(2026, 3, 1, 10, 30), date(2026, 3, 31), 15000.0, True],
    [2, "Bo", datetime(2026, 3, 2), None, 10.5, False],
]


def _book(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title.startswith("hidden"):
            sheet.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_every_cell_of_a_sheet_is_the_text_it_stands_for() -> None:
    (source,) = read_bytes("book.csv", _book(Leads=LEADS))

    first, second = (list(row.values()) for row in source.cells.to_pylist())
    assert first == ["1", "Zoë", "2026-03-01 10:30:00", "2026-03-31", "15000", "TRUE"]
    assert second == ["2", "Bo", "2026-03-02 00:00:00", "", "10.5", "FALSE"]
    assert (source.name, source.lines.to_pylist()) == ("book.csv", [2, 3])


def test_a_number_too_long_for_a_spreadsheet_shows_that_its_digits_are_lost() -> None:
    (source,) = read_bytes("book.xlsx", _book(Leads=[["id", "n"], [1.2345678901234568e17, 5]]))

    assert source.cells["id"].to_pylist() == ["1.234567890123457e+17"]


def test_titles_blank_rows_and_closing_lines_of_a_sheet_are_said() -> None:
    rows = [["Leads of March"], [], *LEADS, [], ["Total", None, None, None, 15010.5]]

    (source,) = read_bytes("book.xlsx", _book(Leads=rows))

    assert (source.read, source.titles) == (2, ("Leads of March",))
    assert source.lines.to_pylist() == [4, 5]
    assert "Line 7 set aside, no record: 'Total 15010.5'." in source.understood


def test_each_sheet_with_a_table_is_read_and_the_others_are_named() -> None:
    notes = [["How to read this book"]]

    sources = read_bytes(
        "b.xlsx", _book(Leads=LEADS, Deals=LEADS, Empty=[], Notes=notes, hidden=LEADS)
    )

    assert [each.name for each in sources] == ["b.xlsx/Leads", "b.xlsx/Deals"]
    assert "Sheets not read (no table in it): 'Empty', 'Notes'." in sources[0].understood
    assert "Sheet not read (hidden): 'hidden'." in sources[0].understood


def test_a_formula_is_its_last_value_and_one_in_error_refuses_its_row() -> None:
    rows = [["id", "amount"], ["1", "#REF!"], ["2", 5]]

    (source,) = read_bytes("book.xlsx", _book(Leads=rows))

    (refusal,) = source.refused
    assert (refusal.line, refusal.column, refusal.value) == (2, "amount", "#REF!")
    assert source.cells["id"].to_pylist() == ["2"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_book(Leads=[], Notes=[]), "No sheet of 'x.xlsx' holds a table"),
        (_book(Leads=LEADS[:1]), "no rows"),
        (_book(Leads=[["id", "ID"], [1, 2]]), "more than one column 'id'"),
        (_book(Leads=LEADS)[:3000], "damaged"),
    ],
)
def test_a_workbook_without_a_table_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_bytes("x.xlsx", content)
