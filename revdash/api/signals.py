"""Signals: what the weeks of a metric say, judged with the remarks that people made on days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import Connection

from revdash.api.asking import Asked
from revdash.api.house import House
from revdash.desk.annotations import AnnotationKind, remarks_on
from revdash.metrics.catalog import HEADLINES
from revdash.metrics.gaps import BACK, gap_points
from revdash.metrics.kept import kept_points, read_points
from revdash.metrics.scope import Scope
from revdash.metrics.settling import seen_weeks, settled_share
from revdash.metrics.shapes import Metric, Point, Total
from revdash.metrics.shown import rounded
from revdash.metrics.signals import Remarks, is_gapped, is_judged, is_monthly, judged, judged_gaps
from revdash.metrics.verdicts import Verdict, Voice, Word, verdict
from revdash.period import Period
from revdash.stats.judged import Judged, Stage
from revdash.terms import Direction

SPEAKS = frozenset({Word.SIGNAL, Word.SHIFT, Word.EARLY, Word.EXPECTED})
_OTHER_WAY = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}


@dataclass(frozen=True, kw_only=True)
class Series:
    """A metric's weeks (of money: months) and what they say, if they are judged.

    What happens seldom is judged by its *gaps*, the working days between, else its points are.
    """

    metric: Metric
    points: tuple[Point, ...]
    gaps: tuple[Point, ...] = ()
    judged: Judged | None = None
    voice: Voice | None = None
    verdict: Verdict | None = None
    remarks: Mapping[date, str] = field(default_factory=dict)  # by the first day of its point
    settled: float | None = None  # the share of its final value that is known

    @property
    def speaks(self) -> bool:
        """Whether a rule says that something is not routine."""
        return self.verdict is not None and self.verdict.word in SPEAKS

    @property
    def stage(self) -> Stage:
        """How far its limits can be relied on."""
        phase = self.judged.phase if self.judged else None
        return phase.stage if phase else Stage.NONE


def series_of(
    house: House, connection: Connection, metrics: Iterable[Metric], asked: Asked
) -> dict[str, Series]:
    """Judge each metric that is judged by its weeks, up to the end of the days asked about."""
    wanted = [metric for metric in metrics if is_judged(metric)]
    fresh, ended = asked.freshness, asked.scope.period.end
    found = house.remembered(
        f"series of {[metric.name for metric in wanted]} {asked.scope.filters} {ended}",
        (fresh.release, fresh.loaded_at, repr(asked.annotations)),
        lambda: _judged(house, connection, wanted, asked),
    )
    return found | _settling(connection, found, asked)


def period_name(period: Period) -> str:
    """A week by its first day, a month by its name."""
    if period.days > 7:  # noqa: PLR2004  a month
        return f"{period.start:%b %Y}"
    return f"{period.start.day} {period.start:%b}"


def _judged(
    house: House, connection: Connection, metrics: list[Metric], asked: Asked
) -> dict[str, Series]:
    points = _points(house, connection, metrics, asked)
    return {m.name: _series(connection, m, points.get(m.name, ()), asked) for m in metrics}


def _points(
    house: House, connection: Connection, metrics: list[Metric], asked: Asked
) -> Mapping[str, tuple[Point, ...]]:
    """The points up to the end of the days asked about; all there are is read once a release."""
    fresh, ended = asked.freshness, asked.scope.period.end
    found = house.remembered(
        f"points of {[metric.name for metric in metrics]} {asked.scope.filters}",
        (fresh.release, fresh.loaded_at),
        lambda: _all_points(connection, metrics, asked.scope),
    )
    return {
        name: _from_first(tuple(p for p in points if p.period.start < ended))
        for name, points in found.items()
    }


def _all_points(
    connection: Connection, metrics: list[Metric], scope: Scope
) -> Mapping[str, tuple[Point, ...]]:
    """Kept ones of the whole company; of a part of it they are read."""
    is_whole = not any(values for _, values in scope.filters)
    kept = kept_points(connection, scope) if is_whole else {}
    others = [m for m in metrics if not (is_whole and m.name in HEADLINES)]
    return {
        **{m.name: kept[m.name] for m in metrics if m.name in kept},
        **read_points(connection, others, scope, scope.today - BACK),
    }


def _from_first(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Leave out the weeks before there was anything."""
    first = next((at for at, p in enumerate(points) if p.sample or p.value), len(points))
    return points[first:]


def _settling(
    connection: Connection, found: Mapping[str, Series], asked: Asked
) -> dict[str, Series]:
    """Say of sums by week how complete they are, as their weeks before were at the same age."""
    loaded = asked.freshness.loaded_at
    if loaded is None:
        return {}
    known_on = asked.rules.day_of(loaded)
    sums = [n for n, s in found.items() if isinstance(s.metric, Total) and n in HEADLINES]
    seen = seen_weeks(connection, [n for n in sums if not is_monthly(found[n].metric)])
    period = asked.scope.period
    return {
        name: replace(
            found[name], settled=settled_share(weeks, found[name].points, period, known_on)
        )
        for name, weeks in seen.items()
    }


def _series(
    connection: Connection,
    metric: Metric,
    points: tuple[Point, ...],
    asked: Asked,
) -> Series:
    if isinstance(metric, Total) and is_gapped(metric, points):
        return _gapped(connection, metric, points, asked)
    found = judged(metric, points, _about(metric, asked), is_headline=metric.name in HEADLINES)
    voice = Voice(
        label=metric.label,
        better=metric.direction,
        printed=lambda value: rounded(value, metric.unit, asked.currency),
        names=[period_name(point.period) for point in points],
        span="month" if points and points[-1].period.days > 7 else "week",  # noqa: PLR2004
    )
    said = verdict(found, voice) if found else None
    return Series(
        metric=metric,
        points=points,
        judged=found,
        voice=voice,
        verdict=said,
        remarks=_words(metric, points, asked),
    )


def _gapped(
    connection: Connection,
    metric: Total,
    points: tuple[Point, ...],
    asked: Asked,
) -> Series:
    """What happens less than five times a week is judged by the working days between."""
    gaps = gap_points(connection, metric, asked.scope, asked.counting.calendar)
    found = judged_gaps(gaps, _about(metric, asked), is_headline=metric.name in HEADLINES)
    voice = Voice(
        label=f"Working days between {metric.label.lower()}",
        better=_OTHER_WAY.get(metric.direction, metric.direction),
        printed=lambda value: f"{value:.1f} days",
        names=[f"before {gap.period.end.day} {gap.period.end:%b}" for gap in gaps],
        span="gap",
    )
    said = verdict(found, voice) if found else None
    return Series(
        metric=metric,
        points=points,
        gaps=gaps,
        judged=found,
        voice=voice,
        verdict=said,
        remarks=_words(metric, points, asked),
    )


def _about(metric: Metric, asked: Asked) -> Remarks:
    """What people remarked about *metric*, or about all."""
    own = [one for one in asked.annotations if one.is_about(metric.name)]
    days = [(one, Period(one.from_on, one.until_on + timedelta(days=1))) for one in own]
    return Remarks(
        events=tuple(d for one, d in days if one.kind is not AnnotationKind.INCIDENT),
        incidents=tuple(d for one, d in days if one.kind is AnnotationKind.INCIDENT),
        rebases=tuple(one.from_on for one in own if one.is_rebase),
    )


def _words(metric: Metric, points: tuple[Point, ...], asked: Asked) -> dict[date, str]:
    """What was remarked on days of each point."""
    found = remarks_on((point.period for point in points), asked.annotations, metric.name)
    return {points[at].period.start: words for at, words in found.items()}
