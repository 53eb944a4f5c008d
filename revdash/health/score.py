"""Score: nine measured parts between fixed goalposts made into one number, and its status."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from revdash.stats.weighing import Column, Weighed, effective_weights

HEALTHY, ACT = 75.0, 50.0
BROKEN = 40.0  # no part may stand below, whatever the others make up for
LEAST_COVERED = 0.60
FULL = 100.0
_ROUNDING = 1e-9


class Pillar(StrEnum):
    """What a part tells of; a missing part's weight stays within its pillar."""

    HANDOFF = "handoff"
    QUALITY = "quality and feedback"
    DELIVERY = "delivery"
    RELATIONSHIP = "relationship"


class Status(StrEnum):
    """The word for how it stands."""

    HEALTHY = "Healthy"
    WATCH = "Watch"
    ACT = "Act"
    UNKNOWN = "Not enough evidence"


@dataclass(frozen=True, kw_only=True)
class Yard:
    """How one part is measured: 0 at its floor, 100 at its target, and what it weighs."""

    name: str
    pillar: str
    floor: float
    target: float
    weight: float

    def score(self, value: float) -> float:
        """Place *value* between floor and target, which may lie below; more earns nothing."""
        share = (value - self.floor) / (self.target - self.floor)
        return FULL * min(1.0, max(0.0, share))

    @property
    def slope(self) -> float:
        """The score that one unit of the value brings, between the goalposts."""
        return FULL / (self.target - self.floor)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How it stands at one moment: the score and effective weight of each part, and the number."""

    yards: tuple[Yard, ...]
    values: Mapping[str, float | None]

    @cached_property
    def scores(self) -> Mapping[str, float | None]:
        """The score of each part; None where it is not measured."""
        return {
            yard.name: None if value is None else yard.score(value)
            for yard in self.yards
            for value in [self.values.get(yard.name)]
        }

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """What each part weighs once the missing ones are left out."""
        found = effective([yard.weight for yard in self.yards], self)
        return dict(zip(self.scores, map(float, found), strict=True))

    @cached_property
    def value(self) -> float:
        """The number from 0 to 100, whether or not it may be told."""
        return sum(self.weights[name] * score for name, score in self.measured.items())

    @cached_property
    def measured(self) -> Mapping[str, float]:
        """The scores there are."""
        return {name: score for name, score in self.scores.items() if score is not None}

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that are not measured."""
        return tuple(name for name, score in self.scores.items() if score is None)

    @property
    def coverage(self) -> float:
        """How much of the weight is measured."""
        every = sum(yard.weight for yard in self.yards)
        here = sum(yard.weight for yard in self.yards if yard.name in self.measured)
        return here / every if every else 0.0

    @property
    def is_told(self) -> bool:
        """Whether there is evidence enough to tell the number."""
        has_handoff = any(
            yard.pillar == Pillar.HANDOFF and yard.name in self.measured for yard in self.yards
        )
        return has_handoff and self.coverage >= LEAST_COVERED - _ROUNDING

    @property
    def weakest(self) -> tuple[str, ...]:
        """The parts with the lowest score, in the order of their names."""
        lowest = min(self.measured.values(), default=0.0)
        return tuple(sorted(n for n, score in self.measured.items() if score <= lowest + _ROUNDING))

    @property
    def status(self) -> Status:
        """Healthy only if no measured part is broken; so a good pace cannot hide a bad handoff."""
        return status_of(self.value, self.measured.values()) if self.is_told else Status.UNKNOWN

    @property
    def parts(self) -> tuple[Weighed, ...]:
        """Each part with what it weighs."""
        return tuple(Weighed(self.weights[name], score) for name, score in self.scores.items())


def status_of(value: float, scores: Iterable[float]) -> Status:
    """The word for a number and the scores behind it."""
    is_broken = any(score < BROKEN - _ROUNDING for score in scores)
    if value >= HEALTHY and not is_broken:
        return Status.HEALTHY
    return Status.ACT if value < ACT else Status.WATCH


def effective(weights: Sequence[float] | Column, standing: Standing) -> Column:
    """What other *weights* (one a part, or rows of them) come to where some parts are missing."""
    is_measured = [score is not None for score in standing.scores.values()]
    return effective_weights(weights, is_measured, [yard.pillar for yard in standing.yards])


def weighed(weights: Column, scores: Column) -> Column:
    """The number for each row of weights, or of scores."""
    return np.asarray((weights * scores).sum(axis=-1))
