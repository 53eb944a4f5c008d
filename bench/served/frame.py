"""The frame of the measured server: the pages that lead to each other, and an empty one."""

import streamlit as st

from revdash.ui import people
from revdash.ui.places import PAGES, STATIC


def nothing() -> None:
    """Draw one line of text."""
    st.text("An empty page")


st.set_page_config(page_title="revdash", page_icon=str(STATIC / "favicon.svg"), layout="wide")
page = st.navigation(
    [
        *(
            st.Page(path, title=path.stem, url_path=path.stem, default=path.stem == "overview")
            for path in sorted(PAGES.glob("*.py"))
        ),
        st.Page(nothing, title="Empty", url_path="empty"),
    ],
    position="top",
)
people.choose()
page.run()
