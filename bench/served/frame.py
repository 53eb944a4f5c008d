"""The frame of the measured server: the one view, the definitions, and an empty page."""

import streamlit as st

from revdash.ui import people
from revdash.ui.places import PAGES, STATIC


def nothing() -> None:
    """Draw one line of text."""
    st.text("An empty page")


st.set_page_config(page_title="revdash", page_icon=str(STATIC / "favicon.svg"), layout="wide")
page = st.navigation(
    [
        st.Page(PAGES / "overview.py", title="Overview", url_path="overview", default=True),
        st.Page(PAGES / "definitions.py", title="Definitions", url_path="definitions"),
        st.Page(nothing, title="Empty", url_path="empty"),
    ],
    position="top",
)
people.choose()
page.run()
