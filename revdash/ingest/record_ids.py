"""Record ids: one spelling for ids that a program writes in two, and ids for rows without."""

import hashlib
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_SHORT = r"^[0-9A-Za-z]*[0-9][0-9A-Za-z]*$"
_SHORT_LENGTH, _CHUNK = 15, 5
_SIGNS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", np.uint8)
_WEIGHTS = 1 << np.arange(_CHUNK)
_DAMAGED = r"^\d([.,]\d+)?[eE]\+\d+$"
_WRITTEN = r"^(?:\d+[.,]0{1,2}|\d{1,3}(?:,\d{3})+(?:\.0{1,2})?)$"
_FIELD = "\x1f"


def extended(cells: pa.Array) -> pa.Array:
    """Salesforce's ids of 15 characters in their form of 18; all else as it is.

    The three signs more say which letters are capitals, five letters each, so ids that
    differ only in case stay two.
    """
    is_short = pc.fill_null(
        pc.and_(
            pc.equal(pc.utf8_length(cells), _SHORT_LENGTH),
            pc.match_substring_regex(cells, _SHORT),
        ),
        False,
    )
    if not pc.any(is_short).as_py():
        return cells
    short = cells.filter(is_short).cast(pa.binary(_SHORT_LENGTH))
    signs = np.frombuffer(b"".join(short.to_pylist()), np.uint8).reshape(-1, 3, _CHUNK)
    is_capital = (signs >= ord("A")) & (signs <= ord("Z"))
    more = _SIGNS[is_capital @ _WEIGHTS]
    long = np.concatenate([signs.reshape(-1, _SHORT_LENGTH), more], axis=1)
    made = pa.array(long.view(f"S{long.shape[1]}").ravel(), pa.binary()).cast(pa.string())
    return pc.replace_with_mask(cells, is_short, made)


def whole(cells: pa.Array) -> pa.Array:
    """Ids that are whole numbers without what a spreadsheet adds: 101.0 is 101, 1,234 is 1234."""
    is_written = pc.fill_null(pc.match_substring_regex(cells, _WRITTEN), False)
    if not pc.any(is_written).as_py():
        return cells
    plain = pc.replace_substring_regex(cells, r"[.,]0{1,2}$", "")
    return pc.if_else(is_written, pc.replace_substring(plain, ",", ""), cells)


def damaged(column: pa.Array) -> pa.Array:
    """Which ids a spreadsheet turned into powers of ten, losing their digits."""
    return pc.match_substring_regex(column, _DAMAGED)


def made_ids(cells: pa.Table, seen: Counter[bytes], wanted: pa.Array | None = None) -> pa.Array:
    """An id from each row's content and how many equal rows came before it, which *seen* counts.

    Rows alike stay apart, and the same file gives the same ids again.
    """
    rows = cells if wanted is None else cells.filter(wanted)
    columns = [column.combine_chunks() for column in rows.columns]
    content = pc.binary_join_element_wise(*columns, pa.scalar(_FIELD), null_handling="replace")
    made = []
    for text in content.to_pylist():
        digest = hashlib.sha256(text.encode()).digest()[:16]
        seen[digest] += 1
        made.append(f"{digest.hex()}:{seen[digest]}")
    ids = pa.array(made, pa.string())
    if wanted is None:
        return ids
    return pc.replace_with_mask(pa.nulls(len(wanted), pa.string()), wanted, ids)
