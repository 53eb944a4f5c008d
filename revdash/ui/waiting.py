"""Waiting: who waits for a first attempt, the most valuable first; a row opens its lead."""

import streamlit as st

from revdash.api.views import Sheet
from revdash.ui import grids, leads
from revdash.ui.places import PAGES

METRIC = "untouched_leads"


def listed(sheet: Sheet) -> str | None:
    """List who waits; return the metric that "See all" opens once it is pressed."""
    manner = grids.Manner(
        title=sheet.waiting_title,
        note=sheet.waiting_note,
        every=METRIC,
        strong=("past due",),
        cards={
            "account": "",
            "tier": "Tier",
            "owner": "",
            "due": "",
            "waiting": "waits",
            "value": "",
        },
    )
    with st.container(key="waiting-list"):
        pressed = grids.openable(sheet.waiting, "untouched", manner)
        st.page_link(PAGES / "handoffs.py", label="See all dropped handoffs")
    if pressed == METRIC:
        return pressed
    leads.open_up(pressed, METRIC)
    return None
