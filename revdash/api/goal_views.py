"""Goal views: the goals there are and were; rows pasted from a sheet, understood or refused."""

from dataclasses import dataclass

from revdash.api.views import Grid


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """One row: what it was understood as, or why not and what would be right."""

    number: int
    text: str
    goal: str = ""  # "New MQLs, tier A: 40 a month from 1 Jun 2026"
    changes: str = ""  # the goal that it follows: "New MQLs, tier A: 30 a month"
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """All rows; ``seen`` names what was understood, and is given back when it is saved."""

    lines: tuple[GoalLine, ...]
    seen: str
    summary: str

    @property
    def may_save(self) -> bool:
        """Whether there is something, and every row of it was understood."""
        return bool(self.lines) and not any(line.problem for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class GoalsView:
    """Every goal there is or was, and what the reader may do about those in force."""

    grid: Grid
    action: str = ""  # "Approve", "End"; empty where there is nothing to do
    acting: tuple[str, ...] = ()  # the ids of rows it can be done to
