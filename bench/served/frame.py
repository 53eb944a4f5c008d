"""The frame of the measured server: the pages that lead to each other, and an empty one."""

import streamlit as st

from revdash.ui import entered, people, seen
from revdash.ui.places import PAGES, STATIC


def nothing() -> None:
    """Draw one line of text."""
    st.text("An empty page")


seen.begin()
st.set_page_config(page_title="revdash", page_icon=str(STATIC / "favicon.svg"), layout="wide")
page = st.navigation(
    [
        *(
            entered.page(name, name, is_shown=True, is_first=name == "overview")
            for name in sorted(path.stem for path in PAGES.glob("*.py"))
        ),
        st.Page(nothing, title="Empty", url_path="empty"),
    ],
    position="top",
)
people.choose()
page.run()
