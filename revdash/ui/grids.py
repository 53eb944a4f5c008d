"""Grids: a dense table of worded cells."""

from revdash.api.views import Grid
from revdash.ui.component import draw


def grid(grid: Grid, key: str, *, title: str = "", note: str = "", height: int = 0) -> None:
    """Draw *grid* under *title*; past *height* pixels it scrolls under its head."""
    draw("grid", {**_drawing(grid, key), "title": title, "note": note, "height": height}, key)


def openable(grid: Grid, key: str, *, title: str = "", note: str = "") -> str | None:
    """Draw *grid* with rows that open; return the id of the row pressed."""
    drawing = {**_drawing(grid, key), "title": title, "note": note, "height": 0, "opens": True}
    return draw("grid", drawing, key)


def counted(grid: Grid) -> str:
    """Say how many rows are shown of how many there are."""
    if not grid.rows or grid.total <= len(grid.rows):
        return ""
    return f"{len(grid.rows)} of {grid.total:,}"


def _drawing(grid: Grid, key: str) -> dict[str, object]:
    return {**vars(grid), "columns": [*map(vars, grid.columns)], "opens": False, "name": key}
