"""Every form of a meeting's pack tells the same figures, and runs nothing that somebody wrote."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from revdash.exports.page_html import page_html
from revdash.exports.pdf import pdf
from revdash.exports.pptx import pptx
from revdash.exports.printable import (
    Form,
    clean,
    column_widths,
    days,
    in_full,
    parts_of,
    printable,
    rows_of,
)
from revdash.exports.recap import recap
from revdash.exports.sheets import harmless
from revdash.exports.tables_csv import tables_csv
from revdash.meetings.sheet import Bars, Cells, Lines, MeetingSheet, Words

VOID = {"meta", "col", "line", "path", "circle"}


class Read(HTMLParser):
    """What a browser would show of a page, and of what it is built."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.tags, self.attributes, self.open = [], set(), [], []
        self.feed(page.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)


def cells_of(sheet):
    """Every text of every table."""
    tables = [block for part in sheet.parts for block in part.blocks if isinstance(block, Cells)]
    return {text for block in tables for row in block.rows for text in row}


def close(text):
    """A text without what breaks lines: forms break them where they like."""
    return re.sub(r"[\s\u200b]+", "", text)


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_in(content):
    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return [row for row in rows if not row[0].startswith("# ")]


def text_of_pdf(content):
    return close("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def test_the_page_shows_every_figure(sheet):
    shown = {text.strip() for text in Read(page_html(sheet)).texts}

    assert {told.shown for told in sheet.readings} <= shown
    assert cells_of(sheet) <= shown


def test_the_paper_shows_every_figure(sheet):
    shown = text_of_pdf(pdf(sheet))

    wanted = {told.shown for told in sheet.readings} | cells_of(sheet)
    assert {text for text in wanted if close(text) not in shown} == set()


def test_on_paper_a_list_of_records_ends_and_no_column_is_blank(sheet):
    rows = tuple((f"Lead {n}", "", "arrived late", f"New MQLs +{n}") for n in range(1, 61))
    moved = Cells(
        title="Records that moved",
        columns=("Record", "Blank", "Why", "What it moved"),
        rows=rows,
        first_ones=14,
    )
    sheet = replace(sheet, parts=(replace(sheet.parts[0], blocks=(moved,)),))

    ((paper,),) = (part.blocks for part in parts_of(sheet, Form.PAPER))
    ((data,),) = (part.blocks for part in parts_of(sheet))

    assert (paper.columns, len(paper.rows)) == (("Record", "Why", "What it moved"), 14)
    assert paper.note == "46 more stand in the tables and on the page."
    assert data.rows == rows
    assert b"Lead 60" in page_html(sheet)


def test_the_tables_hold_every_reading_to_the_last_digit(sheet):
    header, *rows = rows_in(files_of(tables_csv(sheet))["readings.csv"])

    told = [dict(zip(header, row, strict=True)) for row in rows]
    assert [one["shown"] for one in told] == [one.shown for one in sheet.readings]
    assert [float(one["value"]) for one in told] == [one.value for one in sheet.readings]
    assert told[1]["filters"] == "segment = SMB, MM; region = DACH"
    assert (told[1]["low"], told[1]["high"], told[1]["sample"]) == ("0.618", "0.794", "98")
    assert (told[3]["definition version"], told[3]["first day"]) == ("2", "2026-05-11")


def test_the_tables_hold_every_block_as_it_is(sheet):
    found = [rows_in(content) for content in files_of(tables_csv(sheet)).values()]

    for block in (block for part in sheet.parts for block in part.blocks):
        if isinstance(block, Cells) and block.rows:
            assert [list(block.columns), *map(list, block.rows)] in found
        if isinstance(block, Lines):
            shown = [["" if value is None else str(value)] for value in block.values]
            assert any([row[1:2] for row in rows[1 : len(shown) + 1]] == shown for rows in found)
        if isinstance(block, Bars):
            bars = zip(block.labels, map(str, block.values), strict=True)
            assert [["name", "count"], *map(list, bars)] in found
        if isinstance(block, Words):
            assert [["who", "when", "what"], *map(list, block.said)] in found


def test_a_recap_says_what_was_promised_decided_and_asked(sheet):
    told = recap(sheet, "https://dash.example/meeting?m=m1")

    assert told.subject == "Weekly CMO–CRO meeting, 11–17 May 2026"
    assert sheet.sentence in told.text
    assert "- Marketing-qualified leads: 142 (Goal 160 missed, ▲ 12 vs 4–10 May)" in told.text
    assert "(owner: Marketing lead, side: Marketing, due: 22 May 2026, slips: 1)" in told.text
    assert "DECISIONS\n- The webinar form lost its phone field." in told.text
    assert "https://dash.example/meeting?m=m1" in told.text
    assert not re.search(r"[<>*_#|]", told.text)


@pytest.mark.parametrize("write", [page_html, pdf, pptx, tables_csv], ids=lambda one: one.__name__)
def test_the_same_sheet_gives_the_same_bytes(sheet, write):
    assert write(sheet) == write(replace(sheet))


def test_the_page_asks_nobody_for_anything_and_runs_nothing(sheet):
    page = Read(page_html(sheet))

    links = [value for name, value in page.attributes if name in {"href", "src", "xlink:href"}]
    assert not page.tags & {"script", "img", "iframe", "link", "object", "form", "base"}
    assert all(link.startswith("#") for link in links)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert page.open == []
    policy = next(value for name, value in page.attributes if "default-src" in (value or ""))
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_an_attack_on_the_page_stays_text(attack):
    text, sheet = attack
    plain = Read(page_html(sheet))
    tags = {"html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p"}
    tags |= {"nav", "a", "main", "section", "div", "span", "small", "b", "ul", "li", "figure"}
    tags |= {"svg", "line", "text", "path", "circle", "details", "summary", "table", "colgroup"}
    tags |= {"col", "thead", "tr", "th", "tbody", "td", "dl", "dt", "dd", "i", "footer"}

    assert plain.tags <= tags
    assert not [name for name, _ in plain.attributes if name.startswith("on")]
    assert clean(text).strip() in {one.strip() for one in plain.texts} | {""}


def test_an_attack_on_the_paper_stays_text(attack):
    text, sheet = attack
    content = pdf(sheet)

    assert not re.search(rb"/(JavaScript|JS|Launch|URI|EmbeddedFile|OpenAction)\b", content)
    if text.isascii() and len(text) < 100:  # more takes this reader minutes
        assert close(text) in text_of_pdf(content)


def test_a_head_taller_than_the_paper_ends_all_the_same(sheet):
    tall = Cells(title="", columns=("word " * 2000,), rows=(("a row",),))

    content = pdf(replace(sheet, parts=(replace(sheet.parts[0], blocks=(tall,)),)))

    assert "arow" in text_of_pdf(content)


def test_an_attack_on_the_tables_stays_text(attack):
    text, sheet = attack
    files = files_of(tables_csv(sheet))
    cells = {cell for content in files.values() for row in rows_in(content) for cell in row}

    assert harmless(clean(text)) in cells
    assert all(harmless(cell) == cell for cell in cells if not re.fullmatch(r"-?[\d.]+", cell))
    assert all(re.fullmatch(r"[a-z0-9-]+\.csv", name) for name in files)


def test_an_attack_on_a_recap_is_one_line_of_text(attack):
    text, sheet = attack

    told = recap(sheet)

    assert "\n" not in told.subject
    assert clean(told.text) == told.text
    assert " ".join(clean(text).split()) in told.text


def test_what_steers_a_reader_is_seen_and_steers_no_more():
    assert clean("a\u202eb\x07c\r\nd\te\x0bf") == "a\ufffdb\ufffdc\nd e\nf"


def test_a_bound_that_is_never_reached_is_none(sheet):
    told = replace(sheet.readings[3], high=float("inf"))
    block = replace(sheet.parts[0].blocks[1], tiles=(told,))
    open_ended = printable(replace(sheet, parts=(replace(sheet.parts[0], blocks=(block,)),)))

    assert open_ended.readings[0].high is None
    assert in_full(open_ended).rows[0][4] == "1 h 54 m or more"


def test_a_clean_sheet_stays_as_it_is(sheet):
    assert printable(sheet) == sheet


def test_what_belongs_side_by_side_is_one_row(sheet):
    rows = [[len(row) for row in rows_of(part)] for part in parts_of(sheet)]

    assert rows == [[2, 2], [1, 1, 1], [2], [1], [1], [1]]


def test_long_columns_share_what_short_ones_leave(sheet):
    worst = sheet.parts[1].blocks[1]

    assert column_widths(worst) == ((0, 70), (0, 70), (13, 0), (16, 0), (7, 0))
    assert column_widths(replace(worst, rows=()))[2] == (0, 21)


def test_days_are_said_once():
    assert days(date(2026, 5, 11), date(2026, 5, 17)) == "11–17 May 2026"
    assert days(date(2026, 4, 27), date(2026, 5, 3)) == "27 Apr – 3 May 2026"
    assert days(date(2025, 12, 29), date(2026, 1, 4)) == "29 Dec 2025 – 4 Jan 2026"
    assert days(date(2026, 5, 11), date(2026, 5, 11)) == "11 May 2026"


def test_an_empty_meeting_is_handed_out_too(sheet):
    bare = MeetingSheet(
        meeting_id="m0",
        title="Weekly",
        held_on=sheet.held_on,
        first=sheet.first,
        last=sheet.last,
        company="",
        currency="",
        sentence="",
        parts=(),
    )

    assert "Weekly" in text_of_pdf(pdf(bare))
    assert "may still change" in " ".join(Read(page_html(bare)).texts)
    assert rows_in(files_of(tables_csv(bare))["readings.csv"])[1:] == []
