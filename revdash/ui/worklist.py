"""Worklist: the list of dropped handoffs as it is read, filtered and acted on; kept in the URL."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import streamlit as st

from revdash.api import worklist
from revdash.api.loop_views import Doing
from revdash.api.questions import Question
from revdash.api.worklist_views import FIRST, Wish, Worklist
from revdash.errors import RevdashError
from revdash.ui import addresses, leads, people
from revdash.ui.component import draw

SEVERITY, TURN, APART, NEW = "severity", "turn", "aside", "new"  # of the address
_LIMIT, _SAID = "worklist-limit", "worklist-said"
_TEXTS = ("words", "reason", "evidence", "to_user", "to_queue", "side", "click_id")


def wish(question: Question) -> Wish:
    """Return what the filters and the address ask for."""
    return Wish(
        filters=question.filters,
        severities=_chosen(SEVERITY),
        turns=_chosen(TURN),
        is_apart=st.query_params.get(APART) == "1",
        is_new=st.query_params.get(NEW) == "1",
        limit=st.session_state.get(_LIMIT, FIRST),
    )


def read(wish: Wish) -> Worklist:
    """Return the part of the worklist that is wished for, as it is now."""
    return worklist.worklist(people.actor(), wish)


def show(listed: Worklist) -> None:
    """Draw the list; what is done in it is done before the page is drawn anew."""
    told = {"text": "", "undo": (), "is_problem": False}
    said = st.session_state.pop(_SAID, told)
    drawing = {**asdict(listed), "freshness": "", "said": said, "lead_address": "lead"}
    draw("worklist", drawing, "worklist", on_open=_do)


def offer_file(listed: Worklist, wish: Wish) -> None:
    """Offer the whole list as a file, written once it is asked for."""
    actor = people.actor()
    st.download_button(
        "Download CSV",
        data=lambda: worklist.csv(actor, wish),
        file_name=listed.csv_name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="worklist-csv",
    )


def _chosen(name: str) -> tuple[str, ...]:
    return tuple(filter(None, st.query_params.get(name, "").split(",")))


def _do(pressed: str) -> None:
    """Do what was pressed: the component tells it as JSON."""
    told = json.loads(pressed)
    what = told.get("do")
    if what in (SEVERITY, TURN):
        _turn(what, str(told["key"]))
    elif what in (APART, NEW):
        _turn(what, "1")
    elif what == "more":
        st.session_state[_LIMIT] = st.session_state.get(_LIMIT, FIRST) + FIRST
    elif what == "lead":
        addresses.leave_for(leads.PARAMETER, **{leads.PARAMETER: str(told["person"])})
    elif what == "act":
        _act(told)
    elif what == "undo":
        _undo(told)


def _turn(name: str, key: str) -> None:
    """Ask for one part more, or no longer."""
    st.session_state.pop(_LIMIT, None)
    kept = _chosen(name)
    now = [one for one in kept if one != key] if key in kept else [*kept, key]
    if now:
        st.query_params[name] = ",".join(now)
    else:
        st.query_params.pop(name, None)


def _act(told: Mapping[str, Any]) -> None:
    try:
        until = date.fromisoformat(told["until"]) if told.get("until") else None
        doing = Doing(
            kind=str(told["kind"]),
            seen={str(key): str(seen) for key, seen in told["seen"].items()},
            until=until,
            **{name: str(told.get(name) or "") for name in _TEXTS},
        )
        done = worklist.act(people.actor(), doing)
    except RevdashError as problem:
        _say(str(problem), is_problem=True)
    else:
        _say(done.text, undo=done.action_ids)


def _undo(told: Mapping[str, Any]) -> None:
    try:
        _say(worklist.undo(people.actor(), [*map(str, told["ids"])], str(told["click_id"])))
    except RevdashError as problem:
        _say(str(problem), is_problem=True)


def _say(text: str, *, undo: tuple[str, ...] = (), is_problem: bool = False) -> None:
    st.session_state[_SAID] = {"text": text, "undo": undo, "is_problem": is_problem}
