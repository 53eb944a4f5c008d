"""Demo: what a reader of the made-up company may do: leave it for an empty store."""

import streamlit as st

from revdash import api
from revdash.errors import RevdashError
from revdash.ui import data, notices, people, problems
from revdash.ui.component import draw

PLACE = "afresh"


def entries() -> tuple[tuple[str, str], ...]:
    """The pages that only the made-up company has."""
    return (("tour", "Tour"),) if data.is_demo() else ()


def leave() -> None:
    """Offer an empty store in the demo's place, to who may; say so once it is done."""
    notices.show(PLACE)
    if not data.is_demo() or api.refusal(people.actor(), api.Right.SET):
        return
    with st.container(key="demo-leave", horizontal=True, vertical_alignment="center"):
        st.markdown("These are the numbers of a fictional company.", width="content")
        if st.button("Start with an empty store", key="start-empty", type="tertiary"):
            _ask()


def tour() -> None:
    """Draw the stops of the tour; where the company is a real one there are none."""
    notices.show(PLACE)
    if not data.is_demo():
        st.info("There is a tour of the fictional company only, and this is none.")
        return
    draw("tour", {"stops": [*map(vars, data.tour())]}, "tour")


@st.dialog("Start with an empty store?")
def _ask() -> None:
    st.markdown(
        "The fictional company and its settings make room for yours. They stay in the data folder "
        "as the release before and a copy; `revdash demo` in another folder makes them anew."
    )
    with st.container(horizontal=True):
        if st.button("Start empty", type="primary", key="start-empty-yes"):
            _start()
        if st.button("Stay with the demo", key="start-empty-no"):
            st.rerun()


def _start() -> None:
    try:
        with st.spinner("Making an empty store …"):
            said = api.start_empty(people.actor())
    except RevdashError as problem:
        problems.show(problem)
        return
    notices.keep(PLACE, said)
    st.rerun()
