"""Feedback: what became of marketing's leads, and what both sides tell each other of them."""

import streamlit as st

from revdash.ui import (
    addresses,
    causing,
    empty,
    filters,
    headline,
    loop,
    outcomes,
    reconcile,
    saved,
)

TABS = {
    "What became of them": outcomes.show,
    "Questions and disputes": loop.talks,
    "Causes": causing.causes,
    "Two counts": reconcile.two_counts,
}

empty.stop_unless_filled()

head = headline.head()
question = filters.question(head.controls)
saved.offer(head.controls, "feedback", question)
headline.actions(head.controls)
filters.chips(question)
addresses.say()

tabs = st.tabs([*TABS], key="tab", on_change="rerun", bind="query-params")
for tab, show in zip(tabs, TABS.values(), strict=True):
    if tab.open:
        with tab:
            show(head, question)
