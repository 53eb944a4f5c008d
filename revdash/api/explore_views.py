"""Explore views: the list of metrics, one by a cut, kept views."""

from collections.abc import Mapping
from dataclasses import dataclass

from revdash.terms import Side


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One metric in the list to choose from; one not measured yet says what it waits for."""

    name: str
    label: str
    side: Side
    family: str
    meaning: str
    waits_for: str = ""


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One row of a breakdown; lengths are 0 to 1 on the scale that all rows share."""

    value: str  # as a filter takes it
    name: str
    shown: str  # "73.4 %"; "3 of 4" where a rate would say nothing
    note: str  # "38 of 52 · few data"
    is_quiet: bool
    is_chosen: bool  # the filters ask for it
    length: float | None = None
    low: float | None = None
    high: float | None = None
    mark: float | None = None  # its rate drawn to the average of all, as far as it is unsure
    drawn: str = ""


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """One metric by one cut, the largest first; by the alphabet where none can be told apart."""

    by: str
    cuts: tuple[tuple[str, str], ...]  # the cuts to choose from, by key, with their words
    is_filter: bool = False  # a row's value is one that a filter takes
    title: str = ""
    note: str = ""
    rests: str = ""  # what the notes tell: "Share", or what a value rests on
    slices: tuple[Slice, ...] = ()
    whole: float | None = None  # where all together lie on the scale of the rows
    switch: str = ""  # what compares leads that are alike, where that can be done
    is_alike: bool = False  # it does so now
    says: tuple[str, ...] = ()  # what such a comparison says, and what it does not
    empty: str = ""
    csv_name: str = ""


@dataclass(frozen=True, kw_only=True)
class KeptView:
    """One page with its question, under a name; whose it is, and whether everybody sees it."""

    key: str
    name: str
    page: str
    words: Mapping[str, tuple[str, ...]]
    by: str
    is_own: bool
    is_shared: bool
