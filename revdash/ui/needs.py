"""Needs: those written down here, to be answered and told back, and a form for another."""

import streamlit as st

from revdash.api import needs
from revdash.api.customer_views import Answering, CustomersView, Hearing, NeedsView, NeedView
from revdash.ui import customers, notices, people
from revdash.ui.loop import do
from revdash.ui.texts import md

PLACE = "needs"
DECISIONS = {"do": "Do it", "later": "Later", "no": "No, because"}


def show(_view: CustomersView) -> None:
    """Draw what the market asks for; then those written down here, the open ones first."""
    notices.show(PLACE)
    customers.needs()
    found = needs.needs(people.actor())
    left, right = st.columns(2, gap="small")
    with left:
        customers.reasons()
    with right:
        _written(found)
        if found.may_act:
            with st.expander("Write down a need", key="hear-box"):
                _hearing(found)
            if found.imported:
                with st.expander("Answer a need that came by import", key="take-up-box"):
                    _taking_up(found)


def _written(found: NeedsView) -> None:
    st.subheader("Written down here", anchor=False)
    if not found.needs:
        st.caption("None yet. A need goes from what was heard to product's answer, and back.")
    for one in found.needs:
        with st.container(border=True, key=f"need-{one.key}"):
            st.markdown(f"**{md(one.title)}**")
            st.caption(md(one.note))
            if found.may_act:
                _acts(one, found)


def _acts(one: NeedView, found: NeedsView) -> None:
    actor = people.actor()
    if one.is_open:
        _answering(one)
        _weighing(one, found)
        return
    with st.container(horizontal=True):
        if not one.is_told_back and st.button("Told back", key=f"told-{one.key}"):
            do(lambda: needs.tell_back(actor, one.key, one.version), PLACE)
        if st.button("Open again", key=f"reopen-{one.key}"):
            do(lambda: needs.reopen(actor, one.key, one.version), PLACE)


def _answering(one: NeedView) -> None:
    with (
        st.expander("Product's answer", key=f"answer-box-{one.key}"),
        st.form(f"answer-{one.key}-{one.version}", border=False),
    ):
        decision = st.radio(
            "Answer",
            [*DECISIONS],
            format_func=DECISIONS.__getitem__,
            horizontal=True,
            key=f"decision-{one.key}",
        )
        reason = st.text_input("Why", key=f"reason-{one.key}")
        if st.form_submit_button("Answer", type="primary", key=f"answer-send-{one.key}"):
            said = Answering(
                key=one.key, version=one.version, decision=decision or "", reason=reason
            )
            do(lambda: needs.answer(people.actor(), said), PLACE)


def _weighing(one: NeedView, found: NeedsView) -> None:
    labels = {choice.key: choice.label for choice in found.reasons}
    known = [mark for mark in one.evidence if mark in labels]
    others = tuple(mark for mark in one.evidence if mark not in labels)
    with (
        st.expander("Reasons that speak for it", key=f"weigh-box-{one.key}"),
        st.form(f"weigh-{one.key}-{one.version}", border=False),
    ):
        chosen = st.multiselect(
            "Given for lost deals and for leads given back",
            [*labels],
            default=known,
            format_func=labels.__getitem__,
            key=f"weigh-marks-{one.key}",
        )
        if st.form_submit_button("Save", key=f"weigh-send-{one.key}"):
            marks = (*others, *chosen)
            do(lambda: needs.weigh(people.actor(), one.key, marks, one.version), PLACE)


def _taking_up(found: NeedsView) -> None:
    names = {one.key: one.label for one in found.imported}
    with st.form("take-up", border=False):
        key = st.selectbox(
            "Heard in another system", [*names], format_func=names.__getitem__, key="take-up-need"
        )
        if st.form_submit_button("Take it up here", type="primary", key="take-up-send"):
            do(lambda: needs.take_up(people.actor(), key or ""), PLACE)


def _hearing(found: NeedsView) -> None:
    names = {"": "Nobody in particular"} | {one.key: one.label for one in found.accounts}
    reasons = {one.key: one.label for one in found.reasons}
    with st.form("hear", border=False, clear_on_submit=True):
        words = st.text_area("What is asked for, in the customer's words", key="need-words")
        theme = st.text_input("Theme", key="need-theme", help="Such as reports: so needs add up")
        source = st.selectbox("Heard in", found.sources, key="need-source")
        account = st.selectbox("From", [*names], format_func=names.__getitem__, key="need-account")
        marks = st.multiselect(
            "Reasons that speak for it", [*reasons], format_func=reasons.__getitem__, key="need-why"
        )
        if st.form_submit_button("Write down", type="primary", key="need-send"):
            said = Hearing(
                words=words,
                theme=theme,
                source=source,
                account=account or "",
                evidence=tuple(marks),
            )
            do(lambda: needs.hear(people.actor(), said), PLACE)
