"""Importing: files in by command, with a receipt that can be opened again, and back out."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from revdash import api
from revdash.api import dropping, working
from revdash.api.imports import Imported, Manner, import_paths
from revdash.api.intake_views import ReceiptView
from revdash.api.receipts import cells_of, dry_receipt
from revdash.cli.ending import finishing
from revdash.cli.printing import AsCsv, AsJson, Form, free_name, plain, rows_out, say, steps
from revdash.errors import InputError


class Dates(StrEnum):
    """Which comes first in a date such as 03/04/2026."""

    DAY = "day-first"
    MONTH = "month-first"


class Decimal(StrEnum):
    """Which sign stands before decimals in a number such as 1.234."""

    POINT = "point"
    COMMA = "comma"


SIGNS = {Decimal.POINT: ".", Decimal.COMMA: ","}
ORDERS = {Dates.DAY: ("d/m/Y", "d-m-Y"), Dates.MONTH: ("m/d/Y", "m-d-Y")}
REFUSALS = 20  # printed; the receipt keeps them all
STEPS_A_FILE, STEPS_AT_END = (
    3,
    3,
)  # reading, understanding, merging; deriving, comparing, publishing


def import_(  # noqa: PLR0913, PLR0917  every option is one
    files: Annotated[list[Path], typer.Argument(help="The files, as one import.")],
    mapping: Annotated[Path | None, typer.Option(help="A mapping in TOML.")] = None,
    source: Annotated[
        str, typer.Option(help="What the files' source is called, such as hubspot-emea.")
    ] = "",
    encoding: Annotated[str | None, typer.Option(help="Such as cp1252; else UTF-8.")] = None,
    dates: Annotated[
        Dates | None, typer.Option(help="The order of dates that can be read in two ways.")
    ] = None,
    decimal: Annotated[
        Decimal | None,
        typer.Option(help="The sign before decimals, where it can be read both ways."),
    ] = None,
    propose: Annotated[
        bool, typer.Option("--propose", help="Read what is not known as it looks.")
    ] = False,
    save_mapping: Annotated[
        Path | None, typer.Option(help="With --propose: write that mapping to a file.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read, and change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import files: one release or none; every row is loaded, unchanged or refused.

    Example: revdash import leads.csv deals.csv
    """
    text = _text_of(mapping) if mapping else ""
    if propose:
        _propose(files, encoding, save_mapping)
    total = STEPS_A_FILE * len(files) + STEPS_AT_END
    with finishing() as ending, steps("import", total=total) as step:
        manner = Manner(
            mapping=text,
            source=source,
            encoding=encoding,
            dates=ORDERS[dates] if dates else (),
            decimal=SIGNS[decimal] if decimal else "",
            proposes=propose,
            progress=step,
            ends=ending,
            is_dry=dry_run,
        )
        done = import_paths(api.house(), api.COMMAND_LINE, files, manner)
    _tell(done, as_json=as_json)
    if done.left:
        raise typer.Exit(ending.code)


def undo_(batch: Annotated[int, typer.Argument(help="The import's number.")]) -> None:
    """Take one import back, exactly, also after later ones.

    Example: revdash undo 3
    """
    say(api.undo(api.COMMAND_LINE, str(batch)))


def receipt_(
    batch: Annotated[int, typer.Argument(help="The import's number.")],
    as_csv: AsCsv = False,
) -> None:
    """Open the receipt of an import again; --csv gives every refused row.

    Example: revdash receipt 12 --csv
    """
    if as_csv:
        sys.stdout.buffer.write(api.receipt_csv(api.COMMAND_LINE, str(batch)))
        return
    receipt = api.receipt(api.COMMAND_LINE, str(batch))
    say(f"{receipt.told}: {receipt.title}")
    _say(receipt)


def work(key: Annotated[str, typer.Argument(help="The job's key.")]) -> None:
    """Do an import that was begun on the Data page.

    Example: revdash work 0123456789abcdef
    """
    with finishing() as ending:
        working.work(api.house(), api.COMMAND_LINE, key, ending)


def _propose(files: list[Path], encoding: str | None, target: Path | None) -> None:
    """Say how unknown files look, and write that down for a person to correct."""
    for file in files:
        for told, toml in dropping.proposed(api.house(), api.COMMAND_LINE, file, encoding):
            sys.stderr.write(plain(told) + "\n")
            if target is not None:
                _save(target, toml)
                target = None


def _save(target: Path, toml: str) -> None:
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(toml)
    except OSError as error:
        raise InputError(
            f"{target} cannot be written ({error.strerror}). {free_name(error)}"
        ) from None


def _tell(done: Imported, *, as_json: bool) -> None:
    """Print the receipt, in words or for a program."""
    if as_json:
        sys.stderr.writelines(f"{plain(note)}\n" for note in done.notes if done.left)
        _as_json(done)
        return
    number = done.batch_id
    if number is None:
        refused = [refusal for receipt in done.receipts for refusal in receipt.refusals]
        _say(dry_receipt(done.account, cells_of(refused[:REFUSALS])))
        say("Nothing was changed: this was a dry run.")
        return
    _say(api.receipt(api.COMMAND_LINE, str(number)))
    say(f"Import {number} is in {done.release}. `revdash undo {number}` takes it back.")


def _as_json(done: Imported) -> None:
    header = ("file", "read", "loaded", "unchanged", "refused", "release", "batch")
    rows = [
        (r.file, r.read, r.loaded, r.unchanged, r.refused, done.release, done.batch_id)
        for r in done.receipts
    ]
    rows_out(header, rows, Form.JSON)


def _say(receipt: ReceiptView) -> None:
    """Print a receipt: file by file, then what changed and looked odd, then what was refused."""
    for told in receipt.told_of:
        say(told.equation)
        for sentence in (*(f"Look at this: {each}" for each in told.warnings), *told.notes):
            say(f"  {sentence}")
    flagged = [f"Kept and flagged: {oddity}." for oddity in receipt.oddities]
    of_all = [*receipt.notes, *flagged, *receipt.changed]
    if of_all:
        say("In the one view:")
    for sentence in of_all:
        say(f"  {sentence}")
    for file, line, column, _, reason, remedy in receipt.refusals.rows[:REFUSALS]:
        where = f"{file}, line {line}" + (f", {column}" if column else "")
        say(f"  {where}: {reason} {remedy}")
    if receipt.refusals.total > REFUSALS:
        more = receipt.refusals.total - REFUSALS
        every = f"; `revdash receipt {receipt.key} --csv` lists them" if receipt.key else ""
        say(f"  … and {more:,} more{every}.")


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise InputError(
            f"The mapping {path} cannot be read ({why}). Give a TOML file in UTF-8."
        ) from None
