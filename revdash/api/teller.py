"""Teller: what a teller is: who writes rows of what the desk tells into each release."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, Table, func, select

from revdash.api.house import House
from revdash.episodes.rules import Rules
from revdash.metrics.scope import Scope
from revdash.store.schema.joint import told_reading

Row: TypeAlias = Mapping[str, Any]


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
        t = told_reading.c
        asked = select(told_reading).where(t.metric == metric, t.as_on < day)
        return [dict(row) for row in self.connection.execute(asked).mappings()]


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
        return " ".join(_marks(desk, table) for table in self.rests_on)


def unfiltered(rules: Rules, as_of: datetime) -> Scope:
    """The whole company in the week of *as_of*."""
    today = rules.day_of(as_of)
    period = rules.weeks.week_of(today)
    return Scope(period=period, as_of=as_of, today=today, weeks=rules.weeks)


def _marks(desk: Connection, table: Table) -> str:
    """How many rows, how often changed, and when last, as far as the table may know."""
    kept: list[Column[Any]] = [table.c[n] for n in ("changed_at", "written_at") if n in table.c]
    asked: list[Any] = [func.count(), *map(func.max, kept)]
    if "version" in table.c:
        asked.append(func.sum(table.c.version))
    told = desk.execute(select(*asked).select_from(table)).one()
    return f"{table.name}:{','.join(str(one) for one in told)}"
