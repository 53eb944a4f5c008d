"""Notices: a sentence about what was done, kept over the run that draws the page anew."""

import streamlit as st

from revdash.ui.texts import md

_SHOWN = "notices-shown"


def keep(place: str, text: str) -> None:
    """Keep *text* for *place*, which the next run draws."""
    st.session_state[_key(place)] = text


def show(place: str) -> None:
    """Say what was kept for *place*; a run that is cut off leaves it to the next one."""
    text = st.session_state.get(_key(place), "")
    if text:
        st.success(md(text), icon=":material/check:")
        st.session_state.setdefault(_SHOWN, set()).add(_key(place))


def put_away() -> None:
    """Put away what was shown: the run that drew it came to its end."""
    for key in st.session_state.pop(_SHOWN, ()):
        st.session_state.pop(key, None)


def _key(place: str) -> str:
    return f"notice-{place}"
