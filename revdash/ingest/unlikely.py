"""Unlikely: what a file says that can hardly be so; it is kept, and a person is told."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest.staging import Staged
from revdash.plural import counted

BEGUN = ("created_at", "created_on", "day")  # never ahead of the moment at which it is told
_A_DAY = timedelta(days=1)  # no zone is further ahead


def yet_to_come(staged: Staged, now: datetime) -> Iterator[str]:
    """Say what a file dates after the moment it is imported at, though it must be past."""
    for table, frame in staged.frames:
        for name in BEGUN:
            if name in frame.column_names:
                yield from _later(table.name, name, frame, now + _A_DAY)


def _later(table: str, name: str, frame: pa.Table, limit: datetime) -> Iterator[str]:
    column = frame[name]
    latest = limit if pa.types.is_timestamp(column.type) else limit.date()
    found = frame.filter(pc.greater(column, pa.scalar(latest, column.type)))
    if found.num_rows:
        rows = counted(found.num_rows, "row")
        lies = "lies" if found.num_rows == 1 else "lie"
        value = str(found[name][0].as_py()).removesuffix(" 00:00:00")
        yield (
            f"{rows} of {table} {lies} in the future by {name}, the first in line "
            f"{found['line'][0].as_py():,}: {value}. Kept as recorded: if that is wrong, correct "
            "it in the source, then import the file again."
        )
