"""Conditions: for which rows of a file what a mapping asks of them is so."""

from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from revdash.ingest.cells import Cells
from revdash.ingest.targets import When


def holds(when: When, cells: Cells) -> pa.Array:
    """For which rows a condition is so."""
    text = cells.first_text(when.columns)
    if when.is_blank:
        return pc.is_null(text)
    if when.same or when.differs:
        other = pc.fill_null(cells.first_text(when.same or when.differs), "")
        is_same = pc.equal(pc.fill_null(text, ""), other)
        return is_same if when.same else pc.invert(is_same)
    if when.prefix:
        starts = [pc.starts_with(text, each) for each in when.prefix]
        return pc.fill_null(reduce(pc.or_, starts), False)
    words = pc.utf8_lower(pa.array((*when.equals, *when.is_not), pa.string()))
    if not len(words):
        return pc.is_valid(text)
    found = pc.is_in(pc.utf8_lower(text), value_set=words)
    return found if when.equals else pc.invert(found)
