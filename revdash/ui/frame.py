"""The frame: what stands around every page: title, navigation, the reader, one answer to errors."""

from typing import Any

import streamlit as st

from revdash.errors import RevdashError
from revdash.ui import addresses, data, demo, people, problems, search, wall
from revdash.ui.places import PAGES, STATIC

# No icons: a page icon of Material makes every browser ask a font server abroad.
ENTRIES = (
    ("overview", "Overview"),
    ("handoffs", "Handoffs"),
    ("feedback", "Feedback"),
    ("explore", "Explore"),
    ("data", "Data"),
)
MORE = (("definitions", "Definitions"), ("settings", "Settings"))

REACHED = (("lead", "Lead"),)  # by links and the search, not by the menu

st.set_page_config(
    page_title="revdash",
    page_icon=str(STATIC / "favicon.svg"),
    layout="wide",
    initial_sidebar_state="collapsed",
)


def _page(name: str, title: str, **how: Any) -> st.Page:
    """The page of that name, at its own address."""
    return st.Page(PAGES / f"{name}.py", title=title, url_path=name, **how)


page = st.navigation(
    {
        "": [_page(*entry, default=entry[0] == "overview") for entry in ENTRIES],
        "More": [_page(*entry) for entry in (*MORE, *demo.entries())],
        "Reached by links": [_page(*entry, visibility="hidden") for entry in REACHED],
    },
    position="hidden" if wall.is_on() else "top",
)
addresses.follow()
try:
    if not wall.is_on():
        people.choose()
        if data.has_store():
            search.box()
    page.run()
except RevdashError as problem:
    problems.show(problem)
