"""Goal forms: what is aimed at, a form a goal and one for the next."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from revdash.api.entered import Entered
from revdash.api.goal_words import PARTS, checked_target, goal_title
from revdash.api.views import Field, FieldKind, Form
from revdash.clock import utc_now
from revdash.desk.company import read_company
from revdash.desk.goals import (
    Cadence,
    Goal,
    GoalKind,
    read_goal,
    read_goals,
    save_goal,
)
from revdash.metrics.catalog import CATALOG, find
from revdash.terms import Orientation, Side

NEW = "new"
A_YEAR, _DAY = timedelta(days=365), timedelta(days=1)
CADENCES = tuple(cadence.value for cadence in Cadence)
KINDS = tuple(kind.value for kind in GoalKind)
ORIENTATIONS = tuple(one.value for one in Orientation)
SIDES = tuple(side.value for side in Side)
_METRIC = Field(key="metric", label="Metric", kind=FieldKind.CHOICE, choices=tuple(CATALOG))
_WHOM = ("team", "owner", *PARTS)


def goal_forms(connection: Connection) -> tuple[Form, ...]:
    """The goals that another has not followed yet, ended ones for a year, and an empty one."""
    since = utc_now().date() - A_YEAR
    goals = [
        goal
        for goal in read_goals(connection)
        if not goal.is_followed and (goal.valid_to is None or goal.valid_to > since)
    ]
    currency = read_company(connection).currency
    return (*(_goal_form(goal, currency) for goal in goals), _new_goal_form())


def save_goal_form(connection: Connection, entered: Entered) -> str:
    """Save a new goal, or what follows one from its first day on."""
    since, until = entered.day("valid_from", "A goal"), entered.optional_day("valid_to")
    if entered.form == NEW:
        wanted = _begun(entered)
    else:
        wanted = replace(read_goal(connection, entered.form), valid_to=None)
    metric = find(wanted.metric)
    kind = GoalKind(entered.choice("kind", KINDS))
    high = entered.number("target_high", "upper end") if kind is GoalKind.BAND else None
    wanted = replace(
        wanted,
        valid_from=since,
        valid_to=until + _DAY if until else None,
        target=checked_target(entered.number("target", metric.unit.value), metric),
        target_high=None if high is None else checked_target(high, metric),
        cadence=Cadence(entered.choice("cadence", CADENCES)),
        kind=kind,
        orientation=Orientation(entered.choice("orientation", ORIENTATIONS)),
        version=entered.version,
    )
    save_goal(connection, wanted, entered.by)
    ends = f" until {until.day} {until:%b %Y}" if until else ""
    return f"Saved. The goal counts from {since.day} {since:%b %Y}{ends}."


def _begun(entered: Entered) -> Goal:
    """A new goal: for which metric, whose, and of which part of the business."""
    metric = find(entered.text("metric"))
    part = {name: entered.text(name) for name in PARTS if entered.text(name)}
    return Goal(
        metric=metric.name,
        side=Side(entered.choice("side", SIDES)) if entered.text("side") else metric.side,
        target=0.0,
        valid_from=entered.day("valid_from", "A goal"),
        team=entered.text("team") or None,
        owner_user_id=entered.text("owner") or None,
        scope=part,
    )


def _goal_form(goal: Goal, currency: str) -> Form:
    return Form(
        key=goal.goal_id,
        title=goal_title(goal, currency=currency),
        note="A change counts from its first day; the goal before it stays for the days before.",
        fields=_fields(goal),
        version=goal.version,
    )


def _new_goal_form() -> Form:
    side = Field(
        key="side",
        label="Side, if not that of the metric",
        kind=FieldKind.CHOICE,
        choices=("", *SIDES),
    )
    whom = (
        Field(
            key=name,
            label=f"Only {name}",
            kind=FieldKind.TEXT,
            hint="Left empty: all of them. Written as the filters write it; an owner by id.",
        )
        for name in _WHOM
    )
    return Form(
        key=NEW,
        title="Add a goal",
        note="It counts from its first day on.",
        fields=(_METRIC, *_fields(None), side, *whom),
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
            key="target_high",
            label="Upper end, of a band",
            kind=FieldKind.NUMBER,
            value=goal.target_high if goal else None,
        ),
        Field(
            key="orientation",
            label="It is about",
            kind=FieldKind.CHOICE,
            value=(goal.orientation if goal else Orientation.SALES).value,
            choices=ORIENTATIONS,
        ),
        Field(
            key="valid_from",
            label="From",
            kind=FieldKind.DAY,
            value=goal.valid_from if goal else None,
        ),
        Field(
            key="valid_to",
            label="Until, the last day",
            kind=FieldKind.DAY,
            value=goal.valid_to - _DAY if goal and goal.valid_to else None,
            hint="Left empty: until it is changed. Where it ends within a week, month, quarter or "
            "year, it is due then, for as much as those working days are of the whole.",
        ),
    )
