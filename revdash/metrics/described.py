"""Described: what every metric says of itself, for reading aloud, and what it is counted in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table

from revdash.terms import Direction, Orientation, Side

# Whom the metrics of a family are about; those of the others are about sales.
_ABOUT = {
    "A": Orientation.BRAND,
    "I": Orientation.INTERNAL,
    "J": Orientation.CUSTOMER,
    "K": Orientation.INTERNAL,
    "L": Orientation.INTERNAL,
    "M": Orientation.INTERNAL,
}


class Unit(StrEnum):
    """What a value is counted in."""

    COUNT = "count"
    PEOPLE = "people"
    SHARE = "share"
    MONEY = "money"
    MONEY_A_DAY = "money a day"
    HOURS = "business hours"
    WORKDAYS = "business days"
    DAYS = "days"
    RATIO = "ratio"
    INDEX = "index"
    POINTS = "points"


class Change(NamedTuple):
    """One line of a definition's history."""

    since: date
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Described:
    """What every metric says of itself; the words are for reading aloud."""

    name: str
    label: str
    meaning: str
    unit: Unit
    side: Side
    direction: Direction
    family: str
    clock: str  # which day a case counts under
    open_items: str  # what becomes of what is not decided yet
    formula: str
    question: str = ""  # the business question that it answers
    benchmark: str = ""  # with its source; empty where nobody has one that compares
    pitfalls: str = ""
    beside: tuple[str, ...] = ()  # metrics that belong beside it
    changes: tuple[Change, ...] = ()
    needs: tuple[Table, ...] = ()  # facts without which there is nothing to measure
    needs_some: tuple[tuple[ColumnElement[bool], str], ...] = ()  # rows it is nothing without

    @property
    def orientation(self) -> Orientation:
        """Whom it is about: a customer only where a customer could observe it."""
        if self.side is Side.CUSTOMER:
            return Orientation.CUSTOMER
        return _ABOUT.get(self.family, Orientation.SALES)

    @property
    def noun(self) -> str:
        """The label inside a sentence: 'new leads', but 'MQLs'."""
        first, rest = self.label[:1], self.label[1:]
        return f"{first.lower()}{rest}" if rest[:1].islower() or rest[:1] == " " else self.label
