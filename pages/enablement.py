"""Enablement: what marketing works on, the steps' tools, and the messages agreed."""

import streamlit as st

from revdash.ui import empty, enablement, enabling, headline, work_log

TABS = {
    "Work": work_log.show,
    "Steps and tools": enabling.steps,
    "Messages": enabling.messages,
}

empty.stop_unless_filled()

head = headline.head()
view = enablement.asked()

enablement.show(head, view)

tabs = st.tabs([*TABS], key="tab", on_change="rerun", bind="query-params")
for tab, show in zip(tabs, TABS.values(), strict=True):
    if tab.open:
        with tab:
            show(view)
