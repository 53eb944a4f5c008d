"""Goal setting: goals pasted from a spreadsheet, looked over first, then saved all or none."""

from hashlib import sha256

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.asking import day_text
from revdash.api.goal_lines import Known, Understood, goals_of, understand
from revdash.api.goal_views import GoalLine, Pasted
from revdash.api.goal_words import PARTS, goal_title
from revdash.api.house import house
from revdash.api.publishing import publish_soon
from revdash.desk.company import read_company
from revdash.desk.goals import read_goals, save_goal
from revdash.errors import InputError, StaleEditError
from revdash.metrics.choices import choices, owner_names

FILTERED = ("team", *PARTS)


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
    values, owners = {}, {}
    if house().releases.current():
        with house().facts() as connection:
            values = {name: choices(connection, name) for name in FILTERED}
            owners = owner_names(connection)
    return Known(goals=read_goals(desk), values=values, owners=owners, zone=read_company(desk).zone)


def _line(row: Understood, known: Known) -> GoalLine:
    if row.goal is None:
        return GoalLine(number=row.number, text=row.text, problem=row.problem)
    since = day_text(row.goal.valid_from)
    return GoalLine(
        number=row.number,
        text=row.text,
        goal=f"{goal_title(row.goal, known.owners)} from {since}",
        changes=goal_title(row.follows, known.owners) if row.follows else "",
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
