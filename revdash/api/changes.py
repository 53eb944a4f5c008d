"""Changes: what the numbers of the one view became because of an import."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import Connection

from revdash.api.asking import day_text
from revdash.api.house import House
from revdash.api.overview import LAYOUT
from revdash.episodes.horizon import reach
from revdash.episodes.rules import Rules, read_rules
from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import glance
from revdash.metrics.scope import Scope
from revdash.metrics.shown import NOTHING, shown
from revdash.period import DEFAULT_PERIOD, Period, named_period
from revdash.store.ledger import note_of
from revdash.store.releases import Building

PERIODS = ("last-week", DEFAULT_PERIOD)  # the last whole week, and what the one view opens with


@dataclass(frozen=True, kw_only=True)
class Change:
    """One number before and after: 'New MQLs, 9–15 Nov 2026: 118 → 121'."""

    label: str
    period: str
    before: str
    after: str

    def __str__(self) -> str:
        """As a receipt prints it."""
        return f"{self.label}, {self.period}: {self.before} → {self.after}"


def changes(house: House, connection: Connection, as_of: datetime) -> tuple[Change, ...]:
    """Hold the numbers of *connection*, not yet published, against the release in force.

    Both are asked about the same days: those that a reader sees once this is published.
    """
    rules = read_rules(connection)
    today = rules.day_of(as_of)
    periods = [named_period(name, today, rules.weeks) for name in PERIODS]
    after = _numbers(connection, rules, as_of, periods)
    before = _numbers_in_force(house, periods)
    found = []
    for (name, period), now in after.items():
        was = before.get((name, period), _NOTHING)
        if now.text != was.text and (now.is_something or was.is_something):
            label, days = CATALOG[name].label, str(period)
            found.append(Change(label=label, period=days, before=was.text, after=now.text))
    return tuple(found)


class _Number(NamedTuple):
    """A reading as it is shown, and whether it is more than nothing."""

    text: str
    is_something: bool


_NOTHING = _Number(NOTHING, is_something=False)
_Numbers: TypeAlias = dict[tuple[str, Period], _Number]


def _numbers_in_force(house: House, periods: list[Period]) -> _Numbers:
    if house.releases.current() is None:
        return {}
    with house.facts() as connection:
        note = note_of(connection)
        rules = house.rules(connection, note)
        return _numbers(connection, rules, note.data_to or note.published_at, periods)


def _numbers(
    connection: Connection, rules: Rules, as_of: datetime, periods: list[Period]
) -> _Numbers:
    metrics = [CATALOG[name] for _, _, names in LAYOUT for name in names]
    first = Scope(period=periods[0], as_of=as_of, today=rules.day_of(as_of), weeks=rules.weeks)
    found: _Numbers = {}
    for period in periods:
        scope = replace(first, period=period)
        read = glance(connection, metrics, scope)
        for metric in metrics:
            now = read[metric.name].now
            text = shown(now, rules.currency).value
            found[metric.name, period] = _Number(text, bool(now.value or now.high))
    return found


def moved_on(building: Building, rules: Rules) -> Iterator[str]:
    """Say when it is campaign figures that move the moment as of which every number is read."""
    before = building.data_to_before()
    people, campaigns = reach(building.connection, rules, building.now)
    if people is None or campaigns is None or campaigns <= people:
        return
    if before is None or campaigns > before:
        until, known = (day_text(rules.day_of(moment)) for moment in (campaigns, people))
        yield (
            f"Every number is now read as of {until}, because campaign figures reach that day; "
            f"leads, sales and deals are known to {known} only."
        )
