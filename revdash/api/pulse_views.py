"""Pulse views: what pages show of the rounds of the pulse, and what is asked and handed out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from revdash.api.views import Chart, Grid, SentencePart


class Door(StrEnum):
    """What a link leads to."""

    OPEN = "open"
    USED = "used"
    NOWHERE = "nowhere"


@dataclass(frozen=True, kw_only=True)
class PulseAsked:
    """One question as it is asked: a sentence to agree with, a number of a hundred, or words."""

    key: str
    words: str
    kind: str  # score, share, open
    is_fixed: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerSheet:
    """What a link shows to whoever holds it, and nothing else."""

    door: Door
    title: str
    note: str
    asked: tuple[PulseAsked, ...] = ()
    ends: tuple[str, str] = ("", "")  # what the lowest and the highest number mean


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """A round to be begun; *asked* names what is asked beside the six fixed questions.

    ``address`` is the page that links lead to; people and leaders are counted by side.
    """

    name: str
    opens_on: date
    closes_on: date
    people: Mapping[str, int]
    leaders: Mapping[str, int]
    asked: tuple[str, ...]
    every_weeks: int
    address: str
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """For how many people of each side the links of an open round are drawn, as it was seen."""

    people: Mapping[str, int]
    leaders: Mapping[str, int]
    address: str
    version: int


@dataclass(frozen=True, kw_only=True)
class LinkList:
    """The links of one side, or of one class of it: shown once."""

    title: str
    links: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A round that was begun, and its links: whoever gets this hands them out."""

    text: str
    lists: tuple[LinkList, ...]
    csv: bytes


@dataclass(frozen=True, kw_only=True)
class OpenRound:
    """The round that is open: how many answered, as far as that tells nobody."""

    key: str
    version: int
    title: str
    note: str
    drawing: Drawing | None = None  # it opened by itself, and its links are still to be drawn


@dataclass(frozen=True, kw_only=True)
class Results:
    """What may be seen of one closed round."""

    sentence: tuple[SentencePart, ...]
    gaps: Chart
    beliefs: Chart
    items: Grid
    crossed: Grid
    words: tuple[tuple[str, tuple[str, ...]], ...]  # each open question, and what was written
    notes: tuple[str, ...]  # how many answered; what is not shown, and why


@dataclass(frozen=True, kw_only=True)
class PulseView:
    """The page: the round that is open, a closed one's results, and what may be set."""

    sentence: str  # while no round has closed
    rounds: tuple[tuple[str, str], ...]  # closed ones to choose from, the newest first
    shown: str  # which of them
    results: Results | None
    trend: Chart | None
    open_round: OpenRound | None
    due: str  # when the next round is or was due
    may_set: bool
    next_round: Beginning | None  # what the next would be, like the last
    offered: tuple[PulseAsked, ...]  # what may be asked beside the fixed questions
