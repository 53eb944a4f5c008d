"""Story views: whom a search found, and the story of one lead, all of it already worded."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from revdash.api.views import Grid, SentencePart


@dataclass(frozen=True, kw_only=True)
class HitView:
    """One human found."""

    person: str
    name: str
    company: str
    stage: str  # "Accepted"; "not handed over" where there was no handoff
    owner: str
    last: str  # "First attempt 3 Nov 2025"


@dataclass(frozen=True, kw_only=True)
class Found:
    """Whom a search found, and what to say where it is nobody."""

    text: str
    hits: tuple[HitView, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One thing on the line of time, or several alike of one day; ``x`` lies between 0 and 1."""

    x: float
    side: str  # marketing stands above, sales below, shared below in ink
    label: str
    detail: str
    at: str
    weight: int  # 2 stands out, 1 is ordinary, 0 is small
    fact: str  # opens what its source tells


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A stretch of time with a name: a silence, one handoff of several, a pause of a clock."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, kw_only=True)
class ClockBar:
    """One clock: from, due, and until; the state is a word."""

    label: str
    side: str
    start: float
    end: float
    due: float | None
    state: str  # "kept", "late", "running", "stopped"
    text: str
    pauses: tuple[Stretch, ...] = ()  # while it stood still


@dataclass(frozen=True, kw_only=True)
class Line:
    """Both sides' events on one line of time, on which long silences are drawn shorter."""

    marks: tuple[Mark, ...] = ()
    clocks: tuple[ClockBar, ...] = ()
    gaps: tuple[Stretch, ...] = ()
    handoffs: tuple[Stretch, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    now: float | None = None  # where the data end, while something is open
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """The story of one lead."""

    person: str
    title: str
    about: str  # role, company, past names
    sentence: tuple[SentencePart, ...]
    line: Line
    silence: tuple[tuple[str, str], ...]  # why they may have stopped: what, and what facts say
    silence_title: str
    handed: tuple[tuple[str, str], ...]  # what was handed over with the lead
    links: tuple[tuple[str, str], ...]  # the record in its source: words and address
    names: Grid
    handoffs: Grid
    deals: Grid
    life: Grid  # each drop of its handoffs, from opened to resolved
    told: Grid
    note: str


@dataclass(frozen=True, kw_only=True)
class FactView:
    """One fact as its source tells it, the version in force and those before."""

    title: str
    grid: Grid
    facts: Mapping[str, str] = field(default_factory=dict)
