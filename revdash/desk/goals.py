"""Goals: what is aimed at; a change ends the old goal and begins a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, or_, select

from revdash.desk.audit import Stamp
from revdash.desk.questions import SIDES
from revdash.desk.revisions import change, earlier_click, insert
from revdash.desk.tables.goals import goal
from revdash.errors import InputError
from revdash.terms import Orientation, Side


class Cadence(StrEnum):
    """How long the period is that a target is for."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class GoalKind(StrEnum):
    """What counts as kept."""

    REACH = "reach"  # a sum that grows over the period
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BAND = "band"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One target for one metric; ``valid_to`` is the first day it no longer holds.

    ``goal_id`` is empty for one not saved yet; ``target_high`` is the upper end of a band.
    """

    metric: str
    target: float
    valid_from: date
    goal_id: str = ""
    side: Side = Side.SHARED
    team: str | None = None
    owner_user_id: str | None = None
    scope: Mapping[str, str] = field(default_factory=dict)
    cadence: Cadence = Cadence.MONTH
    kind: GoalKind = GoalKind.AT_LEAST
    orientation: Orientation = Orientation.SALES
    target_high: float | None = None
    valid_to: date | None = None
    approved_by_marketing: str | None = None
    approved_by_sales: str | None = None
    is_followed: bool = False  # by another, from the day on which it ends
    version: int = 0

    @property
    def part(self) -> Mapping[str, str]:
        """The part of the business it is for, by filter; empty for the whole company."""
        who = {"team": self.team, "owner": self.owner_user_id}
        return {**self.scope, **{name: value for name, value in who.items() if value}}


def read_goals(connection: Connection, on: date | None = None) -> tuple[Goal, ...]:
    """Read the goals in force on a day; without one, all there ever were.

    They stand by metric, day and part: an id says nothing, and every desk has its own.
    """
    query = select(goal).order_by(goal.c.metric, goal.c.valid_from, goal.c.goal_id)
    if on is not None:
        query = query.where(
            goal.c.valid_from <= on, or_(goal.c.valid_to.is_(None), goal.c.valid_to > on)
        )
    followed = _followed(connection)
    found = (
        replace(_goal(row), is_followed=row.goal_id in followed)
        for row in connection.execute(query)
    )
    return tuple(sorted(found, key=lambda one: (one.metric, one.valid_from, [*one.part.items()])))


def save_goal(connection: Connection, wanted: Goal, by: Stamp) -> str:
    """Save a new goal, or what follows the one that ``goal_id`` names; return the new id.

    The old one ends where the new one begins and stays to be read: history is kept.
    """
    check_goal(wanted)
    done = earlier_click(connection, by)
    if done:
        return done.row_id
    _refuse_second(connection, wanted)
    if not wanted.goal_id:
        return insert(connection, goal, _values(wanted), by)
    old = read_goal(connection, wanted.goal_id)
    if wanted.valid_from < old.valid_from:
        raise InputError(
            f"The change begins on {wanted.valid_from}, before the goal it changes "
            f"({old.valid_from}). What was in force is not rewritten: choose a later day."
        )
    end_goal(connection, replace(old, version=wanted.version), wanted.valid_from, by.part())
    again = replace(wanted, approved_by_marketing=None, approved_by_sales=None)
    return insert(connection, goal, {**_values(again), "replaces": old.goal_id}, by)


def end_goal(connection: Connection, ended: Goal, on: date, by: Stamp) -> None:
    """End a goal on a day without putting another in its place."""
    last = on if ended.valid_to is None else min(on, ended.valid_to)
    values = {"goal_id": ended.goal_id, "valid_to": max(last, ended.valid_from)}
    change(connection, goal, values, ended.version, by)


def approve_goal(connection: Connection, seen: Goal, side: Side, by: Stamp) -> int:
    """Approve a goal for one side, as it was seen; return its new version."""
    if side not in SIDES or by.actor_id in {seen.approved_by_marketing, seen.approved_by_sales}:
        raise InputError(
            f"A goal is approved once by each side, and you speak for {side.value} here. "
            "Ask a colleague of the other side, or have your side set on Settings › People."
        )
    values = {"goal_id": seen.goal_id, f"approved_by_{side.value}": by.actor_id}
    return change(connection, goal, values, seen.version, by)


def read_goal(connection: Connection, goal_id: str) -> Goal:
    """Read one goal."""
    row = connection.execute(select(goal).where(goal.c.goal_id == goal_id)).one_or_none()
    if row is None:
        raise InputError(f"There is no goal '{goal_id}'. Reload the page to see those there are.")
    return replace(_goal(row), is_followed=goal_id in _followed(connection))


def _followed(connection: Connection) -> set[str]:
    """The goals that another replaced."""
    later = select(goal.c.replaces).where(goal.c.replaces.isnot(None))
    return {*connection.execute(later).scalars()}


def check_goal(wanted: Goal) -> None:
    """Refuse a goal that could not be judged."""
    if wanted.kind is GoalKind.BAND and not (
        wanted.target_high is not None and wanted.target_high > wanted.target
    ):
        raise InputError(
            f"A band from {wanted.target:g} to {wanted.target_high} is none. "
            "Give a lower and a higher end."
        )
    if wanted.valid_to is not None and wanted.valid_to < wanted.valid_from:
        raise InputError(
            f"The goal would end on {wanted.valid_to}, before it begins on {wanted.valid_from}. "
            "Choose a later end."
        )


def _refuse_second(connection: Connection, wanted: Goal) -> None:
    others = (one for one in read_goals(connection) if one.goal_id != wanted.goal_id)
    for other in others:
        overlaps = (other.valid_to is None or wanted.valid_from < other.valid_to) and (
            wanted.valid_to is None or other.valid_from < wanted.valid_to
        )
        if overlaps and _series(other) == _series(wanted):
            raise InputError(
                f"There is a goal for '{wanted.metric}' already: {other.target:g} a "
                f"{other.cadence} since {other.valid_from}. Change that one."
            )


def _series(one: Goal) -> tuple[Any, ...]:
    """What two goals share when they aim at the same thing."""
    scope = tuple(sorted(one.scope.items()))
    return (one.metric, one.side, one.team, one.owner_user_id, scope, one.cadence)


def same_aim(goals: Sequence[Goal], wanted: Goal) -> Goal | None:
    """The goal of *goals* that stands where *wanted* would: it is changed, not doubled."""
    found = (
        one
        for one in goals
        if not one.is_followed and (one.valid_to is None or one.valid_to > wanted.valid_from)
        if _series(one) == _series(wanted)
    )
    return next(found, None)


def _values(wanted: Goal) -> dict[str, Any]:
    return {
        "metric": wanted.metric,
        "side": wanted.side.value,
        "team": wanted.team,
        "owner_user_id": wanted.owner_user_id,
        "scope": dict(wanted.scope),
        "cadence": wanted.cadence.value,
        "kind": wanted.kind.value,
        "orientation": wanted.orientation.value,
        "target": wanted.target,
        "target_high": wanted.target_high,
        "valid_from": wanted.valid_from,
        "valid_to": wanted.valid_to,
        "approved_by_marketing": wanted.approved_by_marketing,
        "approved_by_sales": wanted.approved_by_sales,
    }


def _goal(row: Any) -> Goal:
    return Goal(
        goal_id=row.goal_id,
        metric=row.metric,
        side=Side(row.side),
        team=row.team,
        owner_user_id=row.owner_user_id,
        scope=row.scope or {},
        cadence=Cadence(row.cadence),
        kind=GoalKind(row.kind),
        orientation=Orientation(row.orientation),
        target=row.target,
        target_high=row.target_high,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        approved_by_marketing=row.approved_by_marketing,
        approved_by_sales=row.approved_by_sales,
        version=row.version,
    )
