"""Printing: tables for a terminal, and the same as CSV or JSON for a program."""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text


class Form(StrEnum):
    """How a command prints."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def form_of(*, as_csv: bool, as_json: bool) -> Form:
    """The form that the two options ask for."""
    return Form.CSV if as_csv else Form.JSON if as_json else Form.TABLE


def rows_out(header: Sequence[str], rows: Sequence[Sequence[object]], form: Form) -> None:
    """Print rows in the form asked for; cells are text, never markup."""
    if form is Form.JSON:
        records = [dict(zip(header, row, strict=True)) for row in rows]
        sys.stdout.write(json.dumps(records, default=str, indent=2, ensure_ascii=False) + "\n")
        return
    if form is Form.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
        return
    console = Console(width=None if sys.stdout.isatty() else 200)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in header:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text("–" if cell is None else str(cell)) for cell in row))
    console.print(table)


def say(text: str) -> None:
    """Print one line."""
    sys.stdout.write(text + "\n")


@contextmanager
def steps(title: str) -> Iterator[Callable[[str], None]]:
    """Show the steps of long work: a moving line on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():

        def plain(step: str) -> None:
            sys.stderr.write(f"{title}: {step}\n")
            sys.stderr.flush()

        yield plain
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title)

        def moving(step: str) -> None:
            bar.update(task, description=f"{title}: {step}")

        yield moving
