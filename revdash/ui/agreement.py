"""Agreement: what holds, the draft with what it would have meant, signatures, every version."""

from collections.abc import Callable

import streamlit as st

from revdash.api import agreeing
from revdash.api.agreement_views import AgreementView, Meant, VersionView
from revdash.api.views import Grid, labelled
from revdash.errors import RevdashError
from revdash.ui import grids, notices, people, problems
from revdash.ui.texts import md

PLACE = "agreement"
_MEANT = labelled("Last quarter", "As it was judged", "By the draft")
_OWED = labelled("Who owes", "What", "Came", "Verdict")


def versions() -> None:
    """Draw the draft, what is in force and all that was, under the form of the draft."""
    found = agreeing.agreement(people.actor())
    if found.draft:
        _draft(found, found.draft)
    st.subheader(md(found.current.title), anchor=False)
    _says(found.current)
    if found.since:
        st.caption("Changed since on their own pages; leads whose clock began before keep theirs:")
        st.markdown("\n".join(f"- {md(one)}" for one in found.since))
    st.subheader("History", anchor=False)
    for one in found.history:
        with st.expander(md(one.title), key=f"agreement-{one.key}"):
            if one.changes:
                _changed(one)
            else:
                _says(one)
            _signed(one)


def _draft(found: AgreementView, draft: VersionView) -> None:
    st.subheader(md(draft.title), anchor=False)
    _changed(draft)
    st.caption(md(found.waits))
    _signed(draft)
    seen = (draft.key, draft.version)
    with st.container(horizontal=True):
        is_tried = st.button(
            "What it would have meant", key="agreement-try", icon=":material/history:"
        )
        if found.may_sign:
            _button("Sign", lambda: agreeing.sign_agreement(people.actor(), *seen))
        if found.may_draft:
            _button("Discard", lambda: agreeing.discard_agreement(people.actor(), *seen))
    if is_tried:
        _try(draft)


def _try(draft: VersionView) -> None:
    try:
        with st.spinner("Judging last quarter again, on a copy …"):
            meant = agreeing.meant(people.actor(), draft.key, draft.version)
    except RevdashError as problem:
        problems.show(problem)
        return
    _meant(meant)


def _meant(meant: Meant) -> None:
    lines = tuple((one.label, one.was, one.would) for one in meant.lines)
    owed = tuple((one.side, one.owed, one.came, one.verdict) for one in meant.owed)
    manner = grids.Manner(title="What it would have meant", note=meant.period)
    grids.grid(Grid(columns=_MEANT, rows=lines, total=len(lines)), "agreement-meant", manner)
    manner = grids.Manner(title="What each side would have owed", note=meant.period)
    grids.grid(Grid(columns=_OWED, rows=owed, total=len(owed)), "agreement-owed", manner)
    st.caption(md(meant.how))


def _says(one: VersionView) -> None:
    st.markdown("\n".join(f"- **{md(label)}**: {md(text)}" for label, text in one.facts))


def _changed(one: VersionView) -> None:
    if not one.changes:
        st.caption("It says what the version before says. Change something, or discard it.")
    st.markdown("\n".join(f"- **{md(label)}**: {_turned(*said)}" for label, *said in one.changes))


def _turned(was: str, now: str) -> str:
    """What was said, struck out, and what is said now."""
    return " → ".join((f"~~{md(was)}~~" if was else "nothing", md(now) or "nothing"))


def _signed(one: VersionView) -> None:
    sides = {"marketing": one.marketing, "sales": one.sales}
    said = [f"{side}: {who or 'not signed'}" for side, who in sides.items()]
    st.caption(md(" · ".join(filter(None, (*said, one.note)))))


def _button(label: str, action: Callable[[], str]) -> None:
    if st.button(label, key=f"agreement-{label.lower()}"):
        try:
            said = action()
        except RevdashError as problem:
            problems.show(problem)
            return
        notices.keep(PLACE, said)
        st.session_state.pop("agreement-seen", None)
        st.rerun()
