"""Page: a meeting as one HTML file that asks nobody for anything and runs nothing."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from itertools import chain
from pathlib import Path

from revdash.charts.theme import DARK, LIGHT, Role
from revdash.config import PROJECT_FOLDER
from revdash.exports.drawn import drawn
from revdash.exports.printable import (
    Form,
    Row,
    change_of,
    column_widths,
    day,
    days,
    in_full,
    loud_and_quiet,
    origin,
    parts_of,
    plain_number,
    present,
    printable,
    printer,
    rating,
    rows_of,
    said_of,
    short_day,
    standing,
)
from revdash.meetings.sheet import Bars, Cells, Lines, MeetingSheet, Part, Tiles, Told, Words

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
STYLE = Path(__file__).parent / "assets" / "page.css"
FACE = PROJECT_FOLDER / "static" / "inter-5.3.0-latin.woff2"
NARROW, HALF, WHOLE = 350, 480, 960  # px: a chart on a phone, beside another, by itself
ROOM, LETTER, PAD = 80.0, 0.62, 1.3  # em of a table by itself, a letter, beside a text
ROWS = {1: "row", 2: "row two", 3: "row three"}
Pieces = Iterator[str]


def page_html(sheet: MeetingSheet) -> bytes:
    """Write *sheet* as one page of HTML."""
    sheet = printable(sheet)
    return "".join(_page(sheet)).encode()


def _page(sheet: MeetingSheet) -> Pieces:
    title = f"{sheet.title}, {days(sheet.first, sheet.last)}"
    yield "<!doctype html>\n"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_text(title)}</title><style>{_style()}</style></head><body>"
    yield from _head(sheet)
    yield "<main>"
    yield from chain.from_iterable(
        _part(part, sheet.currency) for part in parts_of(sheet, Form.PAGE)
    )
    if sheet.readings:
        yield '<section id="in-full"><header><h2>The numbers in full</h2></header>'
        yield from _cells(in_full(sheet), is_titled=False)
        yield "</section>"
    yield f"</main><footer><p>{_text(standing(sheet))}</p><p>{_text(origin(sheet))}</p>"
    yield "</footer></body></html>\n"


def _head(sheet: MeetingSheet) -> Pieces:
    who = present(sheet)
    facts = [
        sheet.company,
        f"Held {sheet.held_on:%A} {day(sheet.held_on)}",
        f"Rated {rating(sheet)}" if sheet.rating is not None else "",
    ]
    when = _text(days(sheet.first, sheet.last))
    yield f'<header><h1>{_text(sheet.title)}, <span class="whole">{when}</span></h1>'
    yield f'<p class="facts">{_text(" · ".join(filter(None, facts)))}</p>'
    yield f'<p class="facts">Present: {_text(who)}</p>' if who else ""
    yield f'<p class="sentence" dir="auto">{_text(sheet.sentence)}</p><nav aria-label="Agenda">'
    for part in parts_of(sheet, Form.PAGE):
        yield f'<a href="#{_text(part.heading)}">{_text(part.title)}</a>'
    yield '<a href="#in-full">The numbers in full</a>' if sheet.readings else ""
    yield "</nav></header>"


def _part(part: Part, currency: str) -> Pieces:
    about = f"{part.question} · {part.minutes} min" if part.minutes else part.question
    yield f'<section id="{_text(part.heading)}"><header><h2>{_text(part.title)}</h2>'
    yield f"<p>{_text(about)}</p>"
    yield f'<p class="sentence" dir="auto">{_text(part.sentence)}</p>' if part.sentence else ""
    yield "</header>"
    for row in rows_of(part):
        yield f'<div class="{ROWS[len(row)]}">'
        yield from _row(row, currency)
        yield "</div>"
    yield "</section>"


def _row(row: Row, currency: str) -> Pieces:
    for block in row:
        if isinstance(block, Tiles):
            yield from _tiles(block)
        elif isinstance(block, Lines):
            yield from _lines(block, currency, HALF if len(row) > 1 else WHOLE)
        elif isinstance(block, Bars):
            yield from _bars(block)
        elif isinstance(block, Cells):
            yield from _cells(block, room=ROOM / len(row))
        else:
            yield from _words(block)


def _tiles(block: Tiles) -> Pieces:
    loud, quiet = loud_and_quiet(block)
    yield f'<div class="tiles" data-side="{block.side.value}"><h3>{_text(block.title)}</h3>'
    if loud:
        yield '<div class="cards">'
        yield from chain.from_iterable(_card(told) for told in loud)
        yield "</div>"
    if quiet:
        yield '<ul class="quiet">'
        yield from chain.from_iterable(_quiet(told) for told in quiet)
        yield "</ul>"
    yield "</div>"


def _card(told: Told) -> Pieces:
    yield f'<div class="card"><span class="label" dir="auto">{_text(told.label)}</span>'
    yield f'<span class="value">{_text(told.shown)}</span>'
    yield f"<small>{_text(told.note)}</small>" if told.note else ""
    if told.change:
        yield f"<small><b>{_text(told.change)}</b> {_text(told.compared)}</small>"
    yield f"<small>{_goal(told)}</small>" if told.goal or told.verdict else ""
    if told.signal:
        bad = ' class="missed"' if told.is_signal_bad else ""
        yield f"<small><b{bad}>◆ {_text(told.signal)}</b></small>"
    yield "</div>"


def _quiet(told: Told) -> Pieces:
    beside = [_text(told.note), _text(change_of(told)), _goal(told)]
    yield f'<li><span dir="auto">{_text(told.label)}</span>'
    yield f'<span class="number">{_text(told.shown)}</span>'
    yield f"<small>{' · '.join(filter(None, beside))}</small></li>"


def _goal(told: Told) -> str:
    bad = ' class="missed"' if told.is_missed else ""
    verdict = f"<b{bad}>{_text(told.verdict)}</b>" if told.verdict else ""
    return " ".join(filter(None, (_text(told.goal), verdict)))


def _lines(block: Lines, currency: str, width: int) -> Pieces:
    show = printer(block.unit, currency)
    yield f'<figure data-side="{block.side.value}"><h3>{_text(block.title)}</h3>'
    yield f"<p>{_text(block.subtitle)}</p>"
    yield f'<div class="broad">{drawn(block, currency, _ink, width=width)}</div>'
    yield f'<div class="narrow">{drawn(block, currency, _ink, width=NARROW)}</div>'
    marked = (f"<li>△ {short_day(when)}: {_text(what)}</li>" for when, what in block.marks)
    yield f"<ul>{''.join(marked)}</ul>" if block.marks else ""
    rows = tuple(
        (short_day(week), "–" if value is None else show(value))
        for week, value in zip(block.weeks, block.values, strict=True)
    )
    yield from _numbers(Cells(title="", columns=("Week of", "Value"), rows=rows, numbers=1))
    yield "</figure>"


def _bars(block: Bars) -> Pieces:
    top = max([*block.values, 0.0]) or 1.0
    sides = block.sides or (None,) * len(block.labels)
    yield f"<figure><h3>{_text(block.title)}</h3><p>{_text(block.subtitle)}</p>"
    yield '<dl class="bars">'
    for label, value, side in zip(block.labels, block.values, sides, strict=True):
        of = f' data-side="{side.value}"' if side else ""
        wide = f"{max(0.0, 84 * value / top):.1f}%"
        yield f'<dt dir="auto">{_text(label)}</dt><dd{of}><i style="width:{wide}"></i>'
        yield f"{_text(plain_number(value))}</dd>"
    yield "</dl></figure>"


def _numbers(block: Cells) -> Pieces:
    yield "<details><summary>Numbers</summary>"
    yield from _cells(block, is_titled=False)
    yield "</details>"


def _cells(block: Cells, *, is_titled: bool = True, room: float = ROOM) -> Pieces:
    side = f' data-side="{block.side.value}"' if block.side else ""
    yield f'<div class="{"sided" if block.side else "block"}"{side}>'
    yield f"<h3>{_text(block.title)}</h3>" if block.title and is_titled else ""
    if block.rows:
        name = _text(block.title or "Numbers")
        yield f'<div class="wide" role="region" tabindex="0" aria-label="{name}"><table>'
        yield from _table(block, room)
        yield "</table></div>"
    elif block.empty:
        yield f'<p class="muted">{_text(block.empty)}</p>'
    yield f'<p class="muted said">{_text(block.note)}</p>' if block.note else ""
    yield "</div>"


def _columns(block: Cells, room: float) -> Pieces:
    """Short columns as wide as their texts; the others' shares of a table *room* em wide."""
    wanted = column_widths(block)
    taken = [LETTER * one.letters + PAD if one.letters else 0.0 for one in wanted]
    whole = 100 * max(0.3, 1 - sum(taken) / room) / (sum(one.share for one in wanted) or 1)
    yield "<colgroup>"
    for one, em in zip(wanted, taken, strict=True):
        wide = f"{em:.1f}em" if em else f"{whole * one.share:.1f}%"
        yield f'<col style="width:{wide}">'
    yield "</colgroup>"


def _table(block: Cells, room: float) -> Pieces:
    right = [place >= len(block.columns) - block.numbers for place in range(len(block.columns))]
    kinds = [' class="right"' if is_right else "" for is_right in right]
    yield from _columns(block, room)
    yield "<thead><tr>"
    for name, kind in zip(block.columns, kinds, strict=True):
        yield f'<th scope="col"{kind}>{_text(name)}</th>'
    yield "</tr></thead><tbody>"
    for row in block.rows:
        yield "<tr>"
        for text, kind in zip(row, kinds, strict=True):
            yield f'<td{kind} dir="auto">{_text(text)}</td>'
        yield "</tr>"
    yield "</tbody>"


def _words(block: Words) -> Pieces:
    yield '<dl class="words">'
    for head, what in said_of(block):
        yield f'<dt dir="auto">{_text(head)}</dt><dd dir="auto">{_text(what)}</dd>'
    yield "</dl>"


def _text(text: str) -> str:
    return escape(text, quote=True)


def _ink(role: Role) -> str:
    return f"var(--{role.value})"


@cache
def _style() -> str:
    face = b64encode(FACE.read_bytes()).decode()
    return (
        "@font-face{font-family:Inter;font-weight:100 900;"
        f"src:url(data:font/woff2;base64,{face}) format('woff2')}}"
        f":root{{{_palette(LIGHT)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_palette(DARK)}}}}}"
        f"{STYLE.read_text('utf-8')}"
    )


def _palette(colours: Mapping[Role, str]) -> str:
    return "".join(f"--{role.value}:{colours[role]};" for role in Role)
