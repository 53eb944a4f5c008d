"""Pulse rounds: begin one, hand out its links this once, close it, ask a question of one's own."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import streamlit as st

from revdash.api import pulse
from revdash.api.pulse_views import Beginning, Drawing, Handed, OpenRound, PulseView
from revdash.errors import RevdashError
from revdash.ui import notices, people, problems
from revdash.ui.texts import md

HANDED, CHOSEN = "pulse-handed", "round"
SIDES = ("marketing", "sales")
ITSELF = "It opens by itself on that day; with 0 none does."
KINDS = {"score": "A sentence to agree with", "open": "A question to answer in words"}


def manage(found: PulseView, place: str) -> None:
    """Offer to whoever may set: the links just drawn, the next round, a question of one's own."""
    handed = st.session_state.get(HANDED)
    if handed:
        _hand_out(handed)
    if found.next_round:
        with st.expander("Begin a round", key="pulse-begin-box"):
            _begin(found, found.next_round)
    with (
        st.expander("Add a question of your own", key="pulse-own-box"),
        st.form("pulse-own", border=False, clear_on_submit=True),
    ):
        words = st.text_input("Question", key="pulse-own-words")
        kind = st.selectbox(
            "Answered by", [*KINDS], format_func=KINDS.__getitem__, key="pulse-own-kind"
        )
        if st.form_submit_button("Add", key="pulse-own-add"):
            _do(place, lambda: pulse.add_question(people.actor(), words, kind))


def closing(one: OpenRound, place: str) -> None:
    """Offer to close the open round for good."""
    with st.popover("Close it now", key="pulse-close-box"):
        st.caption("For good: nobody can answer it after that, and what was said is shown.")
        if st.button("Close the round", type="primary", key="pulse-close"):
            st.session_state.pop(CHOSEN, None)  # what is shown then is this round
            _do(place, lambda: pulse.close(people.actor(), one.key, one.version))


def drawing(one: OpenRound) -> None:
    """Offer to draw the links of a round that opened by itself."""
    like = one.drawing
    if like is None:
        return
    with st.form("pulse-draw", border=False):
        counts = _counts(like, "draw")
        if st.form_submit_button("Draw its links", type="primary", key="pulse-draw-links"):
            wanted = replace(like, people=counts["people"], leaders=counts["leaders"])
            _keep(lambda: pulse.draw(people.actor(), one.key, wanted))


def _begin(found: PulseView, like: Beginning) -> None:
    offered = {one.key: one.words for one in found.offered}
    with st.form("pulse-begin", border=False):
        name, opens, closes, weeks = st.columns(4)
        named = name.text_input("Name", like.name, key="pulse-name")
        opens_on = opens.date_input("Open from", like.opens_on, key="pulse-opens")
        closes_on = closes.date_input("Closes on", like.closes_on, key="pulse-closes")
        every = weeks.number_input(
            "Weeks to the next", 0, 52, like.every_weeks, key="pulse-weeks", help=ITSELF
        )
        counts = _counts(like, "begin")
        asked = st.multiselect(
            "Asked beside the six sentences",
            [*offered],
            [key for key in like.asked if key in offered],
            format_func=offered.__getitem__,
            key="pulse-asked",
        )
        if st.form_submit_button("Begin, and draw the links", type="primary", key="pulse-begin"):
            wanted = Beginning(
                name=named,
                opens_on=opens_on,
                closes_on=closes_on,
                **counts,
                asked=tuple(asked),
                every_weeks=every,
                address=like.address,
                click_id=uuid4().hex,
            )
            _keep(lambda: pulse.begin(people.actor(), wanted))


def _counts(like: Beginning | Drawing, form: str) -> dict[str, dict[str, int]]:
    """How many are invited by side, and how many of them lead a team."""
    places = iter(st.columns(4))
    found: dict[str, dict[str, int]] = {"people": {}, "leaders": {}}
    for side in SIDES:
        for what, value in (("people", like.people[side]), ("leaders", like.leaders[side])):
            label = f"{side.capitalize()}: people" if what == "people" else "of them leaders"
            key = f"pulse-{side}-{what}" if form == "begin" else f"pulse-{form}-{side}-{what}"
            found[what][side] = next(places).number_input(label, 0, 500, value, key=key)
    return found


def _keep(drawn: Callable[[], Handed]) -> None:
    try:
        st.session_state[HANDED] = drawn()
    except RevdashError as problem:
        problems.show(problem)
        return
    st.rerun()


def _hand_out(handed: Handed) -> None:
    with st.container(border=True, key="pulse-links"):
        st.markdown(md(handed.text))
        for one in handed.lists:
            st.caption(f"{one.title}: {len(one.links)}")
            st.code("\n".join(one.links), language=None, height=140)
        row = st.container(horizontal=True)
        row.download_button(
            "Download as CSV", handed.csv, "pulse-links.csv", "text/csv", key="pulse-csv"
        )
        if row.button("I have them: hide the links", type="primary", key="pulse-handed-done"):
            del st.session_state[HANDED]
            st.rerun()


def _do(place: str, action: Callable[[], str]) -> None:
    try:
        said = action()
    except RevdashError as problem:
        problems.show(problem)
        return
    notices.keep(place, said)
    st.rerun()
