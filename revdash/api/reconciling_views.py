"""Reconciling views: two lists as asked for, and what a page shows of why their counts differ."""

from dataclasses import dataclass, field
from datetime import date

from revdash.api.views import Grid, Headed, SentencePart

Choices = tuple[tuple[str, str], ...]  # what is asked with, and how it is called
Only = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class ColumnNames:
    """Which columns of a file tell whom and when; blank: as their names and values say."""

    id: str = ""
    email: str = ""
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class ListWish:
    """One side's list: what the store counts by a basis, or a file where there is no basis."""

    basis: str = ""
    name: str = ""  # of the file
    content: bytes = b""
    columns: ColumnNames = field(default_factory=ColumnNames)
    dates: str = ""  # "day" or "month": which comes first, where a file leaves it open
    zone: str = ""  # whose days it counts; blank: the company's, of a file what fits its leads
    only: Only = ()  # the part of the business that it is of
    made_on: date | None = None  # of a file: the day it was made


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Two lists of one stage over some days, by name, or every day where there is none."""

    metric: str = "mql_new"
    period: str = "last-4-weeks"
    marketing: ListWish
    sales: ListWish


@dataclass(frozen=True, kw_only=True)
class ListChoices:
    """What a side's list may be chosen from, and which is shown at first."""

    bases: Choices
    marketing: str
    sales: str
    zones: tuple[str, ...]  # the company's first


@dataclass(frozen=True, kw_only=True)
class CauseView:
    """One cause: how much it parts the counts, what to agree on, and its records."""

    key: str
    label: str
    net: str  # "+9"
    told: str  # what it means, and what to do about it
    grid: Grid


@dataclass(frozen=True, kw_only=True)
class ListView:
    """How one side's list was read."""

    title: str
    count: str
    told: tuple[str, ...]
    header: tuple[str, ...] = ()  # the columns of its file
    used: ColumnNames = field(default_factory=ColumnNames)


@dataclass(frozen=True, kw_only=True)
class TwoCounts(Headed):
    """Why two counts differ: one sentence, a table that adds up, the records of each cause."""

    sentence: tuple[SentencePart, ...]
    totals: Grid
    causes: tuple[CauseView, ...]
    marketing: ListView
    sales: ListView
    csv_name: str
