"""Enabling: forms for the steps of the sales cycle, their tools, material and messages."""

import streamlit as st

from revdash.api import enabling
from revdash.api.enablement_views import CycleView, EnablementView, MessageSaid
from revdash.ui import enablement, notices, people
from revdash.ui.loop import SIDES, do
from revdash.ui.texts import md

PLACE = "enabling"
PHASES = ("awareness", "consideration", "conversion")
ALL = ""


def steps(view: EnablementView) -> None:
    """Draw the steps with their tools; then forms for both."""
    notices.show(PLACE)
    enablement.steps(view)
    found = enabling.cycle(people.actor())
    left, right = st.columns(2, gap="small")
    with left, st.expander(md(f"The steps: {found.since}"), key="cycle-box"):
        _cycle(found)
    if found.may_act:
        with right, st.expander("Tools", key="tools-box"):
            _review(found)
            _put(found)
            _material()


def messages(view: EnablementView) -> None:
    """Draw the messages; then a form for another, and buttons to agree."""
    notices.show(PLACE)
    enablement.messages(view)
    left, right = st.columns(2, gap="small")
    with left:
        _agreeing()
    with right, st.expander("Write down a message", key="message-box"):
        _message()


def _cycle(found: CycleView) -> None:
    st.caption(md(f"A line a step: name | who acts | stages. Stages: {', '.join(found.stages)}"))
    with st.form("cycle", border=False):
        text = st.text_area("Steps, in their order", found.text, key="cycle-text", height=170)
        day = st.date_input("From", found.today, key="cycle-from")
        is_sent = st.form_submit_button(
            "Agree", type="primary", key="cycle-send", disabled=not found.may_set
        )
        if is_sent:
            do(lambda: enabling.agree(people.actor(), text, day), PLACE)


def _review(found: CycleView) -> None:
    for tool in found.tools:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(md(f"{tool.title} ({tool.note})"), width="stretch")
            if st.button("Reviewed", key=f"review-{tool.key}", type="tertiary"):
                _reviewed(tool.key, tool.version)


def _reviewed(key: str, version: int) -> None:
    do(lambda: enabling.review(people.actor(), key, version), PLACE)


def _put(found: CycleView) -> None:
    if not found.steps:
        st.caption("Agree on the steps first\\.")
        return
    names = {one.key: one.label for one in found.steps}
    titles = {one.key: one.label for one in found.material}
    with st.form("put-tool", border=False, clear_on_submit=True):
        step = st.selectbox("Step", [*names], format_func=names.__getitem__, key="put-step")
        asset = st.selectbox("Tool", [*titles], format_func=titles.__getitem__, key="put-asset")
        segment = st.selectbox(
            "Segment",
            [ALL, *found.segments],
            format_func=lambda name: md(name) or "All",
            key="put-segment",
        )
        if st.form_submit_button("It supports the step", key="put-send"):
            told = (step or "", asset or "", segment or ALL)
            do(lambda: enabling.put_tool(people.actor(), *told), PLACE)


def _material() -> None:
    with st.form("material", border=False, clear_on_submit=True):
        title = st.text_input("Other material: its title", key="material-title")
        kind = st.text_input("Kind", key="material-kind", placeholder="deck, one-pager, calculator")
        is_approved = st.checkbox("Approved for all", key="material-approved")
        if st.form_submit_button("Write down", key="material-send"):
            actor = people.actor()
            do(lambda: enabling.note_material(actor, title, kind, is_approved=is_approved), PLACE)


def _agreeing() -> None:
    actor = people.actor()
    sides = (str(actor.side),) if actor.side in SIDES else SIDES
    for one in enabling.messages(actor):
        for side in (side for side in one.lacks if side in sides):
            if st.button(md(f"Agree for {side}: {one.name}"), key=f"agree-{side}-{one.key}"):
                _agreed(one.key, one.version, side)


def _agreed(key: str, version: int, side: str) -> None:
    do(lambda: enabling.agree_message(people.actor(), key, version, side), PLACE)


def _message() -> None:
    with st.form("message", border=False, clear_on_submit=True):
        name = st.text_input("Name", key="message-name")
        phase = st.selectbox("Phase", PHASES, key="message-phase")
        need = st.text_input("The need", key="message-need")
        pain = st.text_input("The pain", key="message-pain")
        proof = st.text_input("The proof", key="message-proof")
        call = st.text_input("What to do next", key="message-call")
        used_in = st.text_input("Used in, parted by commas", key="message-used")
        if st.form_submit_button("Write down", type="primary", key="message-send"):
            said = MessageSaid(
                name=name,
                phase=phase,
                need=need,
                pain=pain,
                proof=proof,
                call_to_action=call,
                used_in=used_in,
            )
            do(lambda: enabling.save_message(people.actor(), said), PLACE)
