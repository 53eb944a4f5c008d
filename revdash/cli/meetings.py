"""Meetings: those that closed, and each as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from revdash import api
from revdash.api import minutes, packs
from revdash.cli.printing import AsCsv, AsJson, form_of, free_name, rows_out, say
from revdash.errors import InputError

LAST, STDOUT = "last", "-"


def meetings_(as_csv: AsCsv = False, as_json: AsJson = False) -> None:
    """List the meetings that closed, the newest first.

    Example: revdash meetings
    """
    header = ("meeting", "title", "held on", "closed at (UTC)", "by", "rating", "numbers")
    rows = [
        (
            one.meeting_id,
            one.title,
            one.held_on,
            f"{one.closed_at:%Y-%m-%d %H:%M}",
            one.closed_by,
            one.rating,
            one.numbers,
        )
        for one in minutes.past(api.COMMAND_LINE)
    ]
    rows_out(header, rows, form_of(as_csv=as_csv, as_json=as_json))


def export_(
    meeting: Annotated[str, typer.Argument(help="`revdash meetings` lists them.")] = LAST,
    form: Annotated[packs.Kind, typer.Option("--as", help="Which form.")] = packs.Kind.PDF,
    to: Annotated[str, typer.Option(help="A file, a folder, or - for what follows.")] = ".",
    link: Annotated[str, typer.Option(help="The address that a recap ends with.")] = "",
) -> None:
    """Write a closed meeting as slides, PDF, web page, tables (zip) or recap (txt).

    Example: revdash export last --as pptx
    """
    file = packs.pack(api.COMMAND_LINE, _key(meeting), form.value, link)
    if to == STDOUT:
        sys.stdout.buffer.write(file.content)
        return
    path = Path(to) / file.name if Path(to).is_dir() else Path(to)
    try:
        with path.open("xb") as out:
            out.write(file.content)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}). {free_name(error)}"
        ) from None
    say(f"{path} holds the meeting.")


def _key(meeting: str) -> str:
    if meeting != LAST:
        return meeting
    found = minutes.past(api.COMMAND_LINE)
    if not found:
        raise InputError("No meeting is closed yet. Hold one and close it on the Meeting page.")
    return found[0].meeting_id
