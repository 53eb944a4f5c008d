"""Details: one metric opened over the page: meaning, chart, the records behind it, their file."""

import streamlit as st

from revdash.api.questions import Question
from revdash.ui import data, grids, trends
from revdash.ui.texts import md

PARAMETER = "open"


def opened(metric: str | None, question: Question) -> None:
    """Open *metric*, or the one the URL names; the URL then names it, so it can be shared."""
    if metric:
        st.query_params[PARAMETER] = metric
    named = st.query_params.get(PARAMETER)
    if named:
        dialog = st.dialog("In detail", width="large", on_dismiss=_close)
        dialog(_show)(named, question)


def _show(metric: str, question: Question) -> None:
    detail = data.detail(metric, question)
    st.subheader(md(detail.tile.label), anchor=False)
    st.text(detail.tile.meaning)
    for place, chart in enumerate(detail.charts):
        trends.chart(chart, key=f"detail-chart-{place}")
    grids.grid(
        detail.records,
        key="detail-records",
        title="Records behind it",
        note=grids.counted(detail.records),
        height=330,
    )
    st.download_button(
        "Download CSV",
        data=data.csv(metric, question),
        file_name=detail.csv_name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="detail-csv",
    )
    with st.expander("How it is counted"):
        for name, text in detail.facts:
            st.markdown(f"**{md(name)}**  \n{md(text)}")
        st.code(detail.sql, language="sql", wrap_lines=True)


def _close() -> None:
    st.query_params.pop(PARAMETER, None)
