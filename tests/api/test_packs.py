"""Packs: a closed meeting leaves as files with sound names; an open one does not leave."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime

import pytest

from revdash.api import packs
from revdash.desk.audit import Stamp
from revdash.desk.meetings import Series, next_meeting, read_series, save_series
from revdash.desk.snapshots import Snapshot, freeze
from revdash.errors import InputError
from revdash.meetings.sheet import MeetingSheet, as_document

MONDAY = date(2026, 5, 18)
SHEET = MeetingSheet(
    meeting_id="",
    title="Wöchentlich: CMO/CRO\n../..",
    held_on=MONDAY,
    first=date(2026, 5, 11),
    last=date(2026, 5, 17),
    company="Halden",
    currency="EUR",
    sentence="7 of 12 in time.",
    parts=(),
)
STARTS = {"pptx": b"PK", "pdf": b"%PDF", "html": b"<!doctype", "zip": b"PK", "txt": b"W\xc3\xb6"}


@pytest.fixture
def key(own_empty):
    """One meeting that froze a sheet by hand."""
    by = Stamp(actor_id="ann", now=datetime(2026, 5, 18, 11))
    with own_empty.desk.writing() as desk:
        save_series(desk, Series(name="Weekly"), by)
        key = next_meeting(desk, read_series(desk), MONDAY, by)
        frozen = Snapshot(
            meeting_id=key,
            held_on=MONDAY,
            week_start=SHEET.first,
            frozen_at=by.now,
            release="r1",
            data_as_of=by.now,
            definitions="",
            package_version="0",
            page=as_document(replace(SHEET, meeting_id=key)),
        )
        freeze(desk, frozen, (), (), by)
    return key


def test_every_form_offered_is_handed_out(key, viewer):
    files = {one.kind: packs.pack(viewer, key, one.kind) for one in packs.offered(viewer, key)}

    assert {kind: file.content[: len(STARTS[kind])] for kind, file in files.items()} == STARTS
    assert files["pdf"].name == "wochentlich-cmo-cro-2026-05-18.pdf"
    assert files["html"].mime == "text/html"


def test_a_recap_ends_with_the_address_of_the_meeting(key, viewer):
    told = packs.recap(viewer, key, "https://dash.example/meeting?m=1")

    assert told.subject == "Wöchentlich: CMO/CRO ../.., 11–17 May 2026"
    assert told.text.endswith("Open it: https://dash.example/meeting?m=1\n")


def test_another_form_is_refused_with_those_there_are(key, viewer):
    with pytest.raises(InputError, match=r"no form 'docx'.*Known: html, pdf, pptx, txt, zip"):
        packs.pack(viewer, key, "docx")


def test_a_meeting_that_is_not_closed_is_not_handed_out(own_empty, viewer):
    with pytest.raises(InputError, match="not closed"):
        packs.offered(viewer, "m0")


def test_no_page_waits_for_what_writes_files():
    code = "import sys, revdash.api.packs; sys.exit(bool({'pptx', 'typst'} & {*sys.modules}))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
