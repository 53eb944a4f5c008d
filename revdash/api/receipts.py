"""Receipts: what became of every row of an import, in words; kept for ever and opened again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from revdash.api.accounts import Account, account_written, equation
from revdash.api.actors import Actor, Right
from revdash.api.asking import moment_text
from revdash.api.changes import Change
from revdash.api.house import House
from revdash.api.imports import Batch, batches, undo
from revdash.api.intake_views import BatchView, FileTold, ReceiptView
from revdash.api.views import Column, Grid
from revdash.episodes.rules import Rules
from revdash.errors import InputError
from revdash.exports.sheets import csv_bytes
from revdash.ingest import Refusal
from revdash.store.ledger import entry, note_of, refusals

REFUSALS_SHOWN = 200
FILES = ("File", "Read", "Loaded", "Unchanged", "Refused")
REFUSALS = ("File", "Line", "Column", "Value", "What is wrong", "What would be right")


def receipt(house: House, actor: Actor, batch: str) -> ReceiptView:
    """What became of one import of the past."""
    actor.assert_may(Right.READ)
    found = _batch(house, actor, batch)
    with house.facts() as connection:
        row = entry(connection, found.batch_id)
        refused = refusals(connection, found.batch_id, REFUSALS_SHOWN)
        rules = house.rules(connection, note_of(connection))
    account = account_written(row.receipt if row else "")
    view = _batch_view(found, rules)
    back = f" · {view.state}" if found.undone_at else ""
    told = f"Import {view.key} · {view.when} · by {view.by}{back}"
    shown = _view(account, _refusals(cells_of(refused), found.refused), view.source, told)
    return replace(shown, key=view.key, is_undoable=view.is_undoable)


def receipt_csv(house: House, actor: Actor, batch: str) -> bytes:
    """Every row that an import refused, as CSV that no spreadsheet runs."""
    actor.assert_may(Right.READ)
    found = _batch(house, actor, batch)
    with house.facts() as connection:
        rows = cells_of(refusals(connection, found.batch_id))
    preamble = (
        ("Refused rows of import", str(found.batch_id)),
        ("Imported", f"{found.loaded_at:%Y-%m-%d %H:%M} UTC by {found.by}"),
        ("Rows", equation(found.read, found.loaded, found.unchanged, found.refused)),
    )
    return csv_bytes(preamble, REFUSALS, rows)


def dry_receipt(account: Account, refused: Sequence[Sequence[str]]) -> ReceiptView:
    """What would become of files that were only tried."""
    title = named([each.file for each in account.files])
    listed = _refusals([tuple(row) for row in refused], account.sums["refused"])
    told = "Only tried: nothing was changed."
    return replace(_view(account, listed, title, told), is_dry=True)


def batch_views(house: House, actor: Actor) -> tuple[BatchView, ...]:
    """Every import of the past, the newest first."""
    actor.assert_may(Right.READ)
    with house.facts() as connection:
        rules = house.rules(connection, note_of(connection))
    return tuple(_batch_view(batch, rules) for batch in batches(house, actor))


def undo_batch(house: House, actor: Actor, key: str) -> str:
    """Take one import back; returns a sentence."""
    actor.assert_may(Right.IMPORT)
    release = undo(house, actor, _number(key))
    return f"Import {key} was taken back; {release} is in force."


def _batch(house: House, actor: Actor, key: str) -> Batch:
    found = next((b for b in batches(house, actor) if str(b.batch_id) == key), None)
    if found is None:
        raise InputError(f"There is no import {key}. `revdash releases` lists the imports.")
    return found


def _view(account: Account, refused: Grid, title: str, told: str) -> ReceiptView:
    sums = account.sums
    return ReceiptView(
        key="",
        title=title,
        told=told,
        read=sums["read"],
        loaded=sums["loaded"],
        unchanged=sums["unchanged"],
        refused=sums["refused"],
        text=equation(**sums),
        files=_files(account),
        told_of=tuple(
            FileTold(
                file=file.file, equation=file.text, notes=file.understood, warnings=file.warnings
            )
            for file in account.files
        ),
        changes=_changes(account.changes),
        changed=tuple(map(str, account.changes)),
        notes=account.notes,
        oddities=account.oddities,
        refusals=refused,
    )


def _files(account: Account) -> Grid:
    return Grid(
        columns=tuple(
            Column(key=name.casefold(), label=name, is_number=name != "File") for name in FILES
        ),
        rows=tuple(
            (
                file.file,
                *(f"{n:,}" for n in (file.read, file.loaded, file.unchanged, file.refused)),
            )
            for file in account.files
        ),
        total=len(account.files),
    )


def _changes(changed: Sequence[Change]) -> Grid:
    """One row a number, one column for each of the two stretches of days."""
    periods = tuple(dict.fromkeys(change.period for change in changed))
    cells = {(one.label, one.period): f"{one.before} → {one.after}" for one in changed}
    labels = tuple(dict.fromkeys(change.label for change in changed))
    return Grid(
        columns=(
            Column(key="number", label="Number"),
            *(Column(key=period, label=period, is_number=True) for period in periods),
        ),
        rows=tuple(
            (label, *(cells.get((label, period), "no change") for period in periods))
            for label in labels
        ),
        total=len(labels),
        empty="None of the numbers of the one view changed.",
    )


def cells_of(refused: Sequence[Refusal] | Sequence[Row[Any]]) -> list[tuple[str, ...]]:
    """Refused rows as cells, whether they were just refused or are kept with an import."""
    return [
        (
            one.file,
            str(one.line),
            one.column if isinstance(one, Refusal) else one.column_name,
            one.value,
            one.reason,
            one.remedy,
        )
        for one in refused
    ]


def _refusals(rows: Sequence[tuple[str, ...]], total: int) -> Grid:
    columns = tuple(Column(key=label, label=label) for label in REFUSALS)
    return Grid(columns=columns, rows=tuple(rows), total=total)


def _batch_view(batch: Batch, rules: Rules) -> BatchView:
    undone = batch.undone_at
    return BatchView(
        key=str(batch.batch_id),
        when=moment_text(batch.loaded_at, rules),
        source=named(imported_files(batch.what), batch.files),
        by=batch.by,
        read=batch.read,
        loaded=batch.loaded,
        unchanged=batch.unchanged,
        refused=batch.refused,
        state=f"taken back {moment_text(undone, rules)}" if undone else "in force",
        is_undoable=undone is None,
    )


def imported_files(what: str) -> list[str]:
    """The names of the files that an import's words tell of."""
    return what.removeprefix("import ").split(", ")


def named(names: Sequence[str], files: int = 0) -> str:
    """The first name, and how many more there are."""
    more = (files or len(names)) - 1
    return f"{names[0]} and {more} more {'file' if more == 1 else 'files'}" if more else names[0]


def _number(key: str) -> int:
    return int(key) if key.isascii() and key.isdecimal() else 0
