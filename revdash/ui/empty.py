"""Empty: what a page says before there is anything to show, with the one next step."""

import streamlit as st

from revdash.ui import data, headline
from revdash.ui.places import PAGES

FIRST = "Nothing is loaded yet"
NEXT = (
    "Bring in a file of leads or deals, and the first numbers appear here. "
    "To look around first, run `revdash demo`: it fills an empty store with a made-up company."
)
NO_STORE = "There is no store yet"
MAKE_ONE = (
    "Run `revdash init` for an empty store of your own, or `revdash demo` for a made-up company. "
    "Then reload this page."
)


def stop_unless_filled() -> None:
    """Say the next step and end the page, while there is nothing to show."""
    if not data.is_empty():
        return
    with st.container(key="empty"):
        if data.has_store():
            headline.title(FIRST)
            st.markdown(NEXT)
            if st.button("Bring in a file", type="primary", key="bring-in"):
                st.switch_page(PAGES / "data.py")
        else:
            headline.title(NO_STORE)
            st.markdown(MAKE_ONE)
    st.stop()
