"""Details: one metric opened over the page: meaning, chart, the records behind it, their file."""

from dataclasses import replace

import streamlit as st

from revdash.api.questions import Compare, Question
from revdash.api.views import Detail
from revdash.ui import addresses, behind, data, leads, sending, tiles, trends
from revdash.ui.filters import COMPARISONS
from revdash.ui.texts import md

PARAMETER = "open"


def opened(metric: str | None, question: Question) -> None:
    """Open *metric*, or the one the URL names; the URL then names it, so it can be shared.

    A lead that the URL names lies over it.
    """
    if metric:
        st.query_params[PARAMETER] = metric
    named = st.query_params.get(PARAMETER)
    if leads.opened() or not named:
        return
    detail = data.detail(named, question)
    dialog = st.dialog(md(detail.tile.label), width="large", on_dismiss=close)
    dialog(_show)(detail, named, question)


def _show(detail: Detail, metric: str, question: Question) -> None:
    asked = replace(question, compare=_compared(question))
    if asked != question:
        question, detail = asked, data.detail(metric, asked)
    tiles.reading(detail, key="detail-reading")
    for place, chart in enumerate(detail.charts):
        trends.chart(chart, key=f"detail-chart-{place}")
    behind.records(detail, metric, question)
    with st.container(horizontal=True):
        sending.offer(metric, question, "detail-sending")
        if st.button("Open in Explore", key="detail-explore", type="tertiary"):
            addresses.leave_for("explore", metric=metric)
            st.rerun()


def _compared(question: Question) -> Compare:
    """Let the reader hold the number against the period before, or the same of last year."""
    return st.segmented_control(
        "Compared with",
        tuple(Compare),
        default=question.compare,
        required=True,
        format_func=COMPARISONS.__getitem__,
        key="detail-compare",
        label_visibility="collapsed",
    )


def close() -> None:
    """Let the address name no metric any more."""
    st.query_params.pop(PARAMETER, None)
