"""Dropping: a file dropped on the Data page: looked at, imported, listed, taken back."""

from datetime import datetime

from revdash.api.actors import Actor, Right
from revdash.api.asking import local_time
from revdash.api.house import House
from revdash.api.imports import Batch, Imported, batches, import_bytes, undo
from revdash.api.views import BatchView, Column, Grid, Inspection, ReceiptView
from revdash.desk.mappings import find_mapping
from revdash.episodes.rules import Rules
from revdash.errors import RevdashError
from revdash.ingest import header_signature, read_bytes, recognise
from revdash.ingest.shapes import texts
from revdash.metrics.shown import NOTHING
from revdash.store.ledger import note_of

SAMPLE_ROWS = 8
REFUSALS_SHOWN = 500


def mapping_names(house: House, actor: Actor) -> tuple[str, ...]:
    """The names of the mappings shipped with the product."""
    actor.assert_may(Right.READ)
    _ = house
    return tuple(texts())


def inspect(house: House, actor: Actor, name: str, content: bytes) -> Inspection:
    """Say what a dropped file is, and show its first rows."""
    actor.assert_may(Right.IMPORT)
    try:
        source, *_ = read_bytes(name, content)
    except RevdashError as problem:
        return Inspection(
            recognised="", mapping="", sample=Grid(columns=(), rows=()), problem=str(problem)
        )
    with house.desk.connect() as connection:
        remembered = find_mapping(connection, header_signature(source.header))
    known = recognise(source)
    recognised = "by the mapping remembered for these columns" if remembered else ""
    columns = tuple(Column(key=str(n), label=text) for n, text in enumerate(source.header))
    rows = [
        tuple(cell or NOTHING for cell in row.values())
        for row in source.cells.slice(0, SAMPLE_ROWS).to_pylist()
    ]
    return Inspection(
        recognised=recognised or (known.name if known else ""),
        mapping=texts().get(known.name, "") if known else "",
        sample=Grid(columns=columns, rows=tuple(rows), total=source.read),
        problem=""
        if known or remembered
        else "These columns are not known yet. Paste a mapping below to import them.",
    )


def import_file(house: House, actor: Actor, name: str, content: bytes, mapping: str) -> ReceiptView:
    """Import a dropped file, and say what became of every row."""
    return _view(import_bytes(house, actor, name, content, mapping=mapping))


def batch_views(house: House, actor: Actor) -> tuple[BatchView, ...]:
    """Every import of the past, the newest first."""
    with house.facts() as connection:
        rules = house.rules(connection, note_of(connection))
    return tuple(_batch_view(batch, rules) for batch in batches(house, actor))


def undo_batch(house: House, actor: Actor, key: str) -> str:
    """Take one import back; returns a sentence."""
    actor.assert_may(Right.IMPORT)
    release = undo(house, actor, int(key) if key.isdecimal() else 0)
    return f"Import {key} was taken back; {release} is in force."


def _batch_view(batch: Batch, rules: Rules) -> BatchView:
    undone = batch.undone_at
    return BatchView(
        key=str(batch.batch_id),
        when=_moment(batch.loaded_at, rules),
        source=_files(batch),
        by=batch.by,
        read=batch.read,
        loaded=batch.loaded,
        unchanged=batch.unchanged,
        refused=batch.refused,
        state=f"taken back {_moment(undone, rules)}" if undone else "in force",
        is_undoable=undone is None,
    )


def _moment(moment: datetime, rules: Rules) -> str:
    local = local_time(moment, rules)
    return f"{local.day} {local:%b %Y %H:%M}"


def _files(batch: Batch) -> str:
    first = batch.what.removeprefix("import ").split(", ")[0]
    if batch.files == 1:
        return first
    return f"{first} and {batch.files - 1} more {'file' if batch.files == 2 else 'files'}"  # noqa: PLR2004  the first and one more


def _view(imported: Imported) -> ReceiptView:
    refusals = [refusal for receipt in imported.receipts for refusal in receipt.refusals]
    columns = ("File", "Line", "Column", "Value", "What is wrong", "What would be right")
    return ReceiptView(
        text=" ".join(receipt.text for receipt in imported.receipts),
        read=sum(receipt.read for receipt in imported.receipts),
        loaded=sum(receipt.loaded for receipt in imported.receipts),
        unchanged=sum(receipt.unchanged for receipt in imported.receipts),
        refused=sum(receipt.refused for receipt in imported.receipts),
        release=imported.release,
        refusals=Grid(
            columns=tuple(Column(key=label, label=label) for label in columns),
            rows=tuple(
                (r.file, str(r.line), r.column, r.value, r.reason, r.remedy)
                for r in refusals[:REFUSALS_SHOWN]
            ),
            total=len(refusals),
        ),
        notes=(
            *dict.fromkeys(note for receipt in imported.receipts for note in receipt.understood),
            *(f"Kept and flagged: {oddity}." for oddity in imported.oddities),
        ),
    )
