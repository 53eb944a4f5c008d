"""Goal forms: what is aimed at, a form a goal and one for the next."""

from dataclasses import replace

from sqlalchemy import Connection

from revdash.api.entered import Entered
from revdash.api.views import Field, FieldKind, Form
from revdash.desk.goals import Cadence, Goal, GoalKind, read_goal, read_goals, save_goal
from revdash.errors import InputError
from revdash.metrics.catalog import CATALOG, find
from revdash.metrics.shapes import Metric, Total, Unit
from revdash.metrics.shown import rounded

NEW = "new"
CADENCES = tuple(cadence.value for cadence in Cadence)
KINDS = (GoalKind.AT_LEAST.value, GoalKind.AT_MOST.value)
_METRIC = Field(key="metric", label="Metric", kind=FieldKind.CHOICE, choices=tuple(CATALOG))


def goal_forms(connection: Connection) -> tuple[Form, ...]:
    """The goals that another has not followed yet, and an empty one."""
    goals = [goal for goal in read_goals(connection) if goal.valid_to is None]
    return (*(_goal_form(goal) for goal in goals), _new_goal_form())


def save_goal_form(connection: Connection, entered: Entered) -> str:
    """Save a new goal, or what follows one from its first day on."""
    since = entered.day("valid_from", "A goal")
    if entered.form == NEW:
        metric = find(entered.text("metric"))
        wanted = Goal(metric=metric.name, side=metric.side, target=0.0, valid_from=since)
    else:
        wanted = replace(read_goal(connection, entered.form), valid_from=since, valid_to=None)
        metric = find(wanted.metric)
    wanted = replace(
        wanted,
        target=_target(entered, metric),
        cadence=Cadence(entered.choice("cadence", CADENCES)),
        kind=GoalKind(entered.choice("kind", KINDS)),
        version=entered.version,
    )
    save_goal(connection, wanted, entered.by)
    return f"Saved. The goal counts from {since.day} {since:%b %Y}."


def _target(entered: Entered, metric: Metric) -> float:
    target = entered.number("target", metric.unit.value)
    if metric.unit is Unit.SHARE and not 0 <= target <= 1:
        raise InputError(
            f"{target:g} is no share for {metric.label}. One lies between 0 and 1: 80 % is 0.8."
        )
    if target < 0:
        raise InputError(f"{target:g} is no goal for {metric.label}. Give 0 or more.")
    return target


def _goal_form(goal: Goal) -> Form:
    return Form(
        key=goal.goal_id,
        title=_title(goal),
        note="A change counts from its first day; the goal before it stays for the days before.",
        fields=_fields(goal),
        version=goal.version,
    )


def _title(goal: Goal) -> str:
    """The goal in words: 'New MQLs: 50 a week', 'Follow-up time: at most 2 h'."""
    if goal.metric not in CATALOG:
        return f"{goal.metric}: {goal.target:g} a {goal.cadence.value}"
    metric = find(goal.metric)
    bound = "at most " if goal.kind is GoalKind.AT_MOST else ""
    each = f" a {goal.cadence.value}" if isinstance(metric, Total) else ""
    return f"{metric.label}: {bound}{rounded(goal.target, metric.unit)}{each}"


def _new_goal_form() -> Form:
    return Form(
        key=NEW,
        title="Add a goal",
        note="It counts from its first day on.",
        fields=(_METRIC, *_fields(None)),
        action="Add goal",
    )


def _fields(goal: Goal | None) -> tuple[Field, ...]:
    return (
        Field(
            key="target",
            label="Goal",
            kind=FieldKind.NUMBER,
            value=goal.target if goal else None,
            hint="Shares as 0.8, waits in business hours, sums for one stretch.",
        ),
        Field(
            key="cadence",
            label="For each",
            kind=FieldKind.CHOICE,
            value=(goal.cadence if goal else Cadence.WEEK).value,
            choices=CADENCES,
        ),
        Field(
            key="kind",
            label="Kept when",
            kind=FieldKind.CHOICE,
            value=(goal.kind if goal else GoalKind.AT_LEAST).value,
            choices=KINDS,
        ),
        Field(
            key="valid_from",
            label="From",
            kind=FieldKind.DAY,
            value=goal.valid_from if goal else None,
        ),
    )
