"""Undoing: one import taken back, after the question whether that is meant."""

import streamlit as st

from revdash import api
from revdash.api.intake_views import ReceiptView
from revdash.errors import RevdashError
from revdash.ui import notices, people, problems
from revdash.ui.texts import md

PLACE = "undo"  # of the sentence that says it was done


def offer(view: ReceiptView) -> None:
    """Offer to take back the import of a receipt, to who may."""
    may_not = api.refusal(people.actor(), api.Right.IMPORT)
    if view.is_undoable and not may_not and st.button("Undo", key="undo", type="tertiary"):
        _ask(view)


@st.dialog("Take this import back?")
def _ask(view: ReceiptView) -> None:
    st.markdown(md(f"{view.title}. {view.told}."))
    st.markdown(
        "What it alone brought leaves every number; what other imports brought too stays. "
        "Import the file again to have it back."
    )
    with st.container(horizontal=True):
        if st.button("Take back", type="primary", key="take-back"):
            _undo(view.key)
        if st.button("Keep it", key="keep"):
            st.rerun()


def _undo(batch: str) -> None:
    try:
        with st.spinner("Taking it back …"):
            said = api.undo(people.actor(), batch)
    except RevdashError as problem:
        problems.show(problem)
        return
    st.query_params.clear()
    notices.keep(PLACE, said)
    st.rerun()
