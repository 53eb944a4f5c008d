"""Tables of a deck: native ones with hairlines between their rows and no other ornament."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches

from revdash.charts.theme import LIGHT, Role
from revdash.exports.deck import Box, Paragraphs, placed, write

PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"
BETWEEN, ABOVE = 0.12, 0.06  # in: right of a cell, above and below its text


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The cells of a table; the last ``numbers`` columns stand right."""

    widths: Sequence[float]
    heights: Sequence[float]
    rows: Sequence[Sequence[Paragraphs]]
    numbers: int = 0
    has_header: bool = True


def table(slide: Any, box: Box, grid: Grid) -> None:
    """Put *grid* on a slide, its left upper corner that of *box*."""
    count, across = len(grid.rows), len(grid.widths)
    whole = Box(x=box.x, y=box.y, width=sum(grid.widths), height=sum(grid.heights))
    made = slide.shapes.add_table(count, across, *placed(whole)).table
    _plain(made, has_header=grid.has_header)
    for column, width in zip(made.columns, grid.widths, strict=True):
        column.width = Inches(width)
    for at, (row, height) in enumerate(zip(grid.rows, grid.heights, strict=True)):
        made.rows[at].height = Inches(height)
        is_head, is_last = grid.has_header and at == 0, at == count - 1
        for place, paragraphs in enumerate(row):
            cell = made.cell(at, place)
            is_right = place >= across - grid.numbers
            cell.margin_left = Inches(BETWEEN / 2) if is_right else Emu(0)
            cell.margin_right = Emu(0) if place == across - 1 else Inches(BETWEEN)
            cell.margin_top = cell.margin_bottom = Inches(ABOVE)
            write(cell.text_frame, paragraphs, to_right=is_right)
            _underline(cell, Role.INK_TINT if is_head else Role.HAIRLINE, is_drawn=not is_last)


def _plain(made: Any, *, has_header: bool) -> None:
    made.first_row, made.horz_banding = has_header, False
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN


def _underline(cell: Any, role: Role, *, is_drawn: bool) -> None:
    inside = f'<a:solidFill><a:srgbClr val="{LIGHT[role][1:]}"/></a:solidFill>'
    line = inside if is_drawn else "<a:noFill/>"
    cell._tc.get_or_add_tcPr().insert(
        0, parse_xml(f'<a:lnB {nsdecls("a")} w="9525">{line}</a:lnB>')
    )
