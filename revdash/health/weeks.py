"""Weeks: what was measured week by week, and how it stood by the weights of each version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from revdash.desk.health import PROPOSAL, SINCE_EVER, HealthVersion
from revdash.health.doubt import Measure
from revdash.health.parts import yards_of
from revdash.health.score import Standing
from revdash.metrics.scope import Scope
from revdash.period import Period

MOST_WEEKS = 521  # ten years
BOTH_RUN = 8  # weeks for which the version before goes on beside a new one
_WEEK = timedelta(weeks=1)

Measures = Mapping[str, Measure]


@dataclass(frozen=True, kw_only=True)
class Week:
    """One week, and the moment it is seen from: its end, or the end of the data."""

    days: Period
    as_of: datetime
    is_open: bool = False

    @property
    def start(self) -> date:
        """Its first day."""
        return self.days.start


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One week with all that was measured of it."""

    week: Week
    measures: Measures

    def standing(self, version: HealthVersion) -> Standing:
        """How it stood by the weights and goalposts of *version*."""
        values = {name: measure.value for name, measure in self.measures.items()}
        return Standing(yards=yards_of(version), values=values)


def weeks_since(
    first: date | None, scope: Scope, ends: Mapping[date, datetime]
) -> tuple[Week, ...]:
    """Every week from that of the *first* day to that of the data; *ends* says when each ended."""
    if first is None or first > scope.today:
        return ()
    last = scope.weeks.week_of(scope.today)
    count = (last.start - scope.weeks.week_of(first).start).days // 7 + 1
    starts = [last.start - back * _WEEK for back in reversed(range(min(count, MOST_WEEKS)))]
    return tuple(
        Week(
            days=Period(start, start + _WEEK),
            as_of=min(scope.as_of, ends.get(start, scope.as_of)),
            is_open=start + _WEEK > scope.tomorrow,
        )
        for start in starts
    )


def version_at(versions: Sequence[HealthVersion], week: Week) -> HealthVersion:
    """The version in force when a week was seen; *versions* are those that ever were, in order."""
    begun = [one for one in versions if (one.valid_from or SINCE_EVER) < week.as_of]
    return begun[-1] if begun else PROPOSAL


def lines(
    seen: Sequence[Seen], versions: Sequence[HealthVersion]
) -> tuple[tuple[HealthVersion, tuple[float | None, ...]], ...]:
    """The number week by week, a line a version: it breaks where the weights change.

    The line of the version before goes on for eight weeks; a week that tells no number has none.
    """
    ruling = [version_at(versions, one.week) for one in seen]
    found = []
    for version in dict.fromkeys(one.version_no for one in ruling):
        its = next(one for one in ruling if one.version_no == version)
        places = [at for at, one in enumerate(ruling) if one.version_no == version]
        until = min(places[-1] + BOTH_RUN, len(seen) - 1)
        found.append(
            (
                its,
                tuple(
                    _told(one.standing(its)) if places[0] <= at <= until else None
                    for at, one in enumerate(seen)
                ),
            )
        )
    return tuple(found)


def series(seen: Sequence[Seen], version: HealthVersion) -> tuple[float | None, ...]:
    """The number of every week by the weights of one *version*: what is judged by its limits."""
    return tuple(_told(one.standing(version)) for one in seen)


def _told(standing: Standing) -> float | None:
    return standing.value if standing.is_told else None
