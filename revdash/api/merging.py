"""Merging: one file's rows into the release under construction, and its receipt."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection

from revdash.api.understanding import Progress
from revdash.ingest import Receipt, Refusal, Staged, receipt_for
from revdash.ingest.spill import let_go
from revdash.store.frames import frame_of, insert_frame
from revdash.store.load import Merged, merge
from revdash.store.releases import Building
from revdash.store.schema.ledger import refused_row
from revdash.store.schema.people import person
from revdash.store.strangers import strangers

STRANGE = 0.1  # of the people known: from this share on their changes are no coincidence


def merge_file(building: Building, staged: Staged, batch_id: int, progress: Progress) -> Receipt:
    """Merge what a file says, and keep its refused rows."""
    progress(f"merging {staged.file}")
    merged: list[Merged] = []
    warnings = [*staged.warnings, *_mixed_up(building.connection, staged)]
    for table, frame in staged.frames:
        merged.append(
            merge(building.connection, table, frame, batch_id=batch_id, loaded_at=building.now)
        )
        let_go()
    receipt = receipt_for(replace(staged, warnings=tuple(warnings)), merged)
    rows = [_refused(batch_id, refusal) for refusal in receipt.refusals]
    insert_frame(building.connection, refused_row, frame_of(refused_row, rows))
    return receipt


def _mixed_up(connection: Connection, staged: Staged) -> Iterator[str]:
    """Say when the people of a file seem to be others than those known by their ids."""
    for table, frame in staged.frames:
        found = strangers(connection, frame) if table is person else None
        if found and found.changed >= max(1, STRANGE * found.known):
            system = frame["source_system"][0].as_py()
            yield (
                f"{found.changed:,} of {found.known:,} known people got another name and another "
                f"e-mail address at once, such as {found.example}: {found.was} is now {found.now}. "
                f"If they are people of another {system}, take this import back and import the "
                f"file again as another source: with --source {system}-2, or under 'Where it comes "
                "from' on the Data page."
            )


def _refused(batch_id: int, refusal: Refusal) -> dict[str, object]:
    return {
        "batch_id": batch_id,
        "file": refusal.file,
        "line": refusal.line,
        "column_name": refusal.column,
        "value": refusal.value,
        "reason": refusal.reason,
        "remedy": refusal.remedy,
    }
