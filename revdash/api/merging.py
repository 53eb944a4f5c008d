"""Merging: one file's rows into the release under construction, and its receipt."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Connection, Table

from revdash.api.understanding import Progress
from revdash.ingest import Receipt, Refusal, Staged, receipt_for
from revdash.ingest.spill import let_go
from revdash.plural import counted
from revdash.store.endings import Ended, days_ended, parts_ended
from revdash.store.frames import frame_of, insert_frame
from revdash.store.load import Merged, merge
from revdash.store.releases import Building
from revdash.store.schema.ledger import refused_row
from revdash.store.schema.marketing import channel_day
from revdash.store.schema.people import person
from revdash.store.strangers import strangers

STRANGE = 0.1  # of the people known: from this share on their changes are no coincidence


def merge_file(building: Building, staged: Staged, batch_id: int, progress: Progress) -> Receipt:
    """Merge what a file says, and keep its refused rows."""
    progress(f"merging {staged.file}")
    let_go()
    merged: list[Merged] = []
    told = replace(staged, warnings=(*staged.warnings, *_mixed_up(building.connection, staged)))
    ended = list(_ended(building.connection, staged))
    for table, frame in (*((table, end.frame) for table, end in ended), *staged.frames):
        merged.append(
            merge(building.connection, table, frame, batch_id=batch_id, loaded_at=building.now)
        )
        let_go()
    notes = (*staged.understood, *_said_of(ended))
    receipt = receipt_for(replace(told, understood=notes), merged)
    rows = [_refused(batch_id, refusal) for refusal in receipt.refusals]
    insert_frame(building.connection, refused_row, frame_of(refused_row, rows))
    return receipt


def _ended(connection: Connection, staged: Staged) -> Iterator[tuple[Table, Ended]]:
    """What a file says to be no more without naming it, as the store stands before it."""
    for table, records, parts in staged.parted:
        yield table, parts_ended(connection, table, records, parts)
    for table, frame in staged.frames:
        if table is channel_day and staged.ways:
            yield table, days_ended(connection, frame, staged.ways)


def _said_of(ended: Iterable[tuple[Table, Ended]]) -> Iterator[str]:
    """In words, what a file has replaced or taken away."""
    for table, end in ended:
        for thing, rows in sorted(end.things.items()):
            if table is channel_day:
                finer = thing.partition(" by ")[2] or "campaign"
                yield (
                    f"Replaces {counted(rows, 'row')} that gave the same days of the same "
                    f"campaigns by {finer}: each day counts once, as this file tells it."
                )
            else:
                links = counted(rows, "link")
                yield f"{links} from a {thing} to a person left out here, so no longer counted."


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
