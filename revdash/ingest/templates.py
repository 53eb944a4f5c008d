"""Templates: keys and ids made of cells, such as '{mql_id}:mql', for every row at once."""

import hashlib
from collections import Counter
from string import Formatter

import pyarrow as pa
import pyarrow.compute as pc

from revdash.errors import InputError

ROW = "row"  # {row}: the row's own content and how many like it came before
_DAMAGED = r"^\d([.,]\d+)?[eE]\+\d+$"
_FIELD = "\x1f"


def columns_of(template: str) -> tuple[str, ...]:
    """The columns that *template* names; a '?' after a name lets it be blank."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise InputError(
            f"'{template}' is no template: {error}. Write column names in braces, such as {{id}}."
        ) from error
    names = tuple(name for _, name, _, _ in parts if name is not None)
    if any(spec or conversion for _, _, spec, conversion in parts) or "" in names:
        raise InputError(
            f"'{template}' is no template. Write column names in braces, such as {{id}}."
        )
    return tuple(name.removesuffix("?") for name in names)


def render(template: str, cells: dict[str, pa.Array], *, prefix: str = "") -> pa.Array:
    """The text of *template* for every row; null where a column it needs is blank."""
    parts: list[pa.Array | pa.Scalar] = [pa.scalar(prefix)] if prefix else []
    for literal, name, _, _ in Formatter().parse(template):
        if literal:
            parts.append(pa.scalar(literal))
        if name is not None:
            column = cells[name.removesuffix("?")]
            parts.append(pc.fill_null(column, "-") if name.endswith("?") else column)
    return pc.binary_join_element_wise(*parts, pa.scalar(""))


def damaged(column: pa.Array) -> pa.Array:
    """Which ids a spreadsheet turned into powers of ten, losing their digits."""
    return pc.match_substring_regex(column, _DAMAGED)


def made_ids(cells: pa.Table, wanted: pa.Array | None = None) -> pa.Array:
    """An id from each row's content and how many equal rows came before it in the file.

    Rows alike stay apart, and the same file gives the same ids again.
    """
    rows = cells if wanted is None else cells.filter(wanted)
    columns = [column.combine_chunks() for column in rows.columns]
    content = pc.binary_join_element_wise(*columns, pa.scalar(_FIELD))
    seen: Counter[str] = Counter()
    made = []
    for text in content.to_pylist():
        digest = hashlib.sha256(text.encode()).hexdigest()[:32]
        seen[digest] += 1
        made.append(f"{digest}:{seen[digest]}")
    ids = pa.array(made, pa.string())
    if wanted is None:
        return ids
    return pc.replace_with_mask(pa.nulls(len(wanted), pa.string()), wanted, ids)
