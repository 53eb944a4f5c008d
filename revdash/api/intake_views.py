"""Intake views: what the Data page is given to show of files coming in, already worded."""

from dataclasses import dataclass

from revdash.api.views import Grid


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """A dropped file as it would be understood."""

    recognised: str
    mapping: str  # TOML
    sample: Grid
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptView:
    """What became of one import, or would: read = loaded + unchanged + refused."""

    key: str  # of the import; empty for a dry run
    title: str  # "deals.csv and 3 more files"
    told: str  # "Imported 18 May 2026 09:12 by Ann", "Tried: nothing was changed"
    text: str  # the equation
    read: int
    loaded: int
    unchanged: int
    refused: int
    files: Grid
    equations: tuple[str, ...]  # file by file
    changes: Grid  # of the numbers of the one view
    changed: tuple[str, ...]  # the same, a line each
    notes: tuple[str, ...]  # how the files were understood
    oddities: tuple[str, ...]  # what was kept and flagged
    refusals: Grid
    is_dry: bool = False
    is_undoable: bool = False


@dataclass(frozen=True, kw_only=True)
class BatchView:
    """One import of the past."""

    key: str
    when: str
    source: str  # "deals.csv and 3 more files"
    by: str
    read: int
    loaded: int
    unchanged: int
    refused: int
    state: str  # "in force", "taken back 18 May 2026 09:12"
    is_undoable: bool


@dataclass(frozen=True, kw_only=True)
class JobView:
    """Files dropped together: waiting to be imported, being imported, or just ended."""

    key: str
    title: str  # "deals.csv and 3 more files"
    by: str
    is_own: bool
    is_running: bool
    is_dry: bool  # only tried
    step: str  # "reading deals.csv"
    share: float  # of the steps, 0 to 1
    batch: str  # the import it became
    error: str
    tried: ReceiptView | None
    has_files: bool  # nothing is imported of them yet
