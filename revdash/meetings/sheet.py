"""Sheet: one meeting as it is shown, worded; drawn live, frozen at its close, and handed out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from pydantic import TypeAdapter

from revdash.terms import Side


class Heading(StrEnum):
    """The parts of an agenda, in their usual order."""

    LAST_TIME = "last_time"  # what the last meeting's frozen numbers are now
    PROMISES = "promises"
    SIGNALS = "signals"
    DROPS = "drops"
    WINS = "wins"  # and owned misses, of each side
    TALKS = "talks"  # questions and disputes to decide
    ASKS = "asks"
    COMMITMENTS = "commitments"
    DECISIONS = "decisions"
    EXPERIMENTS = "experiments"
    SENT = "sent"  # tiles that somebody put on the agenda
    RATING = "rating"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One reading as its tile tells it; every text is ready to print and free of markup."""

    metric: str
    label: str
    meaning: str
    side: Side
    shown: str  # "7 of 12", "56 %", "2 h 20 m"
    unit: str
    value: float | None
    sample: int = 0
    hits: float = 0.0
    low: float | None = None
    high: float | None = None
    first: date
    last: date
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    definition_version: int = 1
    note: str = ""  # "few data", "about 92 % in"
    change: str = ""  # "▲ 12", never coloured
    compared: str = ""
    goal: str = ""
    verdict: str = ""  # met, missed, on pace, behind pace
    is_missed: bool = False
    signal: str = ""  # the word of a verdict of DOMAIN.md 6.7
    signal_text: str = ""
    is_signal_bad: bool = False

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to talk about: no rule speaks and no goal is missed."""
        return not (self.is_missed or self.signal)


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """Readings of one side, the loud ones first; the quiet ones fold into one line."""

    kind: Literal["tiles"] = "tiles"
    title: str
    side: Side
    tiles: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class Lines:
    """One metric by week with its limits and its goal."""

    kind: Literal["lines"] = "lines"
    title: str  # the finding
    subtitle: str
    unit: str
    side: Side
    weeks: tuple[date, ...]
    values: tuple[float | None, ...]
    low: float | None = None
    high: float | None = None
    middle: float | None = None
    goal: float | None = None
    signals: tuple[int, ...] = ()  # places of the weeks that a rule speaks of
    marks: tuple[tuple[date, str], ...] = ()  # remarks on days


@dataclass(frozen=True, kw_only=True)
class Bars:
    """How often each of several things happened, the commonest first."""

    kind: Literal["bars"] = "bars"
    title: str
    subtitle: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cells:
    """A table of worded cells; the last ``numbers`` columns stand right."""

    kind: Literal["cells"] = "cells"
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int = 0
    side: Side | None = None
    keys: tuple[str, ...] = ()  # what each row is: commitment:..., item:..., drop:..., lead:...
    first_ones: int | None = None  # rows that stand for all on paper, where that goes on
    about: tuple[str, ...] = ()  # what the cell under "About" is of: metric:..., deal:...
    note: str = ""
    empty: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What people wrote under one heading, in their order."""

    kind: Literal["words"] = "words"
    said: tuple[tuple[str, str, str], ...]  # who, when, what


Block: TypeAlias = Tiles | Lines | Bars | Cells | Words


@dataclass(frozen=True, kw_only=True)
class Part:
    """One heading of the agenda: its question, its minutes, and what is shown under it."""

    heading: Heading
    title: str
    question: str
    minutes: int
    sentence: str = ""
    blocks: tuple[Block, ...] = ()
    needs: str = ""  # what is missing before the meeting may close; empty when nothing is


@dataclass(frozen=True, kw_only=True)
class MeetingSheet:
    """One meeting, whole."""

    meeting_id: str
    title: str
    held_on: date
    first: date  # the week it looks back on
    last: date
    company: str
    currency: str
    sentence: str
    parts: tuple[Part, ...]
    attendees: tuple[tuple[str, str, str], ...] = ()  # name, side, role: leader or guest
    rating: float | None = None
    ratings: int = 0
    release: str = ""
    data_as_of: datetime | None = None
    data_text: str = ""  # "Data to Sun 17 May 2026 18:40 · loaded 18 May 06:00"
    definition_hash: str = ""
    package_version: str = ""
    frozen_at: datetime | None = None  # none while it runs
    frozen_by: str = ""
    is_demo: bool = False

    @property
    def readings(self) -> tuple[Told, ...]:
        """Every reading that is shown, each once."""
        found = {
            (told.metric, told.first, told.last, told.filters): told
            for part in self.parts
            for block in part.blocks
            if isinstance(block, Tiles)
            for told in block.tiles
        }
        return tuple(found.values())


_SHEET = TypeAdapter(MeetingSheet)


def as_document(sheet: MeetingSheet) -> dict[str, Any]:
    """Write a sheet as the desk keeps it."""
    document: dict[str, Any] = _SHEET.dump_python(sheet, mode="json")
    return document


def sheet_of(document: dict[str, Any]) -> MeetingSheet:
    """Read a sheet that the desk kept, as it was."""
    return _SHEET.validate_python(document)
