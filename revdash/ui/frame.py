"""The frame: what stands around every page: title, navigation, the reader, one answer to errors."""

import streamlit as st

from revdash.errors import RevdashError
from revdash.ui import addresses, data, demo, people, problems, search, wall
from revdash.ui.more import menu
from revdash.ui.places import PAGES, STATIC

# No icons: a page icon of Material makes every browser ask a font server abroad.
ENTRIES = (
    ("overview", "Overview"),
    ("handoffs", "Handoffs"),
    ("feedback", "Feedback"),
    ("explore", "Explore"),
)

BEHIND_MORE = (
    ("definitions", "Definitions"),
    ("data", "Data"),
    ("settings", "Settings"),
)

REACHED = (("lead", "Lead"),)  # by links and the search, not by the menu

st.set_page_config(
    page_title="revdash",
    page_icon=str(STATIC / "favicon.svg"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
more = (*BEHIND_MORE, *demo.entries())
pages = {
    name: st.Page(
        PAGES / f"{name}.py",
        title=title,
        url_path=name,
        default=name == "overview",
        visibility="visible" if (name, title) in ENTRIES else "hidden",
    )
    for name, title in (*ENTRIES, *more, *REACHED)
}
page = st.navigation([*pages.values()], position="hidden" if wall.is_on() else "top")
addresses.follow()
try:
    if not wall.is_on():
        people.choose()
        if data.has_store():
            search.box()
        menu(page, [pages[name] for name, _ in more])
    page.run()
except RevdashError as problem:
    problems.show(problem)
