"""Goal setting: all goals with their history, approved, ended; pasted ones saved all or none."""

from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from revdash.api.acting import moment, side_of
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import day_text
from revdash.api.goal_lines import Known, Understood, goals_of, understand
from revdash.api.goal_views import GoalLine, GoalsView, Pasted
from revdash.api.goal_words import PARTS, goal_title
from revdash.api.house import house
from revdash.api.publishing import publish_soon
from revdash.api.views import Grid, labelled
from revdash.clock import utc_now
from revdash.desk.company import read_company
from revdash.desk.goals import (
    Goal,
    approve_goal,
    end_goal,
    read_goal,
    read_goals,
    save_goal,
)
from revdash.desk.people import read_members
from revdash.desk.questions import SIDES
from revdash.errors import InputError, StaleEditError
from revdash.metrics.choices import choices, owner_names
from revdash.terms import Side

_DAY = timedelta(days=1)
FILTERED = ("team", *PARTS)
_COLUMNS = labelled("Goal", "From", "Until", "Side", "About", "Marketing", "Sales")


def goals(actor: Actor) -> GoalsView:
    """Every goal, the newest first, with who approved it, and what may be done about it."""
    actor.assert_may(Right.READ)
    owners, today = _owners(), _today()
    with house().desk.connect() as desk:
        found = sorted(read_goals(desk), key=lambda goal: goal.valid_from, reverse=True)
        names = {one.member_id: one.name for one in read_members(desk, active=False)}
        currency = read_company(desk).currency
    standing = [goal for goal in found if not goal.is_followed and not _is_over(goal, today)]
    mine = [goal for goal in standing if _may_approve(actor, goal)]
    acting = mine or (standing if Right.SET in rights_of(actor.role) else [])
    return GoalsView(
        grid=Grid(
            columns=_COLUMNS,
            rows=tuple(_row(goal, goal_title(goal, owners, currency), names) for goal in found),
            ids=tuple(_key(goal) for goal in found),
            total=len(found),
            empty="No goal is set yet. Add one above, or paste some.",
        ),
        action="" if not acting else "Approve" if mine else "End",
        acting=tuple(map(_key, acting)),
    )


def approve(actor: Actor, key: str) -> str:
    """Approve a goal for one's own side, as it was seen; returns a sentence."""
    actor.assert_may(Right.ACT)
    with house().desk.writing() as desk:
        seen = _seen_goal(desk, key)
        side = side_of(actor) or Side.SHARED
        approve_goal(desk, seen, side, house().stamp(actor.actor_id))
    return f"Approved for {side}: {goal_title(seen)}. {publish_soon(house(), actor.name)}"


def end(actor: Actor, key: str) -> str:
    """End a goal with today, as it was seen; returns a sentence."""
    actor.assert_may(Right.SET)
    tomorrow = _today() + _DAY
    with house().desk.writing() as desk:
        seen = _seen_goal(desk, key)
        end_goal(desk, seen, tomorrow, house().stamp(actor.actor_id))
    return f"Ended: {goal_title(seen)}. It stays for the days before {day_text(tomorrow)}."


def look_over(actor: Actor, text: str) -> Pasted:
    """Say of each pasted row how it is understood, or what would be right; saves nothing."""
    actor.assert_may(Right.SET)
    with house().desk.connect() as desk:
        known = _known(desk)
    rows = understand(text, known)
    lines = tuple(_line(row, known) for row in rows)
    return Pasted(lines=lines, seen=_seen(rows), summary=_summary(lines))


def save_pasted(actor: Actor, text: str, seen: str) -> str:
    """Save every pasted row, as it was looked over, or none; returns a sentence."""
    actor.assert_may(Right.SET)
    by = house().stamp(actor.actor_id)
    with house().desk.writing() as desk:
        rows = understand(text, _known(desk))
        refused = [row for row in rows if row.problem]
        if refused or not rows:
            first = f" Row {refused[0].number}: {refused[0].problem}" if refused else ""
            raise InputError(
                f"{len(refused)} of {len(rows)} rows are not understood; nothing was saved.{first}"
            )
        if _seen(rows) != seen:
            raise StaleEditError(
                "Goals were changed after you looked these rows over. Nothing was saved. "
                "Look them over again."
            )
        for goal in goals_of(rows):
            save_goal(desk, goal, by.part())
    saved = "One goal is" if len(rows) == 1 else f"{len(rows)} goals are"
    return f"{saved} saved. {publish_soon(house(), actor.name)}"


def _known(desk: Connection) -> Known:
    values = {}
    if house().releases.current():
        with house().facts() as connection:
            values = {name: choices(connection, name) for name in FILTERED}
    company = read_company(desk)
    return Known(
        goals=read_goals(desk),
        values=values,
        owners=_owners(),
        zone=company.zone,
        currency=company.currency,
    )


def _owners() -> dict[str, str]:
    if not house().releases.current():
        return {}
    with house().facts() as connection:
        return owner_names(connection)


def _key(goal: Goal) -> str:
    """What names a goal as it was seen."""
    return f"{goal.goal_id}@{goal.version}"


def _seen_goal(desk: Connection, key: str) -> Goal:
    goal_id, _, version = key.partition("@")
    seen = read_goal(desk, goal_id)
    if str(seen.version) != version or seen.is_followed or _is_over(seen, _today()):
        raise StaleEditError(
            "The goal was changed, approved or ended after you opened it. Nothing was done. "
            "Reload, and look again."
        )
    return seen


def _is_over(goal: Goal, today: date) -> bool:
    """Whether a goal has ended, or ends with today: there is nothing more to be done about it."""
    return goal.valid_to is not None and goal.valid_to <= today + _DAY


def _today() -> date:
    """The company's day: the demo lives in the time of its data."""
    if not house().releases.current():
        return utc_now().date()
    with house().facts() as connection:
        now, rules = moment(house(), connection)
    return rules.day_of(now)


def _may_approve(actor: Actor, goal: Goal) -> bool:
    if actor.side not in SIDES or Right.ACT not in rights_of(actor.role):
        return False
    approved = {Side.MARKETING: goal.approved_by_marketing, Side.SALES: goal.approved_by_sales}
    return actor.actor_id not in approved.values() and not approved[actor.side]


def _row(goal: Goal, title: str, names: dict[str, str]) -> tuple[str, ...]:
    who = (goal.approved_by_marketing, goal.approved_by_sales)
    return (
        title,
        day_text(goal.valid_from),
        day_text(goal.valid_to - _DAY) if goal.valid_to else "",
        goal.side.value,
        goal.orientation.value,
        *(names.get(one, one) if one else "" for one in who),
    )


def _line(row: Understood, known: Known) -> GoalLine:
    if row.goal is None:
        return GoalLine(number=row.number, text=row.text, problem=row.problem)
    since = day_text(row.goal.valid_from)
    until = f" until {day_text(row.goal.valid_to - _DAY)}" if row.goal.valid_to else ""
    return GoalLine(
        number=row.number,
        text=row.text,
        goal=f"{goal_title(row.goal, known.owners, known.currency)} from {since}{until}",
        changes=goal_title(row.follows, known.owners, known.currency) if row.follows else "",
    )


def _seen(rows: tuple[Understood, ...]) -> str:
    """What names the goals that were understood, and those they follow as they were then."""
    return sha256(repr([row.goal for row in rows]).encode()).hexdigest()


def _summary(lines: tuple[GoalLine, ...]) -> str:
    if not lines:
        return "No row was pasted. Copy rows from a spreadsheet, the columns named in the first."
    refused, new = (
        sum(bool(test) for test in tests)
        for tests in (
            [line.problem for line in lines],
            [line.goal and not line.changes for line in lines],
        )
    )
    changed = len(lines) - refused - new
    said = [f"{new} new", f"{changed} changed", f"{refused} refused"]
    counted = ", ".join(one for one in said if not one.startswith("0 "))
    return f"{len(lines)} rows: {counted}. " + (
        "Correct the refused rows; nothing is saved before all are understood."
        if refused
        else "Nothing is saved yet."
    )
