"""Causing: what dropped handoffs came from, the drops that lack a cause, and the rules' quality."""

from collections.abc import Sequence

import streamlit as st

from revdash.api import loop
from revdash.api.loop_views import CauseLine, Causes
from revdash.api.questions import Question
from revdash.api.views import SentencePart
from revdash.ui import grids, headline, notices, people, trends
from revdash.ui.loop import PLACE, TITLE, do
from revdash.ui.texts import md

UNDO = "causes-undo"


def causes(head: headline.Head, _question: Question) -> None:
    """Draw the causes as a chart, the form that names more of them, and what rules got wrong."""
    with head.title:
        headline.title(TITLE, "What dropped handoffs of all leads came from, the last four weeks")
    notices.show(PLACE)
    found = loop.causes(people.actor())
    headline.sentence([SentencePart(text=found.sentence)])
    _undo()
    drawn, named = st.columns(2, gap="medium")
    with drawn:
        trends.chart(found.chart, key="pareto")
        st.caption(md(found.agreed))
    with named:
        _name(found)
    manner = grids.Manner(
        title="What the rules got wrong",
        note="Of each rule's firings of the last four weeks, those marked as its mistake",
        phone=("rule", "share"),
    )
    grids.grid(found.rules, "rule-quality", manner)


def _name(found: Causes) -> None:
    st.subheader("Resolved without a cause", anchor=False)
    if not found.lines:
        st.caption("Every resolved drop of these weeks has its cause.")
        return
    if not found.may_act:
        for line in found.lines:
            _told(line)
        return
    known = {one.key: one.label for one in found.choices}
    with st.form("causes", border=False, clear_on_submit=True):
        chosen = [(line, _line(line, known)) for line in found.lines]
        if st.form_submit_button("Save causes", type="primary", key="causes-save"):
            _save([(line, code) for line, code in chosen if code])


def _save(chosen: Sequence[tuple[CauseLine, str]]) -> None:
    given = {key: code for line, code in chosen for key in line.versions}
    versions = {key: seen for line, _ in chosen for key, seen in line.versions.items()}
    st.session_state[UNDO] = {key: seen + 1 for key, seen in versions.items()}
    do(lambda: loop.give_causes(people.actor(), given, versions))


def _line(line: CauseLine, known: dict[str, str]) -> str:
    told, asked = st.columns([55, 45], vertical_alignment="center")
    with told:
        _told(line)
    with asked:
        return st.selectbox(
            md(f"Cause of {line.title}"),
            ["", *known],
            format_func=lambda key: known.get(key, "No cause named yet"),
            key=f"cause-{line.key}",
            label_visibility="collapsed",
        )


def _told(line: CauseLine) -> None:
    st.markdown(md(line.title))
    st.caption(md(line.note))


def _undo() -> None:
    """Offer to take back the causes that were just named."""
    versions = st.session_state.get(UNDO)
    if versions and st.button("Take them back", key=UNDO + "-now", type="tertiary"):
        del st.session_state[UNDO]
        do(lambda: loop.give_causes(people.actor(), dict.fromkeys(versions, ""), versions))
