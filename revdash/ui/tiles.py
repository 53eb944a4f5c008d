"""Tiles: each side's numbers under its rule; the whole tile opens its records."""

from collections.abc import Sequence

from revdash.api.views import Tile, TileColumn
from revdash.ui.component import draw


def columns(columns: Sequence[TileColumn], key: str = "tiles") -> str | None:
    """Draw *columns* of tiles; return the metric whose tile was pressed."""
    drawing = [{**vars(column), "tiles": [*map(vars, column.tiles)]} for column in columns]
    return draw("tiles", {"columns": drawing}, key)


def reading(tile: Tile, key: str) -> None:
    """Draw one tile's facts in a line, over what they open."""
    draw("reading", {"tile": vars(tile)}, key)
