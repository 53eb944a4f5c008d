"""Customers: how those we won fare, what they need, and how much of what we look at is them."""

import streamlit as st

from revdash.ui import customers, empty, headline, needs

TABS = {
    "How they fare": customers.fare,
    "What they need": needs.show,
    "What we look at": customers.looked_at,
}

empty.stop_unless_filled()

head = headline.head()
view = customers.asked()

customers.show(head, view)

tabs = st.tabs([*TABS], key="tab", on_change="rerun", bind="query-params")
for tab, show in zip(tabs, TABS.values(), strict=True):
    if tab.open:
        with tab:
            show(view)
