"""Deck: an empty 16:9 presentation in our colours and type, and what is written on its slides."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Length, Pt

from revdash.charts.theme import LIGHT, Role
from revdash.exports.printable import standing
from revdash.exports.tables_csv import EPOCH
from revdash.meetings.sheet import MeetingSheet

WIDTH, HEIGHT = 13.333, 7.5
SIDE: Final = 0.6  # in, left and right
TITLE_ONLY: Final = 5  # its place among the layouts that python-pptx comes with
FACE: Final = "Arial"  # on every machine, as slides can't carry Inter; measured by the wider Inter
LITTER: Final = ("thumbnail", "printerSettings")  # what the library's template brings along
THEME: Final = {
    "dk1": Role.INK,
    "lt1": Role.PAGE,
    "dk2": Role.MUTED,
    "lt2": Role.SOFT,
    "accent1": Role.MARKETING,
    "accent2": Role.SALES,
    "accent3": Role.MARKETING_TINT,
    "accent4": Role.SALES_TINT,
    "accent5": Role.INK_TINT,
    "accent6": Role.MISSED,
    "hlink": Role.PRIMARY,
    "folHlink": Role.PRIMARY,
}


@dataclass(frozen=True, kw_only=True)
class Run:
    """Some letters of one look."""

    text: str
    size: float = 12
    role: Role = Role.INK
    is_bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Box:
    """A place on a slide, in inches."""

    x: float
    y: float
    width: float
    height: float


Paragraphs = Sequence[Sequence[Run]]


def new_deck(sheet: MeetingSheet) -> Any:
    """Make a presentation without slides: our theme, one layout, a quiet foot."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    layout = deck.slide_layouts[TITLE_ONLY]
    for other in [one for one in deck.slide_layouts if one is not layout]:
        deck.slide_layouts.remove(other)
    _dress(deck.slide_master)
    _lay(layout, " · ".join(filter(None, (sheet.company, standing(sheet)))))
    for owner in (deck.part.package._rels, deck.part.rels):
        for rel in [one for one in owner.values() if one.reltype.endswith(LITTER)]:
            owner.pop(rel.rId)
    made = sheet.frozen_at or datetime.combine(sheet.held_on, time())
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = sheet.title[:250], sheet.company[:250], ""
    about.created = about.modified = made
    about.subject = about.keywords = about.comments = ""
    about.revision = 1
    return deck


def add_slide(deck: Any, title: str) -> Any:
    """Add a slide under *title*."""
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text_frame.text = title
    return slide


def write(frame: Any, paragraphs: Paragraphs, *, to_right: bool = False, gap: float = 0.0) -> None:
    """Write *paragraphs* into a text frame that neither grows nor shrinks."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    for place, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_before = Pt(gap if place else 0)
        paragraph.alignment = PP_ALIGN.RIGHT if to_right else PP_ALIGN.LEFT
        for run in runs:
            _run(paragraph, run)


def text_box(slide: Any, box: Box, paragraphs: Paragraphs, *, to_right: bool = False) -> Any:
    """Put *paragraphs* on a slide, flush with the box."""
    shape = slide.shapes.add_textbox(*placed(box))
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    frame.vertical_anchor = MSO_ANCHOR.TOP
    write(frame, paragraphs, to_right=to_right)
    return shape


def framed(slide: Any, box: Box, padding: float) -> Any:
    """Put an empty card on a slide: a hairline around it, its corners a little round."""
    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *placed(box))
    shape.adjustments[0] = 0.08 / min(box.width, box.height)
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(Role.CARD)
    shape.line.color.rgb, shape.line.width = colour(Role.HAIRLINE), Pt(1)
    shape.shadow.inherit = False
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(
        padding
    )
    frame.vertical_anchor = MSO_ANCHOR.TOP
    return shape


def rule(slide: Any, box: Box, role: Role) -> None:
    """Fill *box* with the colour of *role*: a line, as thick as the box is high."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *placed(box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(role)
    shape.line.fill.background()
    shape.shadow.inherit = False


def placed(box: Box) -> tuple[Length, Length, Length, Length]:
    """The box as the library wants it."""
    return Inches(box.x), Inches(box.y), Inches(box.width), Inches(box.height)


def colour(role: Role) -> RGBColor:
    """The colour of *role* on paper and slides."""
    return RGBColor(*bytes.fromhex(LIGHT[role].removeprefix("#")))


def note(slide: Any, lines: Sequence[str]) -> None:
    """Put *lines* under the slide, for whoever speaks."""
    told = "\n".join(line for line in lines if line)
    if told:
        slide.notes_slide.notes_text_frame.text = told


def bytes_of(deck: Any) -> bytes:
    """Write the presentation so that the same slides give the same bytes."""
    raw, out = io.BytesIO(), io.BytesIO()
    deck.save(raw)
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(out, "w") as kept:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, given.read(name))
    return out.getvalue()


def _run(paragraph: Any, run: Run) -> None:
    for place, line in enumerate(run.text.split("\n")):
        if place:
            paragraph.add_line_break()
        made = paragraph.add_run()
        made.text = line
        made.font.size, made.font.bold = Pt(run.size), run.is_bold
        made.font.color.rgb = colour(run.role)


def _dress(master: Any) -> None:
    """Put our colours and type in the place of the library's."""
    part = next(
        rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    theme = etree.fromstring(part.blob)
    theme.set("name", "revdash")
    for name, role in THEME.items():
        for slot in theme.iter(qn(f"a:{name}")):
            slot[:] = [parse_xml(f'<a:srgbClr {nsdecls("a")} val="{LIGHT[role][1:]}"/>')]
    for kind in ("majorFont", "minorFont"):
        for font in theme.iter(qn(f"a:{kind}")):
            font.find(qn("a:latin")).set("typeface", FACE)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    for shape in [one for one in master.placeholders if one.placeholder_format.type != 1]:
        shape._element.getparent().remove(shape._element)


def _lay(layout: Any, foot: str) -> None:
    """One layout: the title on top, the foot and the slide's number below."""
    layout.name = "Heading"
    for shape in list(layout.placeholders):
        if shape.placeholder_format.idx:
            shape._element.getparent().remove(shape._element)
    for title in (*_titles(layout), *_titles(layout.slide_master)):
        title.left, title.top, title.width, title.height = placed(
            Box(x=SIDE, y=0.38, width=WIDTH - 2 * SIDE, height=0.52)
        )
    frame = next(_titles(layout)).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
    style = layout.slide_master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    letters = style.find(qn("a:defRPr"))
    letters.set("sz", "2600")
    letters.set("b", "1")
    tree = layout.shapes._spTree
    left = Box(x=SIDE, y=7.06, width=10.5, height=0.22)
    right = Box(x=WIDTH - SIDE - 1, y=7.06, width=1, height=0.22)
    tree.append(_foot(90, left, "l", f"<a:r>{_LOOK}<a:t/></a:r>"))
    tree[-1].find(f".//{qn('a:t')}").text = foot[:160]
    number = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{_LOOK}'
    tree.append(_foot(91, right, "r", f"{number}<a:t>‹#›</a:t></a:fld>"))


_LOOK = '<a:rPr lang="en-US" sz="900"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:rPr>'


def _titles(page: Any) -> Iterator[Any]:
    return (one for one in page.placeholders if one.placeholder_format.idx == 0)


def _foot(number: int, box: Box, side: str, inside: str) -> Any:
    x, y, width, height = placed(box)
    return parse_xml(
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>"
        f'<p:cNvPr id="{number}" name="Foot {number}"/><p:cNvSpPr txBox="1"/>'
        '<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="{side}"/>{inside}</a:p></p:txBody></p:sp>'
    )
