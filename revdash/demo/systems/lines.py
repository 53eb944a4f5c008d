"""Lines: a thing as one system tells of it, each time something about it changed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from revdash.demo.world import World

Cell: TypeAlias = str | int | float | bool | date | datetime | None
Cells: TypeAlias = Mapping[str, Cell]


class Line(NamedTuple):
    """One line of an export: of those of one thing in one week only the last is handed out."""

    at: datetime  # when the system changed it
    key: str
    cells: Cells


class Sheet(NamedTuple):
    """One file of a week's export."""

    name: str
    columns: tuple[str, ...]
    lines: Callable[[World], Iterable[Line]]
    is_cut: bool = False  # a shorter demo leaves out what came before it
    weeks: int = 1  # how many weeks are handed out at once


A_MONTH = 4  # weeks
