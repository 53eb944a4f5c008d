"""Views: what a page is given to show, already worded; plain records, no data frames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from revdash.terms import Side

Figure: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One metric as a tile: every text is ready to print and free of markup."""

    metric: str
    label: str
    meaning: str
    side: Side
    value: str
    is_quiet: bool = False  # few data or none: printed grey
    note: str = ""  # "7 of 12", "few data", "no spend loaded", "about 92 % in"
    change: str = ""  # "▲ 12"; never coloured
    compared: str = ""  # "vs 3–9 Nov"
    goal: str = ""  # "Goal 160"
    verdict: str = ""  # "met", "missed", "on pace", "behind pace"
    is_missed: bool = False  # the only thing that may be red
    pace: float | None = None  # share of the goal reached, 0 to 1
    pace_mark: float | None = None  # where the pace should be now, 0 to 1
    spark: tuple[float | None, ...] = ()
    is_spark_open: bool = False  # the last point is an unfinished week: hollow
    signal: str = ""  # the word of a verdict of DOMAIN.md 6.7 where a rule speaks
    signal_text: str = ""  # the verdict in full
    is_signal_bad: bool = False  # for the worse: red, as a missed goal


@dataclass(frozen=True, kw_only=True)
class TileColumn:
    """Tiles of one side under a rule in that side's colour."""

    title: str
    side: Side
    note: str  # the period, in words
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A Plotly figure with the finding as its title, and a sentence for those who cannot see it."""

    title: str
    subtitle: str
    alt: str
    figure: Figure
    height: int = 210
    empty: str = ""  # said in the figure's place when there is nothing to draw


@dataclass(frozen=True, kw_only=True)
class FunnelStep:
    """One step of the funnel: how many reached it, and what share of the step before."""

    label: str
    value: str
    share: str
    side: Side
    reach: float = 0.0  # share of the first step, 0 to 1
    metric: str = ""  # opens this metric's records when set


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: numbers stand right."""

    key: str
    label: str
    is_number: bool = False
    is_bar: bool = False  # drawn with a bar beside its text


def labelled(*labels: str) -> tuple[Column, ...]:
    """Columns of text under these labels, each known by its own."""
    return tuple(Column(key=label.casefold(), label=label) for label in labels)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table of worded cells; ``ids`` name the record each row opens."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...] = ()
    bars: tuple[float, ...] = ()  # 0 to 1, one a row, for the bar column
    total: int = 0  # how many there are in all
    empty: str = ""  # what to say, and do next, when there are none


@dataclass(frozen=True, kw_only=True)
class SentencePart:
    """A piece of the headline: facts stand bold, in their side's colour."""

    text: str
    side: Side | None = None
    is_fact: bool = False


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """How fresh the page is: data up to when, loaded when, which release."""

    data_to: datetime | None
    loaded_at: datetime | None
    release: str
    text: str  # "Data to Sun 17 May 2026 18:40 · loaded 18 May 06:00"
    is_demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Headed:
    """What stands at the head of a page: its title, its days, and how fresh it is."""

    title: str
    period: str  # "20 Apr – 17 May 2026"
    compared: str  # "compared with 23 Mar – 19 Apr 2026"
    freshness: Freshness


@dataclass(frozen=True, kw_only=True)
class Sheet(Headed):
    """The one view, top to bottom."""

    sentence: tuple[SentencePart, ...]
    columns: tuple[TileColumn, ...]
    charts: tuple[Chart, ...]
    funnel: tuple[FunnelStep, ...]
    waiting: Grid
    noise: str = ""  # how often one of the tiles signals by chance
    waiting_title: str = ""
    waiting_note: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The records behind a number; of what is made of several, one part at a time."""

    part: str
    parts: tuple[tuple[str, str], ...]  # all there are to choose: key and label
    is_of_people: bool  # each leads to a human
    grid: Grid


@dataclass(frozen=True, kw_only=True)
class Detail(Headed):
    """One metric opened: its meaning, the chart, what it is made of, and the records behind it."""

    tile: Tile
    facts: tuple[tuple[str, str], ...]  # ("Formula", "..."), ("Clock", "..."), ("Interval", "...")
    sql: str
    charts: tuple[Chart, ...]
    behind: Behind
    csv_name: str


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One metric of the catalogue, for reading aloud."""

    name: str
    label: str
    side: Side
    family: str
    meaning: str
    facts: tuple[tuple[str, str], ...] = ()  # ("Clock", "..."), in the order they are read
    history: tuple[tuple[str, str], ...] = ()  # from when, and what changed, the newest first
    sql: str = ""
    waits_for: str = ""  # what it comes with, where it is not measured yet


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One stop of the demo's tour; ``address`` is where to look, empty while nothing shows it.

    ``handoffs`` is where those lie that are still dropped, if any are.
    """

    key: str
    title: str
    week: str
    says: str  # what the product says there
    why: str
    reads: str  # the number as it is now
    address: str
    handoffs: str


@dataclass(frozen=True, kw_only=True)
class FilterChoice:
    """One filter with the values it may take."""

    name: str
    label: str
    values: tuple[str, ...]
    is_by_team_only: bool = False  # how fast people respond may not be narrowed by it


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of days a person may pick, with its resolved dates."""

    key: str
    label: str
    start: date
    end: date  # the first day after it


FieldValue: TypeAlias = str | float | bool | date | None


class FieldKind(StrEnum):
    """How a value is asked for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    DAY = "day"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One value a person may set."""

    key: str
    label: str
    kind: FieldKind
    value: FieldValue = None
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    """Some values saved together; *version* is what the person saw when changing them."""

    key: str
    title: str
    note: str = ""
    fields: tuple[Field, ...] = ()
    version: int = 0
    action: str = "Save"
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who may use revdash."""

    key: str
    name: str
    role: str
