"""Settling: how much of a week's number was known so many days after it had ended."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from statistics import median

from sqlalchemy import Connection, select

from revdash.metrics.shapes import Point
from revdash.period import Period
from revdash.store.schema.rollups import series_seen

LEAST = 8  # weeks that must have been watched from their end on
SETTLED = 0.95
_WEEK = timedelta(weeks=1)
_NEWEST = 26  # weeks that tell


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one week was, by the day from which it was so, oldest first; the last is what it is."""

    ended_on: date
    values: tuple[tuple[date, float], ...]

    def share_by(self, days: int) -> float | None:
        """The share of its final value that was known *days* after its end, if that was seen."""
        known = [value for day, value in self.values if day <= self.ended_on + timedelta(days)]
        final = self.values[-1][1]
        return known[-1] / final if known and final else None


def seen_weeks(connection: Connection, metrics: Sequence[str]) -> dict[str, list[Seen]]:
    """The weeks that were watched from their end on, by metric, oldest first."""
    s = series_seen.c
    rows: defaultdict[tuple[str, date], list[tuple[date, float]]] = defaultdict(list)
    statement = select(s.metric, s.starts_on, s.seen_at, s.value).where(
        s.metric.in_(metrics), s.value.isnot(None)
    )
    for metric, start, at, value in connection.execute(statement.order_by(s.seen_at)):
        rows[metric, start].append((at.date(), value))
    found: dict[str, list[Seen]] = {metric: [] for metric in metrics}
    for (metric, start), values in sorted(rows.items()):
        ended = start + _WEEK
        if values[0][0] <= ended + _WEEK:
            found[metric].append(Seen(ended_on=ended, values=tuple(values)))
    return found


def settled_share(
    seen: Sequence[Seen], points: Sequence[Point], period: Period, known_on: date
) -> float | None:
    """The share of the final value of *period* that is known on a day; none when nobody can say.

    Each of its weeks is as complete as the weeks before were that long after their end, by the
    median of the newest 26 (DOMAIN.md 2.5).
    """

    @cache
    def share(days: int) -> float | None:
        ready = [one for one in seen if one.ended_on + timedelta(days=days) < known_on - _WEEK]
        shares = [part for one in ready[-_NEWEST:] if (part := one.share_by(days)) is not None]
        return median(shares) if len(shares) >= LEAST else None

    inside = [p for p in points if p.period.start < period.end and period.start < p.period.end]
    known = expected = 0.0
    for point in inside:
        part = share((known_on - point.period.end).days)
        if part and point.value and not point.is_open:
            known += point.value
            expected += point.value / part
    return known / expected if expected else None
