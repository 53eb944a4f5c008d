"""Doubt: how far the number can be trusted: its cases may be luck, its weights somebody's taste."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revdash.health.score import ACT, FULL, HEALTHY, Standing, effective, weighed
from revdash.stats.intervals import Interval, normal_quantile
from revdash.stats.weighing import SEED, Column, middle_of, weights_band

CONFIDENCE = 0.8
DRAWS = 2_000
WEIGHT_CONFIDENCE = 0.9


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One part as it was measured: a rate by its counts, anything else by its own interval."""

    value: float | None
    hits: float | None = None
    tries: int | None = None
    low: float | None = None
    high: float | None = None
    confidence: float = CONFIDENCE
    why: str = ""  # there is no value
    mark: str = ""  # of the cases it was counted from, where it was

    @property
    def is_rate(self) -> bool:
        """Whether it is known by counts."""
        return self.hits is not None and bool(self.tries)


def band(standing: Standing, measures: Mapping[str, Measure]) -> Interval:
    """Bound the number by what the cases of each part leave open: the middle 80 % of draws.

    Rates are drawn from Beta(x + ½, n − x + ½), what has an interval from the normal of that
    width, a census is what it is. The same numbers give the same draws.
    """
    generator = np.random.Generator(np.random.PCG64(SEED))
    total = np.zeros(DRAWS)
    for yard in standing.yards:
        score = standing.scores[yard.name]
        if score is None:
            continue
        drawn = _draws(measures[yard.name], generator)
        share = np.clip((drawn - yard.floor) / (yard.target - yard.floor), 0.0, 1.0)
        total += standing.weights[yard.name] * FULL * share
    return middle_of(total, CONFIDENCE)


def weights_between(standing: Standing) -> Interval:
    """Bound the number by what other weights near the agreed ones would have made it."""
    yards = [yard.weight > 0 for yard in standing.yards]
    scores = np.array([score or 0.0 for score in standing.scores.values()])

    def value_of(drawn: Column) -> Column:
        whole = np.zeros((len(drawn), len(yards)))
        whole[:, yards] = drawn
        return weighed(effective(whole, standing), scores)

    weights = [yard.weight for yard in standing.yards if yard.weight > 0]
    return weights_band(weights, value_of, confidence=WEIGHT_CONFIDENCE)


def depends_on_weights(between: Interval) -> bool:
    """Whether other weights near the agreed ones would give it another status."""
    return any(between.low < edge <= between.high for edge in (ACT, HEALTHY))


def without_each(standing: Standing) -> Mapping[str, float | None]:
    """How far the number would move without each part; None for the only one."""
    found: dict[str, float | None] = {}
    for name, score in standing.scores.items():
        weight = standing.weights[name]
        if score is None or weight >= 1.0:
            found[name] = None
            continue
        rest = (standing.value - weight * score) / (1.0 - weight)
        found[name] = rest - standing.value
    return found


def with_equal_weights(standing: Standing) -> float | None:
    """What the number would be if every measured part weighed the same."""
    scores = list(standing.measured.values())
    return sum(scores) / len(scores) if scores else None


def _draws(measure: Measure, generator: np.random.Generator) -> Column:
    if measure.hits is not None and measure.tries:
        misses = measure.tries - measure.hits
        return generator.beta(measure.hits + 0.5, misses + 0.5, DRAWS)
    value = measure.value or 0.0
    if measure.low is None or measure.high is None:
        return np.full(DRAWS, value)
    reach = (measure.high - measure.low) / 2 / normal_quantile(measure.confidence)
    return generator.normal(value, max(reach, 0.0), DRAWS)
