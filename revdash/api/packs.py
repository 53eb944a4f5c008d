"""Packs: a meeting that closed, handed out in the form asked for; nothing is sent."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from revdash.api import minutes
from revdash.api.actors import Actor, Right
from revdash.errors import InputError, suggestion
from revdash.exports.recap import Recap
from revdash.exports.recap import recap as _recap
from revdash.meetings.sheet import MeetingSheet


class Kind(StrEnum):
    """The forms in which a meeting leaves; each is also the end of its file's name."""

    PPTX = "pptx"
    PDF = "pdf"
    HTML = "html"
    CSV = "zip"
    RECAP = "txt"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One form of a meeting, as a page offers it."""

    kind: str
    label: str
    told: str


@dataclass(frozen=True, kw_only=True)
class File:
    """What is downloaded."""

    name: str
    mime: str
    content: bytes


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OFFERS = (
    (Kind.PPTX, "Slides", "PowerPoint; texts, tables and charts stay editable"),
    (Kind.PDF, "PDF", "A4, for reading and printing"),
    (Kind.HTML, "Web page", "one file that opens anywhere, also without a network"),
    (Kind.CSV, "Tables", "every number and every table as CSV, in one zip"),
    (Kind.RECAP, "Recap", "plain text for an e-mail or a chat"),
)
_MIMES = {
    Kind.PPTX: f"{_OFFICE}.presentationml.presentation",
    Kind.PDF: "application/pdf",
    Kind.HTML: "text/html",
    Kind.CSV: "application/zip",
    Kind.RECAP: "text/plain",
}
_LONGEST = 60  # letters of a file's name


def offered(actor: Actor, meeting_id: str) -> tuple[Offer, ...]:
    """The forms in which one closed meeting can be had."""
    minutes.minutes(actor, meeting_id)
    return tuple(Offer(kind=kind.value, label=label, told=told) for kind, label, told in _OFFERS)


def pack(actor: Actor, meeting_id: str, kind: str, link: str = "") -> File:
    """One closed meeting as a file of *kind*; a recap ends with *link*."""
    actor.assert_may(Right.READ)
    if kind not in set(Kind):
        raise InputError(f"There is no form '{kind}' of a meeting. {suggestion(kind, Kind)}")
    form = Kind(kind)
    sheet = minutes.minutes(actor, meeting_id)
    name = f"{_slug(sheet.title)}-{sheet.held_on}.{form}"
    return File(name=name, mime=_MIMES[form], content=_written(sheet, form, link))


def recap(actor: Actor, meeting_id: str, link: str = "") -> Recap:
    """The recap of one closed meeting, for whoever shows, copies or one day sends it."""
    return _recap(minutes.minutes(actor, meeting_id), link)


def _written(sheet: MeetingSheet, kind: Kind, link: str) -> bytes:
    """Write *sheet*; who writes is loaded only now, so that no page waits for it."""
    match kind:
        case Kind.PPTX:
            from revdash.exports.pptx import pptx  # noqa: PLC0415

            return pptx(sheet)
        case Kind.PDF:
            from revdash.exports.pdf import pdf  # noqa: PLC0415

            return pdf(sheet)
        case Kind.HTML:
            from revdash.exports.page_html import page_html  # noqa: PLC0415

            return page_html(sheet)
        case Kind.CSV:
            from revdash.exports.tables_csv import tables_csv  # noqa: PLC0415

            return tables_csv(sheet)
        case Kind.RECAP:
            told = _recap(sheet, link)
            return f"{told.subject}\n\n{told.text}".encode()


def _slug(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].strip("-") or "meeting"
