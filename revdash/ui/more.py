"""More: the pages that are seldom opened, behind one button in the head of every page."""

from collections.abc import Iterable

import streamlit as st
from streamlit.navigation.page import StreamlitPage


def menu(here: StreamlitPage, pages: Iterable[StreamlitPage]) -> None:
    """Offer *pages*, each as a link; one that was followed leaves the list shut."""
    with st.container(key="more-box"), st.popover("More", key=f"more-from-{here.url_path}"):
        for page in pages:
            st.page_link(page)
