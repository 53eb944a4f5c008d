"""Scope: a period and the filters; adds the WHERE once."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, or_
from sqlalchemy import true as always

from revdash.errors import InputError, suggestion
from revdash.metrics.made_cuts import ORDERED, made_cut
from revdash.period import Period, Weeks

FILTERS = ("segment", "region", "source", "campaign", "team", "owner", "tier", "kind")
CUTS = (*FILTERS, *ORDERED)  # by what a metric may be parted
BLANK = "(blank)"  # how a reader asks for what the source left empty; 'unknown' is a value

# What exposure knows under another name.
_OTHER_NAMES = {("exposure_day", "source"): "channel", ("reach_now", "source"): "channel"}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which days, which part of the business, seen from when."""

    period: Period
    as_of: datetime
    today: date  # the company's day of `as_of`
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    weeks: Weeks = field(default_factory=Weeks)
    targets: tuple[tuple[str, float], ...] = ()  # by metric: what the quarter is to bring

    def __post_init__(self) -> None:
        """Refuse a filter nobody knows."""
        for name, _ in self.filters:
            if name not in CUTS:
                raise InputError(f"No filter named '{name}'. {suggestion(name, FILTERS)}")

    @property
    def tomorrow(self) -> date:
        """The first day that nothing is known of yet."""
        return self.today + timedelta(days=1)

    def where(self, table: Table) -> ColumnElement[bool]:
        """The condition that a row of *table* belongs to the part asked for."""
        found: ColumnElement[bool] = always()
        for name, values in self.filters:
            column = cut(table, name)
            if column is not None and values:
                found = found & _is_one_of(column, values)
        return found

    def only(self, name: str, value: str | None) -> "Scope":
        """The same scope for one value of a filter; targets are for the whole."""
        others = self.without(name).filters
        chosen = (name, (BLANK if value is None else value,))
        return replace(self, filters=(*others, chosen), targets=())

    def over(self, period: Period) -> "Scope":
        """The same scope over other days."""
        return replace(self, period=period)

    def without(self, name: str) -> "Scope":
        """The same scope, whatever the value of a filter."""
        return replace(self, filters=tuple(pair for pair in self.filters if pair[0] != name))

    def target(self, metric: str) -> float | None:
        """What the quarter is to bring of *metric*; None where nobody said."""
        return dict(self.targets).get(metric)

    def ignored(self, table: Table) -> tuple[str, ...]:
        """The filters asked for that rows of *table* know nothing of."""
        return tuple(name for name, values in self.filters if values and cut(table, name) is None)


def cut(table: Table, name: str) -> ColumnElement[Any] | None:
    """The column of *table* that the cut *name* means, or what is made of others, if any."""
    if name in ORDERED:
        return made_cut(table.name, name)
    return table.c.get(_OTHER_NAMES.get((table.name, name), name))


def within(column: ColumnElement[Any], period: Period) -> ColumnElement[bool]:
    """The condition that a day lies in the half-open *period*."""
    return (column >= period.start) & (column < period.end)


def _is_one_of(column: ColumnElement[Any], values: tuple[str, ...]) -> ColumnElement[bool]:
    named = [value for value in values if value != BLANK]
    chosen = column.in_(named)
    return or_(chosen, column.is_(None)) if BLANK in values else chosen
