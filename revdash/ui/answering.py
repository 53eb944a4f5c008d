"""Answering: the pulse as whoever holds a link sees it: the questions, and nothing else."""

import streamlit as st

from revdash.api import pulse
from revdash.api.pulse_views import AnswerSheet, Door, PulseAsked
from revdash.errors import RevdashError
from revdash.ui import problems
from revdash.ui.texts import md

ASKED_BY = "t"  # the word of the address that brings a link's secret
_KEY = "pulse-says-"


def is_on() -> bool:
    """Say whether the address brings a link of the pulse."""
    return ASKED_BY in st.query_params


def show() -> None:
    """Ask what the link asks, or say why it asks nothing."""
    with st.container(key="answering"):
        sheet = pulse.invited(st.query_params[ASKED_BY])
        st.title(sheet.title, anchor=False)
        st.markdown(md(sheet.note))
        if sheet.door is Door.OPEN:
            _ask(sheet)


def _ask(sheet: AnswerSheet) -> None:
    low, high = sheet.ends
    with st.form("pulse-answers", border=False):
        st.caption(f"1 {low} · 5 {high}")
        said = {one.key: _answer(one) for one in sheet.asked}
        if st.form_submit_button(
            "Send my answers", type="primary", key="pulse-send", width="stretch"
        ):
            _send(said)


def _answer(one: PulseAsked) -> int | str | None:
    key, label = f"{_KEY}{one.key}", one.words  # as it is: collapsed, it is read aloud only
    with st.container(gap="xsmall"):
        st.markdown(md(one.words if one.is_fixed else f"{one.words} (if you like)"))
        if one.kind == "score":
            return st.segmented_control(
                label, [*range(1, 6)], key=key, width="stretch", label_visibility="collapsed"
            )
        if one.kind == "share":
            return st.number_input(
                label,
                0,
                100,
                None,
                5,
                key=key,
                placeholder="0 to 100",
                format="%d",
                label_visibility="collapsed",
            )
        st.caption("Shown word by word among the others: name nobody, yourself neither.")
        return st.text_area(label, key=key, height=80, max_chars=1000, label_visibility="collapsed")


def _send(said: dict[str, int | str | None]) -> None:
    try:
        pulse.give_answers(st.query_params[ASKED_BY], said)
    except RevdashError as problem:
        problems.show(problem)
        return
    for name in [name for name in st.session_state if str(name).startswith(_KEY)]:
        del st.session_state[name]
    st.rerun()
