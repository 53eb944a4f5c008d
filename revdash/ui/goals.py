"""Goals: all there are and were, approved and ended; rows pasted from a spreadsheet."""

from collections.abc import Callable

import streamlit as st

from revdash import api
from revdash.api import goal_setting
from revdash.api.goal_views import GoalLine
from revdash.api.views import Grid, labelled
from revdash.errors import RevdashError
from revdash.ui import grids, notices, people, problems
from revdash.ui.texts import md

PLACE = "goals"
_ROWS = labelled("Row", "Understood as", "It follows")
_HOW = (
    "Copy rows from a spreadsheet. The first row names the columns: metric, target, to, each, "
    "kept when, from, until, about, side, team, owner, segment, region, tier, source. A metric by "
    "its name or its label, a share as 80 % or 0.8. A row for something that has a goal changes "
    "that goal from its first day on."
)


def more() -> None:
    """Offer to paste goals, and list all there are and were."""
    _pasting()
    found = goal_setting.goals(people.actor())
    manner = grids.Manner(title="All goals", note="Those that were stay for their days")
    if not found.action:
        grids.grid(found.grid, "goals-all", manner)
        return
    pressed = grids.acting(found.grid, "goals-all", manner, action=found.action, ids=found.acting)
    if pressed:
        act = goal_setting.approve if found.action == "Approve" else goal_setting.end
        _do(lambda: act(people.actor(), pressed))


def _pasting() -> None:
    actor = people.actor()
    if api.refusal(actor, api.Right.SET):
        return
    with st.expander("Paste goals from a spreadsheet", key="goals-paste"):
        st.caption(md(_HOW))
        with st.form("goals-paste-form", border=False):
            text = st.text_area("Rows", key="goals-rows", height=160)
            st.form_submit_button("Look them over", key="goals-look")
        if text.strip():
            _looked_over(text)


def _looked_over(text: str) -> None:
    try:
        found = goal_setting.look_over(people.actor(), text)
    except RevdashError as problem:
        problems.show(problem)
        return
    for line in found.lines:
        if line.problem:
            st.warning(md(f"Row {line.number}: {line.problem}"), icon=":material/error:")
    rows = tuple(map(_row, (line for line in found.lines if not line.problem)))
    grid = Grid(columns=_ROWS, rows=rows, total=len(rows), empty="No row is understood yet.")
    grids.grid(grid, "goals-lines", grids.Manner(title="As they are understood"))
    st.caption(md(found.summary))
    if found.may_save and st.button("Save them all", type="primary", key="goals-save"):
        _do(lambda: goal_setting.save_pasted(people.actor(), text, found.seen))


def _do(action: Callable[[], str]) -> None:
    try:
        said = action()
    except RevdashError as problem:
        problems.show(problem)
        return
    notices.keep(PLACE, said)
    st.session_state.pop("goals-seen", None)
    st.rerun()


def _row(line: GoalLine) -> tuple[str, ...]:
    return (str(line.number), line.goal, line.changes)
