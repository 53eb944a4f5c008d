"""Pulse: what both sides said of working together, where they differ, and what is hidden."""

import streamlit as st

from revdash.api import pulse
from revdash.api.pulse_views import OpenRound, PulseView, Results
from revdash.api.questions import Question
from revdash.api.views import SentencePart
from revdash.ui import grids, headline, notices, people, pulse_rounds, sending, trends
from revdash.ui.pulse_rounds import CHOSEN
from revdash.ui.texts import md

PLACE = "pulse"
SENT = {
    "pulse_level": "Send the level to the agenda",
    "perception_gap": "Send the gap to the agenda",
}


def show() -> None:
    """Draw the newest closed round, or the one chosen, and the round that is open."""
    found = pulse.pulse(people.actor(), st.session_state.get(CHOSEN, ""), _address())
    headline.title("Pulse", "What marketing and sales say of working together; nobody by name")
    notices.show(PLACE)
    if found.results is None:
        headline.sentence([SentencePart(text=found.sentence)])
    else:
        headline.sentence(found.results.sentence)
        _results(found, found.results)
    _rounds(found)


def _results(found: PulseView, results: Results) -> None:
    names = dict(found.rounds)
    if len(names) > 1:
        st.selectbox("Round", [*names], format_func=names.__getitem__, key=CHOSEN, width=280)
    wide, narrow = st.columns([58, 42], gap="medium")
    with wide:
        trends.chart(results.gaps, key="pulse-gaps")
        crossed = grids.Manner(
            title="Each side's work, as the other rates it",
            cards={"who": "", "other": "", "own": "", "measured": ""},
        )
        grids.grid(results.crossed, "pulse-crossed", crossed)
    with narrow:
        trends.chart(results.beliefs, key="pulse-beliefs")
        if found.trend:
            trends.chart(found.trend, key="pulse-trend")
    with st.container(horizontal=True):
        for metric, label in SENT.items():
            sending.offer(metric, Question(), f"{metric}-sending", label)
    items = grids.Manner(
        title="Sentence by sentence",
        note="Mean and number of answers · gap: marketing less sales, 95 % Welch · "
        "agreement within a side (r_wg): .70 and more is a view of the team",
        cards={"item": "", "marketing": "Marketing", "sales": "Sales", "gap": "Gap"},
    )
    grids.grid(results.items, "pulse-items", items)
    for words, said in results.words:
        st.subheader(words, anchor=False)
        for one in said:
            st.markdown(f"“{md(one)}”")
    st.subheader("Who answered, and what is not shown", anchor=False)
    for note in results.notes:
        st.caption(md(note))


def _rounds(found: PulseView) -> None:
    st.subheader("Rounds", anchor=False)
    if found.open_round:
        _open(found.open_round, may_set=found.may_set)
    st.caption(md(found.due))
    if found.may_set:
        pulse_rounds.manage(found, PLACE)


def _open(one: OpenRound, *, may_set: bool) -> None:
    with st.container(border=True):
        st.markdown(f"**{md(one.title)}**")
        st.caption(md(one.note))
        if may_set:
            pulse_rounds.drawing(one)
            pulse_rounds.closing(one, PLACE)


def _address() -> str:
    return str(st.context.url or "").partition("?")[0]
