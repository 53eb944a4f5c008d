"""Found: the numbers in which the demo's stories show, as they are read from the store now."""

from dataclasses import dataclass

from sqlalchemy import Connection

from revdash.api.asking import ask
from revdash.api.house import House
from revdash.api.questions import PeriodKey, Question
from revdash.demo.tour import Filters, Find
from revdash.metrics.alike import is_comparable, paces
from revdash.metrics.breakdowns import breakdown
from revdash.metrics.catalog import CATALOG
from revdash.metrics.read import read
from revdash.metrics.shapes import Reading, Unit
from revdash.metrics.shown import NOTHING, number, shown
from revdash.period import given_period


@dataclass(frozen=True, kw_only=True)
class Found:
    """One number, how it is printed, the reading it is of and, by a cut, whose it is."""

    value: float | None
    text: str
    reading: Reading
    group: str | None = None


def found(house: House, connection: Connection, find: Find) -> Found:
    """Read the number of *find*; of two stretches of days it is how many times the other."""
    if find.speed:
        return _alike(house, connection, find)
    now = _over(house, connection, find, find.period)
    if not find.than:
        return now
    before = _over(house, connection, find, find.than)
    times = now.value / before.value if now.value is not None and before.value else None
    text = NOTHING if times is None else f"{times:.2f} times"
    return Found(value=times, text=text, reading=now.reading)


def question_of(filters: Filters, period: str) -> Question:
    """What to ask for days as an address names them; without any, what a page first asks."""
    parts = tuple(filters.items())
    if ".." in period:
        days = given_period(period)
        return Question(period=PeriodKey.CUSTOM, first=days.start, last=days.last, filters=parts)
    return Question(period=PeriodKey(period) if period else Question().period, filters=parts)


def _alike(house: House, connection: Connection, find: Find) -> Found:
    """How many times as often as leads tried last: like with like, or all together."""
    asked = ask(house, connection, question_of(find.filters, find.period))
    metric = CATALOG[find.metric]
    known = paces(connection, metric, asked.scope) if is_comparable(metric) else ()
    pace = next((one for one in known if one.speed == find.speed), None)
    times = pace and (pace.plain if find.take == "all together" else pace.alike)
    text = f"{times.ratio:.2f} times" if times else NOTHING
    whole = read(connection, metric, asked.scope)
    return Found(value=times.ratio if times else None, text=text, reading=whole)


def _over(house: House, connection: Connection, find: Find, period: str) -> Found:
    """The number over some days; by a cut, of the group in which it is highest or lowest."""
    asked = ask(house, connection, question_of(find.filters, period))
    metric = CATALOG[find.metric]
    parts = breakdown(connection, metric, asked.scope, find.by) if find.by else {}
    known = {one.value: (group, one) for group, one in parts.items() if one.value is not None}
    if known:
        group, one = known[max(known) if find.highest else min(known)]
        return _found(find, one, asked.currency, group)
    return _found(find, read(connection, metric, asked.scope), asked.currency)


def _found(find: Find, one: Reading, currency: str, group: str | None = None) -> Found:
    value = _taken(find, one)
    text = shown(one, currency).value
    if value != one.value:
        unit = Unit.COUNT if find.take == "hits" else one.metric.unit
        text = NOTHING if value is None else number(value, unit, currency)
    return Found(value=value, text=text, reading=one, group=group)


def _taken(find: Find, one: Reading) -> float | None:
    """What of a reading the find is about: its value, unless it says otherwise."""
    if find.quantile is not None:
        return one.curve.quantile(find.quantile) if one.curve else None
    if find.take == "raw":
        return one.hits / one.sample if one.sample else None
    return one.hits if find.take == "hits" else one.value
