"""The slides of a meeting's pack: every figure as text, every chart native, all on its slide."""

import io

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from revdash.exports.deck_columns import shortened
from revdash.exports.pptx import pptx
from revdash.exports.printable import (
    clean,
)
from revdash.meetings.sheet import Cells

PICTURE = MSO_SHAPE_TYPE.PICTURE


def cells_of(sheet):
    """Every text of every table."""
    tables = [block for part in sheet.parts for block in part.blocks if isinstance(block, Cells)]
    return {text for block in tables for row in block.rows for text in row}


class Slides:
    """What a presentation shows, read back."""

    def __init__(self, content):
        self.deck = Presentation(io.BytesIO(content))
        self.texts, self.cells, self.notes, self.charts = [], [], [], []
        for slide in self.deck.slides:
            if slide.has_notes_slide:
                self.notes.append(slide.notes_slide.notes_text_frame.text)
            for shape in slide.shapes:
                self._read(shape)

    def _read(self, shape):
        if shape.has_text_frame:
            self.texts += [line.text for line in shape.text_frame.paragraphs]
        elif shape.has_table:
            self.cells += [cell.text for row in shape.table.rows for cell in row.cells]
        elif shape.has_chart:
            self.charts.append(shape.chart)


@pytest.fixture(scope="module")
def slides(sheet):
    return Slides(pptx(sheet))


def test_the_slides_show_every_figure_as_text_that_can_be_edited(sheet, slides):
    shown = {line for text in (*slides.texts, *slides.cells) for line in text.split("\n")}

    assert {told.shown for told in sheet.readings} <= shown
    assert cells_of(sheet) <= shown
    assert not [s for page in slides.deck.slides for s in page.shapes if s.shape_type == PICTURE]


def test_the_charts_of_the_slides_are_native_and_hold_every_value(sheet, slides):
    drawn = [block for part in sheet.parts for block in part.blocks if hasattr(block, "values")]

    for block, chart in zip(drawn, slides.charts, strict=True):
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        kept = [row[1].value for row in book.active.iter_rows(min_row=2)]
        assert tuple(chart.plots[0].series[0].values) == block.values
        assert tuple(kept) == block.values
    first = {one.name: one.values[0] for one in slides.charts[0].plots[0].series}
    assert (first["Goal"], first["Upper limit"], first["Lower limit"]) == (0.7, 0.82, 0.58)


def test_notes_and_meanings_stand_under_the_slides(sheet, slides):
    told = "\n".join(slides.notes)
    assert "Marketing lead · 18 May 10:12: The webinar form lost its phone field." in told
    assert sheet.readings[0].meaning in told


def test_everything_stays_on_its_slide_and_long_tables_go_on(slides):
    deck = slides.deck
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]

    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height * 0.94
    assert titles.count("What was dropped") == 1
    assert titles.count("What was dropped (continued)") >= 2


def test_an_attack_on_the_slides_stays_text(attack):
    text, sheet = attack
    slides = Slides(pptx(sheet))

    shown = {" ".join(one.split()) for one in (*slides.texts, *slides.cells)}
    assert " ".join(shortened(clean(text)).split()) in shown
    for chart in slides.charts:
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not any(cell.hyperlink for cell in cells)
