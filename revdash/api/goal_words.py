"""Goal words: a goal in one line, and what a target may be."""

from collections.abc import Mapping

from revdash.desk.goals import Goal, GoalKind
from revdash.errors import InputError
from revdash.metrics.catalog import CATALOG, find
from revdash.metrics.shapes import Metric, Total, Unit
from revdash.metrics.shown import rounded

PARTS = ("segment", "region", "tier", "source")


def goal_title(goal: Goal, owners: Mapping[str, str] | None = None, currency: str = "") -> str:
    """The goal in words: 'New MQLs: 50 a week', 'Follow-up time, tier A: at most 2 h'."""
    names = {**goal.part}
    if goal.owner_user_id:
        names["owner"] = (owners or {}).get(goal.owner_user_id, goal.owner_user_id)
    part = "".join(f", {name} {value}" for name, value in names.items())
    if goal.metric not in CATALOG:
        return f"{goal.metric}{part}: {goal.target:g} a {goal.cadence.value}"
    metric = find(goal.metric)
    each = f" a {goal.cadence.value}" if isinstance(metric, Total) else ""
    return f"{metric.label}{part}: {_bounds(goal, metric, currency)}{each}"


def checked_target(target: float, metric: Metric) -> float:
    """A target that *metric* can reach."""
    if metric.unit is Unit.SHARE and not 0 <= target <= 1:
        raise InputError(
            f"{target:g} is no share for {metric.label}. One lies between 0 and 1: 80 % is 0.8."
        )
    if target < 0:
        raise InputError(f"{target:g} is no goal for {metric.label}. Give 0 or more.")
    return target


def _bounds(goal: Goal, metric: Metric, currency: str) -> str:
    target = rounded(goal.target, metric.unit, currency)
    if goal.kind is GoalKind.BAND and goal.target_high is not None:
        return f"{target} to {rounded(goal.target_high, metric.unit, currency)}"
    return f"at most {target}" if goal.kind is GoalKind.AT_MOST else target
