"""Leads: the quick look at the lead behind a record, over the page; the address names the lead."""

import streamlit as st

from revdash.api.story_views import Story
from revdash.api.views import Grid
from revdash.ui import addresses, data, grids, headline
from revdash.ui.texts import md

PARAMETER = "lead"
PAGE = "lead"
TOLD_HEIGHT = 330
UNKNOWN = "No lead is known behind this record: its source names nobody."


def open_up(record: str | None, metric: str, part: str = "") -> bool:
    """Let the address name the lead behind a *record* pressed; say whether there is one."""
    if not record:
        return False
    person = data.whose(metric, part, record)
    if not person:
        st.toast(md(UNKNOWN))
        return False
    st.query_params[PARAMETER] = person
    return True


def opened() -> bool:
    """Show the lead that the address names; say whether it names one."""
    person = st.query_params.get(PARAMETER)
    if not person:
        return False
    story = data.story(person)
    st.dialog(md(story.title), width="large", on_dismiss=_close)(_show)(story)
    return True


def table(grid: Grid, key: str, title: str, note: str) -> None:
    """Draw a table of the lead's, if it has rows."""
    if grid.rows:
        first, *others = grid.columns
        cards = {first.key: "", **{column.key: column.label for column in others}}
        grids.grid(grid, f"lead-{key}", grids.Manner(title=title, note=note, cards=cards))


def _show(story: Story) -> None:
    headline.sentence(story.sentence, key="lead-sentence")
    if st.button("Open the whole story", key="lead-story", type="tertiary"):
        addresses.leave_for(PAGE, **{PARAMETER: story.person})
        st.rerun()
    table(story.handoffs, "handoffs", "Handoffs", "One row is one qualification, newest first")
    table(story.deals, "deals", "Deals", "")
    manner = grids.Manner(
        title="What happened",
        note=story.note,
        height=TOLD_HEIGHT,
        cards={"when": "", "what": "", "how": "", "source": "from", "loaded": "loaded"},
    )
    grids.grid(story.told, "lead-told", manner)


def _close() -> None:
    st.query_params.pop(PARAMETER, None)
