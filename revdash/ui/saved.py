"""Saved: views kept under a name: opened, kept, renamed, shared and forgotten from the header."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from revdash.api import saved_views
from revdash.api.explore_views import KeptView
from revdash.api.questions import Question
from revdash.errors import RevdashError
from revdash.ui import addresses, filters, notices, people
from revdash.ui.texts import md

PLACE = "views"
# Of the address, beside period and filters.
OWN_WORDS = ("metric", "by", "tab", "severity", "turn", "aside", "new")
_CHANGING = "view-changing"


def offer(place: DeltaGenerator, page: str, question: Question) -> None:
    """Offer the views kept, and to keep *page* as it is asked now."""
    kept = saved_views.views(people.actor())
    with place, st.popover("Views", key="views"):
        notices.show(PLACE)
        for view in kept:
            _view(view)
        if not kept:
            st.caption("No view is kept yet\\. Name this one, and it opens again from here\\.")
        _keep(page, question)


def _view(view: KeptView) -> None:
    if st.session_state.get(_CHANGING) == view.key:
        _change(view)
        return
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    whose = "for everybody" if view.is_own else f"by {view.by}"
    row.button(
        md(view.name),
        key=f"view-{view.key}",
        help=md(f"{view.page.capitalize()}, {whose}" if view.is_shared else view.page.capitalize()),
        type="tertiary",
        width="stretch",
        on_click=_open,
        args=(view,),
    )
    if view.is_own:
        row.button(
            "Change",
            key=f"change-{view.key}",
            type="tertiary",
            on_click=_begin,
            args=(view.key,),
        )
    else:
        row.caption(md(view.by), width="content")


def _change(view: KeptView) -> None:
    with st.container(border=True):
        name = st.text_input("Name", view.name, key=f"name-{view.key}")
        is_shared = st.checkbox("For everybody", view.is_shared, key=f"shared-{view.key}")
        row = st.container(horizontal=True)
        if row.button("Save", key=f"save-{view.key}", type="primary"):
            _do(lambda: saved_views.change(people.actor(), view.key, name, is_shared=is_shared))
        if row.button("Forget", key=f"forget-{view.key}"):
            _do(lambda: saved_views.forget(people.actor(), view.key))
        row.button("Cancel", key=f"cancel-{view.key}", type="tertiary", on_click=_begin, args=("",))


def _keep(page: str, question: Question) -> None:
    with st.form("keep-view", border=False, clear_on_submit=True):
        name = st.text_input("Keep this view as", key="view-name", placeholder="A name")
        is_shared = st.checkbox("For everybody", key="view-shared")
        if st.form_submit_button("Keep", key="keep"):
            words = filters.words(question) | _own_words()
            actor = people.actor()
            _do(lambda: saved_views.keep(actor, name, page, words, is_shared=is_shared))


def _own_words() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in OWN_WORDS if name in st.query_params}


def _do(what: Callable[[], str]) -> None:
    """Do it and say so, or say why not."""
    try:
        notices.keep(PLACE, what())
    except RevdashError as problem:
        st.error(md(str(problem)), icon=":material/error:")
        return
    st.session_state.pop(_CHANGING, None)
    st.rerun()


def _begin(key: str) -> None:
    st.session_state[_CHANGING] = key


def _open(view: KeptView) -> None:
    """Ask what the view asks, and go to its page."""
    filters.put(view.words)
    own = {name: view.words[name][0] for name in OWN_WORDS if view.words.get(name)}
    addresses.leave_for(view.page, **own)
