"""Notices: a sentence about what was done, kept over the run that draws the page anew."""

import streamlit as st

from revdash.ui.texts import md


def keep(place: str, text: str) -> None:
    """Keep *text* for *place*, which the next run draws."""
    st.session_state[_key(place)] = text


def show(place: str) -> None:
    """Say once what was kept for *place*."""
    text = st.session_state.pop(_key(place), "")
    if text:
        st.success(md(text), icon=":material/check:")


def _key(place: str) -> str:
    return f"notice-{place}"
