"""Printing: tables for a terminal, and the same as CSV or JSON for a program."""

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from math import isfinite
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from revdash import api
from revdash.cli.ending import is_stopped, stop
from revdash.errors import InputError

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Form(StrEnum):
    """How a command prints."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def free_name(error: OSError) -> str:
    """What to do where a file could not be made."""
    if isinstance(error, FileExistsError):
        return "Give a name that is not taken."
    return "Give a name in a folder that is there and that you may write to."


def form_of(*, as_csv: bool, as_json: bool) -> Form:
    """The form that the two options ask for; raises InputError where they ask for two."""
    if as_csv and as_json:
        raise InputError("A command prints in one form. Give either --csv or --json.")
    return Form.CSV if as_csv else Form.JSON if as_json else Form.TABLE


def rows_out(header: Sequence[str], rows: Sequence[Sequence[object]], form: Form) -> None:
    """Print rows in the form asked for; cells are text, never markup or formulas."""
    if form is Form.JSON:
        records = [dict(zip(header, map(_finite, row), strict=True)) for row in rows]
        text = json.dumps(records, default=str, indent=2, ensure_ascii=False, allow_nan=False)
        sys.stdout.write(text + "\n")
        return
    if form is Form.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([api.harmless(_finite(cell)) for cell in row] for row in rows)
        return
    console = Console(width=None if sys.stdout.isatty() else 200)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in header:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain("–" if cell is None else str(cell))) for cell in row))
    console.print(table)


def say(text: str) -> None:
    """Print one line, or a text of several."""
    sys.stdout.write(plain(text) + "\n")


def plain(text: str) -> str:
    """Return *text* without what would steer a terminal: data may hold anything."""
    return _STEERING.sub("\ufffd", text)


def _finite(cell: object) -> object:
    """A number that has an end; 'not reached' has no value a program could read."""
    return None if isinstance(cell, float) and not isfinite(cell) else cell


def _assert_goes_on() -> None:
    if is_stopped():
        stop()


@contextmanager
def steps(title: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Show the steps of long work: a progress bar on a terminal, plain lines elsewhere.

    Without a *total* of steps the bar only says that work goes on.
    """
    if not sys.stderr.isatty():

        def plain(step: str) -> None:
            _assert_goes_on()
            sys.stderr.write(f"{title}: {step}\n")
            sys.stderr.flush()

        yield plain
        return
    columns = (BarColumn(bar_width=24), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)

        def moving(step: str) -> None:
            _assert_goes_on()
            bar.update(task, description=f"{title}: {step}", advance=1 if total else 0)

        yield moving
