"""Questions: what a reader asks of a page: which days, compared with which, filtered by what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from revdash.errors import InputError


class PeriodKey(StrEnum):
    """The stretches of days a reader may pick by name."""

    THIS_WEEK = "this-week"
    LAST_WEEK = "last-week"
    LAST_4_WEEKS = "last-4-weeks"
    THIS_MONTH = "this-month"
    LAST_MONTH = "last-month"
    THIS_QUARTER = "this-quarter"
    LAST_QUARTER = "last-quarter"
    LAST_13_WEEKS = "last-13-weeks"
    THIS_YEAR = "this-year"
    LAST_YEAR = "last-year"
    CUSTOM = "custom"


class Compare(StrEnum):
    """What the period is compared with."""

    PREVIOUS = "previous"
    LAST_YEAR = "last-year"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, hashable, so that its answer may be remembered.

    ``first`` and ``last`` are both counted days; they are set for a custom period only.
    """

    period: PeriodKey = PeriodKey.LAST_4_WEEKS
    first: date | None = None
    last: date | None = None
    compare: Compare = Compare.PREVIOUS
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a custom period without both days, or with its days swapped."""
        if self.period is not PeriodKey.CUSTOM:
            return
        if self.first is None or self.last is None:
            raise InputError("A custom period needs its first and its last day. Pick both.")
        if self.last < self.first:
            raise InputError(
                f"The period ends on {self.last} before it begins on {self.first}. "
                "Swap the two days."
            )

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return the values chosen for the filter *name*; none means all."""
        return dict(self.filters).get(name, ())
