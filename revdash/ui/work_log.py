"""Work log: a short form for some hours, and a box for a pasted timesheet."""

import streamlit as st

from revdash.api import work_log
from revdash.api.enablement_views import EnablementView, Pasted, WorkDone, WorkOffer
from revdash.ui import enablement, notices, people
from revdash.ui.loop import do
from revdash.ui.texts import md

PLACE, REFUSED = "work-log", "work-log-refused"
NONE = ""
EXAMPLE = """day;who;hours;kind;scope;deal;asked by
2026-05-18;Mona;3.5;campaign;the whole market
2026-05-18;Nils;2;deck;one deal;Acme: scheduling;Gita"""


def show(view: EnablementView) -> None:
    """Draw what hours went into; then the form, the box, and what was logged here last."""
    notices.show(PLACE)
    _refused()
    enablement.work(view)
    offer = work_log.offer(people.actor())
    if not offer.may_act:
        return
    form, box = st.columns(2, gap="small")
    with form, st.expander("Log hours", key="log-box"):
        _form(offer)
        _latest(offer)
    with box, st.expander("Paste a timesheet", key="paste-box"):
        _paste()


def _form(offer: WorkOffer) -> None:
    users = {one.key: one.label for one in offer.users}
    deals = {NONE: "No deal"} | {one.key: one.label for one in offer.deals}
    scopes = {one.key: one.label for one in offer.scopes}
    with st.form("log", border=False, clear_on_submit=True):
        left, right = st.columns(2)
        day = left.date_input("Day", offer.today, key="log-day")
        hours = right.number_input("Hours", value=2.0, step=0.5, key="log-hours")
        user = left.selectbox("Who", [*users], format_func=users.__getitem__, key="log-who")
        kind = right.text_input("What", key="log-kind", placeholder="deck, campaign, article")
        scope = left.selectbox("For", [*scopes], format_func=scopes.__getitem__, key="log-scope")
        deal = right.selectbox("Deal", [*deals], format_func=deals.__getitem__, key="log-deal")
        askers = {NONE: "Nobody"} | users
        asked_by = st.selectbox(
            "Asked for by", [*askers], format_func=askers.__getitem__, key="log-asked"
        )
        if st.form_submit_button("Log", type="primary", key="log-send"):
            done = WorkDone(
                day=day,
                user=user or "",
                hours=hours,
                kind=kind,
                scope=scope or "",
                deal=deal or "",
                asked_by=asked_by or "",
            )
            do(lambda: work_log.log(people.actor(), done), PLACE)


def _latest(offer: WorkOffer) -> None:
    for key, version, words in offer.latest:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(md(words), width="stretch")
            if st.button("Take back", key=f"log-back-{key}", type="tertiary"):
                _taken_back(key, version)


def _taken_back(key: str, version: int) -> None:
    do(lambda: work_log.take_back(people.actor(), key, version), PLACE)


def _paste() -> None:
    st.caption(md(f"A line each: {', '.join(work_log.COLUMNS)}. The same line twice counts once."))
    with st.form("paste", border=False):
        text = st.text_area("Timesheet", key="paste-text", height=180, placeholder=EXAMPLE)
        if st.form_submit_button("Log these lines", type="primary", key="paste-send"):
            do(lambda: _said(work_log.paste(people.actor(), text)), PLACE)


def _said(pasted: Pasted) -> str:
    """Keep what was refused for the run that draws the page anew."""
    st.session_state[REFUSED] = pasted.refused
    return pasted.sentence


def _refused() -> None:
    refused = st.session_state.pop(REFUSED, ())
    if refused:
        lines = "\n".join(f"- {md(line)}" for line in refused)
        st.warning(f"Refused:\n\n{lines}", icon=":material/info:")
