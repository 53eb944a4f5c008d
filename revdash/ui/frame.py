"""The frame: what stands around every page: title, navigation, the reader, one answer to errors."""

import streamlit as st

from revdash.errors import RevdashError
from revdash.ui import (
    addresses,
    answering,
    data,
    demo,
    entered,
    notices,
    people,
    problems,
    search,
    seen,
    wall,
)
from revdash.ui.more import menu
from revdash.ui.places import STATIC

# No icons: a page icon of Material makes every browser ask a font server abroad.
ENTRIES = (
    ("overview", "Overview"),
    ("meeting", "Meeting"),
    ("handoffs", "Handoffs"),
    ("feedback", "Feedback"),
    ("health", "Health"),
    ("explore", "Explore"),
)

BEHIND_MORE = (
    ("customers", "Customers"),
    ("enablement", "Enablement"),
    ("pulse", "Pulse"),
    ("definitions", "Definitions"),
    ("data", "Data"),
    ("settings", "Settings"),
)

REACHED = (("lead", "Lead"),)  # by links and the search, not by the menu

seen.begin()
st.set_page_config(
    page_title="revdash",
    page_icon=str(STATIC / "favicon.svg"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
more = (*BEHIND_MORE, *demo.entries())
pages = {
    name: entered.page(name, title, is_shown=(name, title) in ENTRIES, is_first=name == "overview")
    for name, title in (*ENTRIES, *more, *REACHED)
}
is_bare = wall.is_bare() or answering.is_on()  # who answers by a link sees the questions alone
page = st.navigation([*pages.values()], position="hidden" if is_bare else "top")
addresses.follow()
try:
    if not is_bare:
        people.choose()
        if data.has_store():
            search.box()
        menu(page, [pages[name] for name, _ in more])
    page.run()
except RevdashError as problem:
    problems.show(problem)
notices.put_away()
