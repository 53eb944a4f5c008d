"""Customer views: how customers fare by where they came from, what they need, who looks at them."""

from dataclasses import dataclass

from revdash.api.loop_views import Choice
from revdash.api.views import Chart, Grid, Headed, SentencePart, Tile


@dataclass(frozen=True, kw_only=True)
class LensView:
    """The customer lens: its number, and each part with what it rests on."""

    tile: Tile
    parts: Grid


@dataclass(frozen=True, kw_only=True)
class CustomersView(Headed):
    """How customers fare, what the market needs, and how much of what we look at is about them."""

    sentence: tuple[SentencePart, ...]
    tiles: tuple[Tile, ...]
    lens: LensView
    mirror: Chart
    mirror_note: str
    looked_at: Grid


@dataclass(frozen=True, kw_only=True)
class FareView:
    """How customers fare by a cut, and by who brought them."""

    by: str
    cuts: tuple[tuple[str, str], ...]
    parts: Grid
    parts_note: str
    fates: Grid


@dataclass(frozen=True, kw_only=True)
class HeardView:
    """What the market asks for: put together, one by one, and the reasons that say it."""

    needs: Grid
    heard: Grid  # the open ones first
    reasons: Grid


@dataclass(frozen=True, kw_only=True)
class NeedView:
    """One need written down here, with what product answered and whether it was told back."""

    key: str
    version: int
    title: str
    note: str
    evidence: tuple[str, ...]
    is_open: bool
    is_told_back: bool


@dataclass(frozen=True, kw_only=True)
class NeedsView:
    """The needs written down here, and what a form offers."""

    needs: tuple[NeedView, ...]
    sources: tuple[str, ...]
    accounts: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    imported: tuple[Choice, ...]  # needs that came by import, to be answered here
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """A need as somebody writes it down."""

    words: str
    theme: str
    source: str
    account: str = ""
    area: str = ""
    evidence: tuple[str, ...] = ()
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Answering:
    """What product answers to a need, as it was seen."""

    key: str
    version: int
    decision: str
    reason: str = ""
    click_id: str = ""
