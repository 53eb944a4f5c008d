"""Meeting: the page of the weekly meeting: its head, its parts, and who else writes in it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from revdash import api
from revdash.api import closing
from revdash.api.meeting_views import MeetingView
from revdash.api.questions import PeriodKey, Question
from revdash.api.sheet_views import MeetingSheet
from revdash.api.views import SentencePart
from revdash.errors import RevdashError
from revdash.ui import data, details, frozen, headline, leads, meeting_doing, people
from revdash.ui.component import draw
from revdash.ui.meeting_drawing import drawing
from revdash.ui.texts import md
from revdash.ui.wall import PRESENT, VIEW

SECONDS = 3  # until what somebody else wrote is seen
MEETING, PART = "meeting", "part"
WON = "won_count"  # whose records are deals
NOTHING: Mapping[str, Any] = {"no": 0, "text": "", "is_problem": False, "back": {}}
_SAID, _OPENED, _DRAWN, _SEEN = "meeting-said", "meeting-opened", "meeting-drawn", "meeting-seen"


def asked() -> MeetingView:
    """Return the meeting that the address names; else the one that runs, or comes next."""
    st.session_state[_SEEN] = api.stamp()
    return data.meeting(st.query_params.get(MEETING, ""))


def heading(head: headline.Head, view: MeetingView) -> None:
    """Draw what meeting this is, over which days it looks back, and how fresh it is."""
    sheet = view.sheet
    when = f"{sheet.held_on:%a} {sheet.held_on.day} {sheet.held_on:%b %Y}"
    days = f"looks back on {_days(sheet.first, sheet.last)}"
    here = "; ".join(name for name, _, _ in sheet.attendees)  # "Petra, CMO" is one name
    there = f"with {here}" if here else ""
    drawn = {
        "title": sheet.title,
        "period": " · ".join(filter(None, (when, days, view.closed, there))),
        "compared": "",
        "freshness": sheet.data_text,
        "loaded": "",
        "banner": headline.DEMO if sheet.is_demo else "",
    }
    with head.title:
        draw("heading", drawn, "heading")
    with st.container(key="meeting-sentence"):
        headline.sentence([SentencePart(text=sheet.sentence)])


def show(view: MeetingView) -> None:
    """Draw the meeting; what is done in it is done before the page is drawn anew."""
    st.session_state[_DRAWN] = view.key
    since = data.restated(view.key) if view.is_frozen else ()
    drawn = {
        **drawing(view, since, data.filter_choices()),
        "is_presented": st.query_params.get(VIEW) == PRESENT,
        "part": st.query_params.get(PART, ""),
        "said": st.session_state.get(_SAID, NOTHING),
    }
    draw("meeting", drawn, "meeting", on_open=_do)
    if view.refusal:
        st.caption(md(view.refusal))


def opened(view: MeetingView) -> None:
    """Open the lead or the metric that was pressed over the page; a frozen one as it was then."""
    question = st.session_state.get(_OPENED) or _question(view.sheet)
    if view.is_frozen and frozen.is_of(view.sheet, question):
        frozen.opened(view.key, question)
    else:
        details.opened(None, question)


def listen(view: MeetingView) -> None:
    """Draw the page anew soon after somebody else wrote something."""
    if view.state != "closed":
        _listen()


@st.fragment(run_every=SECONDS)
def _listen() -> None:
    if api.stamp() != st.session_state[_SEEN]:
        st.rerun()


def _question(sheet: MeetingSheet) -> Question:
    return Question(period=PeriodKey.CUSTOM, first=sheet.first, last=sheet.last)


def _do(pressed: str) -> None:
    """Do what was pressed: the component tells it as JSON."""
    told = json.loads(pressed)
    what = str(told.get("do"))
    if what in _GOING:
        _GOING[what](told)
        return
    try:
        said = {"text": _done(what, told), "is_problem": False, "back": {}}
    except RevdashError as problem:
        said = {"text": str(problem), "is_problem": True, "back": told}
    # Kept, not taken: a run that is cut off by the next one may never reach the screen.
    number = st.session_state.get(_SAID, NOTHING)["no"] + 1
    st.session_state[_SAID] = {"no": number, **said}


def _done(what: str, told: Mapping[str, Any]) -> str:
    key = st.session_state[_DRAWN]
    if what == "close":
        said = closing.close(people.actor(), key, int(told["version"]))
        st.query_params[MEETING] = key  # what it showed stays in sight
        st.query_params.pop(PART, None)
        return said
    return meeting_doing.do(people.actor(), key, told)


def _open(told: Mapping[str, Any]) -> None:
    st.session_state[_OPENED] = Question(
        period=PeriodKey.CUSTOM,
        first=date.fromisoformat(told["first"]),
        last=date.fromisoformat(told["last"]),
        filters=tuple((str(name), tuple(values)) for name, values in told.get("filters", ())),
    )
    st.query_params[details.PARAMETER] = str(told["metric"])


def _about(told: Mapping[str, Any]) -> None:
    """Open a metric over the days that the meeting looks back on."""
    st.session_state.pop(_OPENED, None)
    st.query_params[details.PARAMETER] = str(told["metric"])


def _deal(told: Mapping[str, Any]) -> None:
    leads.open_up(str(told["key"]), WON)


def _lead(told: Mapping[str, Any]) -> None:
    st.query_params[leads.PARAMETER] = str(told["key"]).partition(":")[2]


def _present(told: Mapping[str, Any]) -> None:
    st.query_params[VIEW] = PRESENT
    st.query_params[PART] = str(told.get("part", ""))


def _leave(told: Mapping[str, Any]) -> None:
    st.query_params.pop(VIEW, None)
    st.query_params[PART] = str(told.get("part", ""))


_GOING = {
    "open": _open,
    "about": _about,
    "deal": _deal,
    "lead": _lead,
    "present": _present,
    "leave": _leave,
}


def _days(first: date, last: date) -> str:
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%b}"
    return f"{first.day}{month}–{last.day} {last:%b}"
