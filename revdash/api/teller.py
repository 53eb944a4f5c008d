"""Teller: what a teller is: who writes rows of what the desk tells into each release."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Table

from revdash.api.house import House
from revdash.desk.marks import marks_of
from revdash.episodes.rules import Rules
from revdash.metrics.scope import Scope
from revdash.store.schema.joint import told_reading
from revdash.store.told import Row as Row  # noqa: PLC0414  what a teller gives
from revdash.store.told import told_before


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A release under construction, judged, its headline weeks kept: what there is to tell of."""

    connection: Connection
    house: House
    rules: Rules
    as_of: datetime  # of the data
    now: datetime

    @property
    def today(self) -> date:
        """The company's day of the data."""
        return self.rules.day_of(self.as_of)

    @property
    def scope(self) -> Scope:
        """The whole company in the week of the data."""
        return unfiltered(self.rules, self.as_of)

    def before(self, metric: str, day: date) -> list[Row]:
        """What the release before told of *metric* up to *day*: history that need not change."""
        return told_before(self.connection, metric, day)


@dataclass(frozen=True, kw_only=True)
class Teller:
    """One who tells: *rows* gives all rows of its *table*, or of its *metrics* of told_reading.

    When one of the desk's tables it *rests on* has changed, the release is behind.
    """

    name: str
    rows: Callable[[Telling], Iterable[Row]]
    rests_on: tuple[Table, ...]
    metrics: tuple[str, ...] = ()
    table: Table = told_reading

    def marks(self, desk: Connection) -> str:
        """What changes whenever a row that it rests on does."""
        return marks_of(desk, self.rests_on)


def unfiltered(rules: Rules, as_of: datetime) -> Scope:
    """The whole company in the week of *as_of*."""
    today = rules.day_of(as_of)
    period = rules.weeks.week_of(today)
    return Scope(period=period, as_of=as_of, today=today, weeks=rules.weeks)
