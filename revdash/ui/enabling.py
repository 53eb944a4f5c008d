"""Enabling: forms for the steps of the sales cycle, their tools, material and messages."""

from dataclasses import replace

import streamlit as st

from revdash.api import enabling
from revdash.api.enablement_views import AssetView, CycleView, EnablementView, MessageSaid
from revdash.ui import enablement, notices, people
from revdash.ui.loop import SIDES, do
from revdash.ui.texts import md

PLACE = "enabling"
PHASES = ("awareness", "consideration", "conversion")
ALL = ""
NEW = MessageSaid(name="", phase=PHASES[0], need="")


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
            for one in found.assets:
                _asset(one)


def messages(view: EnablementView) -> None:
    """Draw the messages; then a form for another, and buttons to agree."""
    notices.show(PLACE)
    enablement.messages(view)
    left, right = st.columns(2, gap="small")
    with left:
        _agreeing()
    with right, st.expander("Write down a message, or change one", key="message-box"):
        _choosing()


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


def _asset(one: AssetView) -> None:
    """Draw one piece of material written down here, to be changed or approved."""
    with (
        st.popover(md(f"{one.title}: {one.note}"), width="stretch", key=f"asset-box-{one.key}"),
        st.form(f"asset-{one.key}-{one.version}", border=False),
    ):
        title = st.text_input("Title", one.title, key=f"asset-title-{one.key}")
        kind = st.text_input("Kind", one.kind, key=f"asset-kind-{one.key}")
        is_approved = st.checkbox("Approved for all", one.is_approved, key=f"asset-ok-{one.key}")
        if st.form_submit_button("Change", type="primary", key=f"asset-send-{one.key}"):
            seen = replace(one, title=title, kind=kind, is_approved=is_approved)
            do(lambda: enabling.change_material(people.actor(), seen), PLACE)


def _agreeing() -> None:
    actor = people.actor()
    sides = (str(actor.side),) if actor.side in SIDES else SIDES
    for one in enabling.messages(actor):
        for side in (side for side in one.lacks if side in sides):
            if st.button(md(f"Agree for {side}: {one.name}"), key=f"agree-{side}-{one.key}"):
                _agreed(one.key, one.version, side)


def _agreed(key: str, version: int, side: str) -> None:
    do(lambda: enabling.agree_message(people.actor(), key, version, side), PLACE)


def _choosing() -> None:
    known = {one.key: one for one in enabling.messages(people.actor())}
    if not known:
        _message(NEW)
        return
    key = st.selectbox(
        "Which",
        [ALL, *known],
        format_func=lambda one: known[one].name if one else "A new one",
        key="message-which",
    )
    if key:
        st.caption("Changed, it is another message: both sides agree to it again\\.")
    _message(known[key].said if key else NEW)


def _message(was: MessageSaid) -> None:
    at = f"{was.key}-{was.version}" if was.key else ""
    parts = enabling.cycle(people.actor()).segments
    segments = [*dict.fromkeys((ALL, *parts, was.segment))]
    with st.form(f"message{at}", border=False, clear_on_submit=not at):
        name = st.text_input("Name", was.name, key=f"message-name{at}")
        phase, segment = st.columns(2)
        chosen = phase.selectbox("Phase", PHASES, PHASES.index(was.phase), key=f"message-phase{at}")
        part = segment.selectbox(
            "Segment",
            segments,
            segments.index(was.segment),
            format_func=lambda one: md(one) or "All",
            key=f"message-segment{at}",
        )
        need = st.text_input("The need", was.need, key=f"message-need{at}")
        pain = st.text_input("The pain", was.pain, key=f"message-pain{at}")
        proof = st.text_input("The proof", was.proof, key=f"message-proof{at}")
        call = st.text_input("What to do next", was.call_to_action, key=f"message-call{at}")
        used_in = st.text_input("Used in, parted by commas", was.used_in, key=f"message-used{at}")
        label = "Change" if at else "Write down"
        if st.form_submit_button(label, type="primary", key=f"message-send{at}"):
            said = replace(
                was,
                name=name,
                phase=chosen or was.phase,
                segment=part or ALL,
                need=need,
                pain=pain,
                proof=proof,
                call_to_action=call,
                used_in=used_in,
            )
            do(lambda: enabling.save_message(people.actor(), said), PLACE)
