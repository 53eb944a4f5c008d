"""Search: people found by a few letters, in the head of every page; the one chosen is opened."""

import streamlit as st

from revdash.ui import addresses, data, leads
from revdash.ui.component import draw

_FOUND = "search-found"
_EMPTY = {"text": "", "hits": (), "note": ""}


@st.fragment
def box() -> None:
    """Draw the box with whom the letters typed last found; letters draw nothing else anew."""
    with st.container(key="search-box"):
        draw("search", st.session_state.get(_FOUND, _EMPTY), "search", on_open=_said)
    if addresses.is_leaving():
        st.rerun(scope="app")


def _said(said: str) -> None:
    what, _, text = said.partition(" ")
    if what == "open":
        st.session_state.pop(_FOUND, None)
        addresses.leave_for(leads.PAGE, **{leads.PARAMETER: text})
        return
    found = data.find_people(text)
    st.session_state[_FOUND] = {**vars(found), "hits": [*map(vars, found.hits)]}
