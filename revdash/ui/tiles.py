"""Tiles: each side's numbers under its rule; the whole tile opens its records."""

from collections.abc import Sequence

from revdash.api.views import Detail, TileColumn
from revdash.ui.component import draw


def columns(columns: Sequence[TileColumn], note: str = "", key: str = "tiles") -> str | None:
    """Draw *columns* of tiles over a *note*; return the metric whose tile was pressed."""
    drawing = [{**vars(column), "tiles": [*map(vars, column.tiles)]} for column in columns]
    return draw("tiles", {"columns": drawing, "note": note}, key)


def reading(detail: Detail, key: str) -> None:
    """Draw one metric's reading, how it is counted, and its statement folded away."""
    drawing = {"tile": vars(detail.tile), "facts": detail.facts, "sql": detail.sql}
    draw("reading", {**drawing, "title": ""}, key)


def titled(detail: Detail, key: str) -> None:
    """Draw one metric's reading under its name; how it is counted stands elsewhere."""
    draw("reading", {"tile": vars(detail.tile), "title": detail.title}, key)
