"""Lettering: how wide a text is and how many lines it takes, before anything draws it."""

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

ASSETS = Path(__file__).parent / "assets"
POINTS_AN_INCH: Final = 72
LEADING: Final = 1.22  # a line's height by its letters' size
DRAWN: Final = 64  # points at which letters are measured


def width_of(text: str, size: float, *, is_bold: bool = False) -> float:
    """Inches that *text* takes in one line of *size* points."""
    return _length(text, is_bold) / DRAWN * size / POINTS_AN_INCH


def lines_of(text: str, size: float, width: float, *, is_bold: bool = False) -> int:
    """How many lines *text* takes in *width* inches, words too long for one broken."""
    return sum(_lines(line, size, width, is_bold) for line in text.split("\n"))


def height_of(text: str, size: float, width: float, *, is_bold: bool = False) -> float:
    """Inches that *text* takes from top to bottom in *width* inches."""
    lines = lines_of(text, size, width, is_bold=is_bold)
    return lines * size * LEADING / POINTS_AN_INCH


def _lines(line: str, size: float, width: float, is_bold: bool) -> int:
    lines, used = 1, 0.0
    blank = width_of(" ", size, is_bold=is_bold)
    for word in line.split(" "):
        wide = width_of(word, size, is_bold=is_bold)
        if used and used + blank + wide > width:
            lines, used = lines + 1, 0.0
        over = int(wide / width) if wide > width else 0
        lines += over
        used = (used + blank if used else 0.0) + wide - over * width
    return lines


@lru_cache(maxsize=8192)
def _length(text: str, is_bold: bool) -> float:
    return _face(is_bold).getlength(text)


@cache
def _face(is_bold: bool) -> "FreeTypeFont":
    """Inter, wider than what a reader's machine may put in its place."""
    from PIL import ImageFont  # noqa: PLC0415  only slides measure

    name = "semibold" if is_bold else "regular"
    path = ASSETS / f"inter-4.1.1-{name}.ttf"
    return ImageFont.truetype(path, DRAWN, layout_engine=ImageFont.Layout.BASIC)
