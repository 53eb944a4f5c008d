"""Leads: what is known of the lead behind a record, over the page; the address names the lead."""

import streamlit as st

from revdash.api.explore_views import Lead
from revdash.api.views import Grid
from revdash.ui import data, grids
from revdash.ui.texts import md

PARAMETER = "lead"
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
    lead = data.lead(person)
    st.dialog(md(lead.title), width="large", on_dismiss=_close)(_show)(lead)
    return True


def _show(lead: Lead) -> None:
    _table(lead.names, "names", "Known as", "By each source")
    _table(lead.handoffs, "handoffs", "Handoffs", "One row is one qualification, newest first")
    _table(lead.deals, "deals", "Deals", "")
    manner = grids.Manner(
        title="What happened",
        note=lead.note,
        height=TOLD_HEIGHT,
        cards={"when": "", "what": "", "how": "", "source": "from", "loaded": "loaded"},
    )
    grids.grid(lead.told, "lead-told", manner)


def _table(grid: Grid, key: str, title: str, note: str) -> None:
    if grid.rows:
        first, *others = grid.columns
        cards = {first.key: "", **{column.key: column.label for column in others}}
        grids.grid(grid, f"lead-{key}", grids.Manner(title=title, note=note, cards=cards))


def _close() -> None:
    st.query_params.pop(PARAMETER, None)
