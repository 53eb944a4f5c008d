"""Frozen: a number of a closed meeting opened over its page: what it counted, what became of it."""

from dataclasses import replace

import streamlit as st

from revdash.api import minutes
from revdash.api.meeting_says import Opening
from revdash.api.meeting_views import FrozenRecords
from revdash.api.questions import Question
from revdash.api.sheet_views import MeetingSheet
from revdash.api.views import SentencePart
from revdash.ui import details, grids, headline, leads, people, sending
from revdash.ui.behind import HEIGHT, File, offer
from revdash.ui.texts import md

CARDS = {"record": "", "then": "then", "now": "now", "what became of it": ""}


def is_of(sheet: MeetingSheet, question: Question) -> bool:
    """Whether the address names a number that a meeting froze, as it is asked for."""
    asked = (st.query_params.get(details.PARAMETER), question.first, question.last)
    return any(
        (one.metric, one.first, one.last, one.filters) == (*asked, question.filters)
        for one in sheet.readings
    )


def opened(meeting: str, question: Question) -> None:
    """Open the frozen number that the address names; a lead that it names lies over it."""
    named = st.query_params.get(details.PARAMETER)
    if leads.opened() or not named:
        return
    asked = Opening(meeting=meeting, metric=named, question=question)
    found = minutes.records(people.actor(), asked)
    dialog = st.dialog(md(found.title), width="large", on_dismiss=details.close)
    dialog(_show)(found, asked)


def _show(found: FrozenRecords, asked: Opening) -> None:
    headline.sentence([SentencePart(text=found.sentence)], key="frozen-sentence")
    st.caption(md(found.note))
    asked = replace(asked, side=_side(found))
    actor = people.actor()
    if asked.side != found.side:
        found = minutes.records(actor, asked)
    note = " · ".join(filter(None, (found.told, grids.counted(found.grid))))
    manner = grids.Manner(title="Its records, then and now", note=note, height=HEIGHT, cards=CARDS)
    pressed = grids.openable(found.grid, "frozen-records", manner)
    if _leads_on(found, pressed):
        st.rerun()
    with st.container(horizontal=True):
        offer(File("Download CSV", found.csv_name, lambda: minutes.records_csv(actor, asked)))
        sending.offer(asked.metric, asked.question, "frozen-sending")


def _leads_on(found: FrozenRecords, record: str | None) -> bool:
    """Let the address name the lead behind a record pressed; say whether there is one."""
    person = found.leads.get(record or "")
    if person is None:
        return leads.open_up(record, found.part, found.part)
    st.query_params[leads.PARAMETER] = person
    return True


def _side(found: FrozenRecords) -> str:
    """Let the reader choose of which side, where there are several."""
    labels = dict(found.sides)
    if len(labels) < 2:  # noqa: PLR2004  nothing to choose between
        return found.side
    return st.segmented_control(
        "Records of",
        [*labels],
        default=found.side,
        required=True,
        format_func=lambda side: md(labels[side]),
        key="frozen-side",
        label_visibility="collapsed",
    )
