"""Entered: the pages of the menu, each made once, for making one asks the disk."""

from copy import copy
from functools import cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from revdash.ui.places import PAGES


def page(name: str, title: str, *, is_shown: bool, is_first: bool) -> StreamlitPage:
    """One page for this run, which marks it as the one it shows."""
    return copy(_page(name, title, is_shown=is_shown, is_first=is_first))


@cache
def _page(name: str, title: str, *, is_shown: bool, is_first: bool) -> StreamlitPage:
    return st.Page(
        PAGES / f"{name}.py",
        title=title,
        url_path=name,
        default=is_first,
        visibility="visible" if is_shown else "hidden",
    )
