"""Judged: what goes into the judgement of a series, and what comes out of it."""

import math
from dataclasses import dataclass
from enum import StrEnum

from revdash.stats.frames import Chart
from revdash.stats.intervals import Interval
from revdash.stats.rules import Rule, Signal


@dataclass(frozen=True, kw_only=True)
class Point:
    """One week of a series (of a chart of gaps: one gap), as it was counted."""

    value: float | None  # a share, a rate, a count, a duration; None when there is none
    tries: float | None = None  # what a share or a rate is of
    open_days: float = 5.0  # open business days of the week
    is_open: bool = False  # not over yet
    is_excluded: bool = False  # a data incident: the value is not sound
    is_annotated: bool = False  # a known event is noted here


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How a series is to be judged."""

    chart: Chart
    is_flow: bool = False  # counted over the week's open days: judged per business day x 5
    is_headline: bool = False  # R3 is for headline metrics only
    rebased_at: tuple[int, ...] = ()  # points from which accepted new limits hold
    possible: Interval = Interval(0.0, math.inf)  # noqa: RUF009  drawn limits are clipped to it


class State(StrEnum):
    """Why a point is judged, or not; those not judged neither break nor extend a run."""

    JUDGED = "judged"
    SHORT = "short"  # fewer than 3.5 open days: hollow
    OPEN = "open"  # not over: hollow
    FEW = "few"  # a rate of fewer than 5 tries: hollow
    EXCLUDED = "excluded"
    EMPTY = "empty"


class Stage(StrEnum):
    """How far the limits of a phase can be relied on."""

    NONE = "none"  # too few points, or values that never vary: no limits
    TRIAL = "trial"
    LOCKED = "locked"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One point as it is drawn: its value, its limits, and the rules that it broke."""

    value: float | None  # a flow: per business day x 5
    state: State
    is_baseline: bool = False
    center: float | None = None
    limits: Interval | None = None  # clipped to what is possible
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Phase:
    """Points from *start* up to, not including, *end*, that are judged by the same limits."""

    start: int
    end: int
    needs: int  # judged points before there are limits
    judged: tuple[int, ...]  # points that count
    stage: Stage = Stage.NONE
    baseline: tuple[int, ...] = ()  # points that the limits come from
    rules: tuple[Rule, ...] = ()
    is_autocorrelated: bool = False  # each point follows the one before: R2 and R3 are off


@dataclass(frozen=True, kw_only=True)
class Card:
    """One signal from its onset until it ends, whatever rules told of it on the way."""

    is_high: bool
    onset: int  # first point of the run
    first: int  # point at which a rule first spoke
    last: int  # point at which one last spoke
    rules: tuple[Rule, ...]
    is_expected: bool  # a known event is noted beside it
    is_open: bool  # a rule still speaks at the newest judged point


@dataclass(frozen=True, kw_only=True)
class Rebase:
    """New limits that a person may accept, from the onset of a confirmed shift.

    ``has_cause`` tells whether an event is noted beside the onset: without one, never accept.
    """

    onset: int
    points: int
    center: float
    limits: Interval
    has_cause: bool


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A series judged: its points and phases, what the newest complete point says, the history."""

    asked: Asked
    points: tuple[Point, ...]
    marks: tuple[Mark, ...]
    phases: tuple[Phase, ...]
    cards: tuple[Card, ...]  # oldest first
    signal: Signal | None = None  # the one to tell of at the newest judged point
    is_expected: bool = False
    rebase: Rebase | None = None

    @property
    def phase(self) -> Phase | None:
        """The phase in force; None for a series without points."""
        return self.phases[-1] if self.phases else None

    @property
    def newest(self) -> int | None:
        """The newest point that is complete, judged or not; None when there is none."""
        places = range(len(self.marks) - 1, -1, -1)
        return next((at for at in places if self.marks[at].state is not State.OPEN), None)
