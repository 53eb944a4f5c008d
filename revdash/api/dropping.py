"""Dropping: a file dropped on the Data page: looked at, and imported."""

from revdash.api.actors import Actor, Right
from revdash.api.house import House
from revdash.api.imports import import_bytes
from revdash.api.intake_views import Inspection, ReceiptView
from revdash.api.receipts import receipt
from revdash.api.views import Column, Grid
from revdash.desk.mappings import find_mapping
from revdash.errors import RevdashError
from revdash.ingest import header_signature, read_bytes, recognise
from revdash.ingest.shapes import texts
from revdash.metrics.shown import NOTHING

SAMPLE_ROWS = 8


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
    done = import_bytes(house, actor, name, content, mapping=mapping)
    return receipt(house, actor, str(done.batch_id))
