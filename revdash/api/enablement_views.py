"""Enablement views: what marketing works on, the steps' tools, and the messages agreed."""

from dataclasses import dataclass
from datetime import date

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
    today: date
    latest: tuple[tuple[str, int, str], ...]  # key, version and words, to take one back
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class WorkDone:
    """Some hours as somebody enters them."""

    day: date
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


@dataclass(frozen=True, kw_only=True)
class ToolView:
    """One tool of one step, to be reviewed."""

    key: str
    version: int
    title: str
    note: str


@dataclass(frozen=True, kw_only=True)
class AssetView:
    """One piece of material that was written down here, and where it is used."""

    key: str
    version: int
    title: str
    kind: str
    is_approved: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class CycleView:
    """The steps in force with their tools, and what the forms offer."""

    text: str  # a line a step: its name | who acts | the stages it means
    since: str
    stages: tuple[str, ...]
    steps: tuple[Choice, ...]
    tools: tuple[ToolView, ...]
    material: tuple[Choice, ...]
    assets: tuple[AssetView, ...]  # those written down here, to be changed
    segments: tuple[str, ...]
    today: date
    may_set: bool
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class MessageSaid:
    """A message as somebody writes it down."""

    name: str
    phase: str
    need: str
    pain: str = ""
    proof: str = ""
    call_to_action: str = ""
    segment: str = ""
    used_in: str = ""  # where, parted by commas
    key: str = ""  # of the one that is changed, as it was at its version
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """One message, to be changed, and agreed by the sides that have not."""

    key: str
    version: int
    name: str
    lacks: tuple[str, ...]
    said: MessageSaid
