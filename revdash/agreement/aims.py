"""Aims: how far each goal is reached, at which pace, and how likely it will be."""

from collections.abc import Sequence
from typing import NamedTuple

from revdash.agreement.pacing import ValuePace
from revdash.agreement.promises import Counting, is_counted, is_too_small, target_of
from revdash.desk.goals import Goal, GoalKind
from revdash.metrics.shapes import Reading, Total
from revdash.period import Period

_GROWS = frozenset({GoalKind.REACH, GoalKind.AT_LEAST})


class Told(NamedTuple):
    """One number of a goal, with its bounds where it has some."""

    value: float
    low: float | None = None
    high: float | None = None
    confidence: float = 0.8


def attained(goal: Goal, reading: Reading, counting: Counting) -> Told | None:
    """What was reached of *goal* in a whole period: above 1 is better than agreed."""
    if reading.value is None or is_too_small(reading):
        return None
    share = _share(goal, reading.value, target_of(goal, reading, reading.period, counting))
    return None if share is None else Told(share)


def paced(goal: Goal, reading: Reading, whole: Period, counting: Counting) -> Told | None:
    """What was reached beside what should be by now; *reading* is of the period so far."""
    if reading.value is None or is_too_small(reading):
        return None
    if not isinstance(reading.metric, Total):
        return attained(goal, reading, counting)
    target = target_of(goal, reading, whole, counting)
    found = counting.pace(target, reading, whole)
    share = _share(goal, reading.value, found.expected)
    is_bounded = goal.kind in _GROWS and is_counted(reading.metric) and target
    if share is None or not is_bounded or found.interval is None:
        return None if share is None else Told(share)
    return Told(share, *(edge / target for edge in found.interval))


def probable(goal: Goal, reading: Reading, whole: Period, counting: Counting) -> Told | None:
    """How likely the goal of the running period is reached; of what adds up to it alone."""
    if reading.value is None or goal.kind not in _GROWS:
        return None
    found = counting.pace(target_of(goal, reading, whole, counting), reading, whole)
    is_reckoned = is_counted(reading.metric) or isinstance(found, ValuePace)
    chance = found.probability if is_reckoned else None
    return None if chance is None else Told(chance)


def middle(told: Sequence[Told | None]) -> Told | None:
    """The one in the middle, of two the lower: so that no goal hides another by far."""
    known = sorted((one for one in told if one is not None), key=lambda one: one.value)
    return known[(len(known) - 1) // 2] if known else None


def _share(goal: Goal, value: float, aim: float) -> float | None:
    """How much of an aim a value is, the better the more."""
    high = aim
    if goal.kind is GoalKind.BAND and goal.target and goal.target_high is not None:
        high = aim * goal.target_high / goal.target
    if goal.kind is GoalKind.AT_MOST or (goal.kind is GoalKind.BAND and value > high):
        return high / value if value else 1.0
    if goal.kind is GoalKind.BAND and value >= aim:
        return 1.0
    return value / aim if aim else None
