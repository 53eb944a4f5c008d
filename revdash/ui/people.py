"""People: who is reading, chosen in the header until sign-in comes."""

import streamlit as st

from revdash import api
from revdash.ui import seen

KEY = "person"


def choose() -> None:
    """Let the reader say who they are; the choice holds on every page."""
    people = {person.key: person for person in api.people()}
    if len(people) < 2:  # noqa: PLR2004  nobody to choose between
        return
    with st.container(key="person-box"):
        st.selectbox(
            "You are",
            list(people),
            format_func=lambda key: people[key].name,
            key=KEY,
            label_visibility="collapsed",
            persist_state="session",
        )


def actor() -> api.Actor:
    """Return the reader as the api knows them."""
    return seen.actor(st.session_state.get(KEY, ""))
