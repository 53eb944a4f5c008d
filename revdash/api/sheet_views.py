"""Sheet views: what the sheet of a meeting is made of, for whoever draws it."""

from revdash.meetings.sheet import (
    Bars,
    Block,
    Cells,
    Heading,
    Lines,
    MeetingSheet,
    Part,
    Tiles,
    Told,
    Words,
)

__all__ = [
    "Bars",
    "Block",
    "Cells",
    "Heading",
    "Lines",
    "MeetingSheet",
    "Part",
    "Tiles",
    "Told",
    "Words",
]
