"""Combining: other metrics' readings made into one number."""

from revdash.metrics.scope import Scope
from revdash.metrics.shapes import Combination, Combined, Reading, Stretch
from revdash.metrics.spans import Over, quarter_to
from revdash.period import Period


def reader(metric: Combined, scope: Scope, parts: list[Over]) -> Over:
    """Read the parts of a period, and combine what they say."""

    def over(period: Period) -> Reading:
        is_quarter = metric.stretch is Stretch.QUARTER
        days = quarter_to(period, scope) if is_quarter else period
        return combined(metric, scope.over(period), tuple(part(days) for part in parts))

    return over


def combined(metric: Combined, scope: Scope, of: tuple[Reading, ...]) -> Reading:
    """What the readings of its parts make together."""
    told = _combined(metric, scope, of)
    return Reading(
        metric=metric,
        period=scope.period,
        as_of=scope.as_of,
        value=told.value,
        low=told.low,
        high=told.high,
        sample=of[-1].sample,
        missing=told.missing,
        ignored=tuple(dict.fromkeys(name for part in of for name in part.ignored)),
        of=of,
    )


def _combined(metric: Combined, scope: Scope, of: tuple[Reading, ...]) -> Combination:
    for part in of:
        if part.value is None and part.low is None:
            return Combination(None, missing=part.missing or f"no {part.metric.label.lower()}")
    targets = [scope.target(one.name) for one in metric.given]
    known = [target for target in targets if target is not None]
    if len(known) < len(metric.given):
        return Combination(None, missing=_aimless(metric, scope))
    return metric.combine(of, known)


def _aimless(metric: Combined, scope: Scope) -> str:
    if scope.filters:
        return "no goal of its own for this part"
    lacking = (one.label.lower() for one in metric.given if scope.target(one.name) is None)
    return f"no goal for {' and '.join(lacking)} in this quarter"
