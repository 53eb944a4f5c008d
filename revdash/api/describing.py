"""Describing: one metric's definition for reading aloud, with its statement as run."""

from collections.abc import Callable, Mapping
from typing import Any

from revdash.api.asking import day_text
from revdash.api.slicing import SHRUNK
from revdash.api.views import Definition
from revdash.metrics.catalog import FAMILIES
from revdash.metrics.described import Change
from revdash.metrics.planned import Planned
from revdash.metrics.read import statement_of
from revdash.metrics.scope import Scope
from revdash.metrics.shapes import (
    Combined,
    Index,
    Level,
    Metric,
    Mix,
    Rate,
    Ratio,
    Reach,
    Spread,
    Told,
    Total,
    Unit,
    Wait,
)
from revdash.metrics.sql import spelled
from revdash.terms import Direction

SMALL = "fewer than 5 cases are told as “3 of 4”, fewer than 20 as few data"
WILSON = f"95 % interval (Wilson); {SMALL}"
_BETTER = {
    Direction.UP: "higher",
    Direction.DOWN: "lower",
    Direction.BAND: "within a band",
    Direction.NEUTRAL: "neither by itself",
}
RESAMPLED = "90 % interval, by drawing the rows again 2,000 times"
EXACT = "None: nothing is estimated"
BY_A_CUT = "; by a cut, also the rate drawn to the average (90 %)"


def defined(metric: Metric, scope: Scope, agreed: tuple[tuple[str, str], ...] = ()) -> Definition:
    """One metric that is measured; *agreed* is what the teams changed of it, and when."""
    changes = sorted(metric.changes, reverse=True)
    return Definition(
        name=metric.name,
        label=metric.label,
        side=metric.side,
        family=FAMILIES[metric.family],
        meaning=metric.meaning,
        facts=tuple(
            (name, text)
            for name, text in (
                ("Question", metric.question),
                ("Formula", metric.formula),
                ("Clock", metric.clock),
                ("Still open", metric.open_items),
                ("How sure", _how_sure(metric)),
                ("Better", _BETTER[metric.direction]),
                ("Benchmark", metric.benchmark),
                ("Beware", metric.pitfalls),
            )
            if text
        ),
        history=(*agreed, *map(_told, changes)),
        sql=spelled(statement_of(metric, scope), scope),
    )


def _told(change: Change) -> tuple[str, str]:
    return day_text(change.since), f"Before: {change.was} Since: {change.now}"


def promised(metric: Planned) -> Definition:
    """One metric that is not measured yet: there is no number for it, and no statement."""
    return Definition(
        name=metric.name,
        label=metric.label,
        side=metric.side,
        family=FAMILIES[metric.family],
        meaning=metric.meaning,
        waits_for=f"comes with {metric.comes_with}",
    )


def _how_sure(metric: Metric) -> str:
    """How the uncertainty of *metric* is told, and what is said of few cases."""
    told = _SURE[type(metric)]
    words = told(metric) if callable(told) else told
    return words + (BY_A_CUT if metric.name in SHRUNK else "")


def _of_total(metric: Total) -> str:
    if metric.is_resampled:
        return RESAMPLED
    return EXACT if metric.unit is Unit.MONEY else "95 % interval (Poisson, exact)"


def _of_ratio(metric: Ratio) -> str:
    if metric.is_resampled:
        return RESAMPLED
    if metric.unit is Unit.POINTS:
        return f"95 % interval by its standard error; below {metric.least} no score"
    return WILSON if metric.unit is Unit.SHARE else EXACT


def _of_wait(metric: Wait) -> str:
    more = "; Wilson once all had the time" if metric.is_share else ""
    if metric.is_projected:
        more = "; what young cohorts bring is projected"
    return f"95 % interval of the Kaplan–Meier curve, those waiting counted{more}; {SMALL}"


def _of_mix(metric: Mix) -> str:
    return WILSON if metric.weight is None else EXACT


def _of_combined(metric: Combined) -> str:
    return "As sure as what it is made of" if metric.drawn is None else RESAMPLED


_SURE: Mapping[type, str | Callable[[Any], str]] = {
    Total: _of_total,
    Ratio: _of_ratio,
    Wait: _of_wait,
    Rate: WILSON,
    Mix: _of_mix,
    Spread: RESAMPLED,
    Level: EXACT,
    Reach: "Two bounds where nobody measured across channels; exact where somebody did",
    Index: "90 % interval of the rate drawn to the average; better or worse only if it leaves 100",
    Combined: _of_combined,
    Told: "As sure as what it was reckoned from, told with it",
}
