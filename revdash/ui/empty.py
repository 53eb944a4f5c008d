"""Empty: what a page says before there is anything to show, with the one next step."""

import streamlit as st

from revdash.ui import headline
from revdash.ui.places import PAGES

FIRST = "Nothing is loaded yet"
NEXT = (
    "Bring in a file of leads or deals, and the first numbers appear here. "
    "To look around first, run `revdash demo`: it fills an empty store with a made-up company."
)


def stop_when(is_empty: bool) -> None:
    """Say the next step and end the page, when there is nothing to show."""
    if not is_empty:
        return
    with st.container(key="empty"):
        headline.title(FIRST)
        st.markdown(NEXT)
        if st.button("Bring in a file", type="primary", key="bring-in"):
            st.switch_page(PAGES / "data.py")
    st.stop()
