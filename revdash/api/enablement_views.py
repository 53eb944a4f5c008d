"""Enablement views: what marketing works on, the steps' tools, and the messages agreed."""

from dataclasses import dataclass

from revdash.api.loop_views import Choice
from revdash.api.views import Chart, Grid, Headed, SentencePart, Tile

NO_TOOL = "no tool"  # of a step that nothing supports


@dataclass(frozen=True, kw_only=True)
class EnablementView(Headed):
    """The work mix, one-off material, who asks, the steps and their tools, the messages."""

    sentence: tuple[SentencePart, ...]
    tiles: tuple[Tile, ...]
    mix: Chart
    askers: Grid
    askers_note: str
    one_offs: Grid
    coverage: Grid
    coverage_note: str
    tools: Grid
    tools_note: str
    messages: Grid


@dataclass(frozen=True, kw_only=True)
class WorkOffer:
    """What the form of the work log offers, and what was logged here last."""

    users: tuple[Choice, ...]
    deals: tuple[Choice, ...]
    scopes: tuple[Choice, ...]
    kinds: tuple[str, ...]
    latest: Grid
    versions: tuple[int, ...]  # of the latest, to take one back
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class WorkDone:
    """Some hours as somebody enters them."""

    day: str
    user: str
    hours: float
    kind: str
    scope: str
    deal: str = ""
    asked_by: str = ""
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """What became of pasted lines: a sentence, and each line that was refused with why."""

    sentence: str
    refused: tuple[str, ...]
