"""Frames: what the slices of a file gave to one table, ready to merge."""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from revdash.ingest.framing import NEWEST
from revdash.ingest.spill import Spill
from revdash.store.testimony import telling


def completed(
    filled: pa.Table, schema: pa.Schema, defaults: Mapping[str, object] | None = None
) -> pa.Table:
    """Every column of *schema*: those that are filled, and the others blank.

    Says of which columns the file tells; of those it lacks it only fills the *defaults* in.

    All the blanks of one kind share their memory.
    """
    lengths = [len(chunk) for chunk in filled["line"].chunks]
    longest = max(lengths, default=0)
    blank = {
        kind: pa.chunked_array([nothing[:n] for n in lengths], kind)
        for kind in set(schema.types)
        for nothing in [pa.nulls(longest, kind)]
    }
    columns = [
        filled[each.name] if each.name in filled.column_names else blank[each.type]
        for each in schema
    ]
    absent = defaults or {}
    told = [name for name in filled.column_names if name in schema.names and name not in absent]
    return telling(pa.table(columns, schema=schema), told, absent)


def latest(filled: pa.Table) -> tuple[pa.Table, NDArray[np.int64]]:
    """Of several rows of one key only the one with the latest instant; the others' lines.

    Several of one instant all stay.
    """
    keys = filled["event_key"].dictionary_encode()
    codes = _joined(chunk.indices for chunk in keys.chunks)
    oldest = np.iinfo(np.int64).min
    stamps = _joined(pc.fill_null(c.cast(pa.int64()), oldest) for c in filled[NEWEST].chunks)
    newest = np.full(codes.max(initial=-1) + 1, oldest)
    np.maximum.at(newest, codes, stamps)
    is_latest = stamps == newest[codes]
    earlier = _joined(filled["line"].chunks)[~is_latest]
    if not len(earlier):
        return filled, earlier
    kept = Spill(filled.schema)
    start = 0
    for batch in filled.to_batches():
        mask = pa.array(is_latest[start : start + batch.num_rows])
        kept.add(pa.Table.from_batches([batch]).filter(mask))
        start += batch.num_rows
    return kept.table(), earlier


def _joined(chunks: Iterable[pa.Array]) -> NDArray[np.int64]:
    arrays = [chunk.to_numpy(zero_copy_only=False).astype(np.int64) for chunk in chunks]
    return np.concatenate([np.empty(0, np.int64), *arrays])
