"""Sending: any number, as it is filtered, put on the agenda of the next meeting, with a note."""

import streamlit as st

from revdash import api
from revdash.api import meeting
from revdash.api.questions import Question
from revdash.errors import RevdashError
from revdash.ui import people, problems
from revdash.ui.texts import md


def offer(metric: str, question: Question, key: str, label: str = "Send to the agenda") -> None:
    """Offer to send *metric* to the next meeting, to who may."""
    actor = people.actor()
    if api.refusal(actor, api.Right.ACT):
        return
    with (
        st.popover(label, key=f"{key}-box"),
        st.form(f"{key}-form", border=False, clear_on_submit=True),
    ):
        words = st.text_area("What to talk about", key=f"{key}-words", height=80)
        if st.form_submit_button("Send", type="primary", key=f"{key}-send"):
            try:
                st.toast(md(meeting.send(actor, metric, question, words)))
            except RevdashError as problem:
                problems.show(problem)
