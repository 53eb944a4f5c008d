"""Outcome views: what became of marketing's leads: by a cut, why, and the second life."""

from dataclasses import dataclass

from revdash.api.views import FunnelStep, Grid, Headed, SentencePart
from revdash.handoffs.outcome_leads import Pick as Pick  # noqa: PLC0414  part of what is asked


@dataclass(frozen=True, kw_only=True)
class Words:
    """A value in words, and what it rests on; quiet where there are few data."""

    text: str
    note: str = ""
    more: str = ""  # said when somebody asks: the interval, how many
    is_quiet: bool = False
    is_strong: bool = False  # apart from the average by more than chance


@dataclass(frozen=True, kw_only=True)
class StateView:
    """One of the states a lead may be in now."""

    key: str
    label: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """What became of the leads of one part; the counts stand in the order of the states."""

    value: str  # as a filter takes it
    name: str
    leads: int
    counts: tuple[int, ...]
    reason: str  # the one most given
    reason_leads: int
    untold: int  # given back without a fact
    acceptance: Words
    quality: Words


@dataclass(frozen=True, kw_only=True)
class SecondLifeView:
    """The same people step by step, and how a second life compares with a first."""

    title: str
    note: str
    steps: tuple[FunnelStep, ...]
    measures: Grid  # ids are metrics


@dataclass(frozen=True, kw_only=True)
class OutcomesView(Headed):
    """What became of the leads handed over in these days, by a cut."""

    sentence: tuple[SentencePart, ...]
    by: str
    cuts: tuple[tuple[str, str], ...]
    states: tuple[StateView, ...]
    whole: Line
    lines: tuple[Line, ...]
    has_quality: bool
    notes: tuple[str, ...]
    reasons: Grid
    reasons_note: str
    life: SecondLifeView
    empty: str
    days: str  # for the names of files


@dataclass(frozen=True, kw_only=True)
class PickedLeads:
    """The leads behind one count, by state; ``grid.ids`` are people."""

    title: str
    states: tuple[tuple[str, str], ...]  # to choose from: key, and label with its count
    state: str
    grid: Grid
    note: str
    csv_name: str
