"""Intake views: what the Data page is given to show of files coming in, already worded."""

from dataclasses import dataclass
from typing import TypeAlias

from revdash.api.views import Grid

Choices: TypeAlias = tuple[tuple[str, str], ...]  # what is kept, and how it is called


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something that only a person knows of a file, with the answers there are."""

    text: str
    about: str  # "encoding" of a file, "dates" or "numbers" of a table
    subject: str  # that file or table
    choices: Choices


@dataclass(frozen=True, kw_only=True)
class ColumnLine:
    """One column of a file, and what it is taken for."""

    name: str
    examples: str  # "Ada · Bo · Cy"
    role: str  # empty: not read
    note: str  # "by its name", "by its values; look at it"


@dataclass(frozen=True, kw_only=True)
class Editor:
    """What the rows of a table are, and each of its columns: to be corrected by a person."""

    record: str
    records: Choices
    roles: Choices  # those a row of this kind may have
    lines: tuple[ColumnLine, ...]
    lacking: tuple[str, ...]  # roles without which the rows say nothing
    system: str  # whose ids these are


@dataclass(frozen=True, kw_only=True)
class Word:
    """A value that nobody has said the meaning of yet."""

    field: str  # as the desk keeps it: "lifecycle_event.to_stage"
    label: str  # "Stage, in Lead Status"
    value: str
    rows: int
    choices: tuple[str, ...]  # our words; none: any text will do


@dataclass(frozen=True, kw_only=True)
class TableView:
    """One table of a dropped file, as it would be understood."""

    name: str
    told: str  # "Recognised as HubSpot contacts"
    rows: str  # "8,800 rows, 31 columns"
    is_ready: bool
    is_skipped: bool = False
    is_corrected: bool = False  # by a person, just now
    raw: Grid
    frames: tuple[tuple[str, Grid], ...] = ()  # by what it becomes
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()  # what cannot be measured by it
    problem: str = ""
    question: Question | None = None
    editor: Editor | None = None
    words: tuple[Word, ...] = ()
    system: str = ""
    systems: tuple[str, ...] = ()  # what the source may be called: its shape's name, those known
    toml: str = ""


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """Dropped files as they would be understood."""

    tables: tuple[TableView, ...]
    problems: tuple[str, ...] = ()  # of files that cannot be read at all
    questions: tuple[Question, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether all that is not left out can be imported."""
        wanted = [table for table in self.tables if not table.is_skipped]
        return bool(wanted) and all(table.is_ready for table in wanted) and not self.problems


@dataclass(frozen=True, kw_only=True)
class FileTold:
    """What a receipt says of one file: its equation, how it was understood, what to look at."""

    file: str
    equation: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


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
    told_of: tuple[FileTold, ...]  # file by file
    changes: Grid  # of the numbers of the one view
    changed: tuple[str, ...]  # the same, a line each
    notes: tuple[str, ...]  # of the import as a whole
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
    version: str  # changes with what was said of the files
    tried: ReceiptView | None
    has_files: bool  # nothing is imported of them yet
