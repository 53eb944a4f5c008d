"""What leaves as CSV runs in no spreadsheet, and reads back as it was."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revdash.exports.sheets import csv_bytes, harmless

STARTS = "=+-@\t\r\n\x00|%＝＋－＠"


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", STARTS, ids=ascii)
def test_a_formula_becomes_text(start):
    assert harmless(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize(
    "blank", [" ", "\u00a0", "\ufeff", "\u3000", "\u200b", " \u2009 "], ids=ascii
)
def test_a_formula_hidden_behind_blanks_becomes_text(blank):
    assert harmless(f"{blank}=1+1") == f"'{blank}=1+1"


@pytest.mark.parametrize("text", ["-5", "+49 30 1234", "@acme", "- none -"])
def test_text_that_only_looks_like_a_number_becomes_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("number", [-5, -5.5, 0, True, date(2026, 5, 11)])
def test_numbers_and_days_stay_what_they_are(number):
    assert harmless(number) is number


def test_nothing_is_an_empty_cell():
    assert harmless(None) == ""


def test_a_header_is_made_harmless_too():
    (header,) = rows_of(csv_bytes((), ["=evil()"], ()))

    assert header == ["'=evil()"]


def test_what_it_is_stands_in_comment_lines_above():
    rows = rows_of(csv_bytes([("metric", "=won\nmore")], ["a"], [["x"]]))

    assert rows == [["# metric: =won\nmore"], ["a"], ["x"]]


def test_the_file_says_that_it_is_unicode():
    assert csv_bytes((), ["Ä"], ()).startswith("\ufeffÄ".encode())


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=2, max_size=2))
)
def test_ordinary_text_reads_back_as_it_was(rows):
    ordinary = [[cell for cell in row if harmless(cell) == cell] + ["end"] for row in rows]

    assert rows_of(csv_bytes((), ["h"], ordinary))[1:] == ordinary


@given(st.text())
def test_no_cell_begins_as_a_formula(text):
    cell = str(harmless(text))

    assert not cell.startswith(tuple(STARTS))
    assert cell in (text, f"'{text}")
