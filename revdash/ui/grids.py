"""Grids: a dense table of worded cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from revdash.api.views import Grid
from revdash.ui.component import draw


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a grid is shown: under which words, how high, with which columns on a phone."""

    title: str = ""
    note: str = ""
    height: int = 0  # pixels past which it scrolls under its head
    phone: tuple[str, ...] = ()  # keys of the columns that matter there; all when none is named
    cards: Mapping[str, str] = field(default_factory=dict)  # on a phone a row is a card of these
    # columns, each with a word before it
    strong: tuple[str, ...] = ()  # texts that stand out
    every: str = ""  # what "See all" opens


def grid(grid: Grid, key: str, manner: Manner = Manner()) -> str | None:
    """Draw *grid* for reading; return what "See all" opens once it is pressed."""
    return draw("grid", _drawing(grid, key, manner), key)


def openable(grid: Grid, key: str, manner: Manner = Manner()) -> str | None:
    """Draw *grid* with rows that open; return the id of the row pressed."""
    return draw("grid", {**_drawing(grid, key, manner), "opens": True}, key)


def acting(grid: Grid, key: str, manner: Manner, *, action: str, ids: Sequence[str]) -> str | None:
    """Draw *grid* with a button in the rows of *ids*; return the id of the row pressed."""
    drawing = {**_drawing(grid, key, manner), "action": action, "acting": [*ids]}
    return draw("grid", drawing, key)


def counted(grid: Grid) -> str:
    """Say how many rows are shown of how many there are."""
    if not grid.rows or grid.total <= len(grid.rows):
        return ""
    return f"{len(grid.rows)} of {grid.total:,}"


def _drawing(grid: Grid, key: str, manner: Manner) -> dict[str, Any]:
    columns = [*map(vars, grid.columns)]
    still = {"opens": False, "action": "", "acting": (), "name": key}
    return {**vars(grid), **vars(manner), "columns": columns, **still}
