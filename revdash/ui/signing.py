"""Signing: what both sides agree in words, who signed it, and a button for who has not."""

from collections.abc import Callable

import streamlit as st

from revdash.api import loop
from revdash.api.loop_views import WordingView
from revdash.ui import notices, people
from revdash.ui.loop import PLACE, do
from revdash.ui.texts import md


def wordings() -> None:
    """Draw each wording with its signatures."""
    notices.show(PLACE)
    with st.container(key="signed"):
        st.subheader("What both sides sign", anchor=False)
        for one in loop.wordings(people.actor()):
            st.markdown(md(f"{one.title}: {one.words}"))
            signed = (
                f"{side} {name or 'not yet'}"
                for side, name in (("marketing", one.marketing), ("sales", one.sales))
            )
            version = f"Version {one.version}" if one.version else "As it came"
            told = ", ".join(filter(None, (version, one.since)))
            st.caption(md(f"{told}; signed by: {', '.join(signed)}"))
            if one.may_sign and st.button("Sign for my side", key=f"sign-{one.key}"):
                do(_signing(one))


def _signing(one: WordingView) -> Callable[[], str]:
    return lambda: loop.sign(people.actor(), one.key, one.version)
