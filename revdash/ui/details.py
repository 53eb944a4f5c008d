"""Details: one metric opened over the page: meaning, chart, the records behind it, their file."""

import streamlit as st

from revdash.api.questions import Question
from revdash.api.views import Detail
from revdash.ui import data, grids, tiles, trends
from revdash.ui.texts import md

PARAMETER = "open"
RECORDS_HEIGHT = 330


def opened(metric: str | None, question: Question) -> None:
    """Open *metric*, or the one the URL names; the URL then names it, so it can be shared."""
    if metric:
        st.query_params[PARAMETER] = metric
    named = st.query_params.get(PARAMETER)
    if not named:
        return
    detail = data.detail(named, question)
    dialog = st.dialog(md(detail.tile.label), width="large", on_dismiss=_close)
    dialog(_show)(detail, named, question)


def _show(detail: Detail, metric: str, question: Question) -> None:
    tiles.reading(detail, key="detail-reading")
    for place, chart in enumerate(detail.charts):
        trends.chart(chart, key=f"detail-chart-{place}")
    manner = grids.Manner(
        title="Records behind it", note=grids.counted(detail.records), height=RECORDS_HEIGHT
    )
    grids.grid(detail.records, "detail-records", manner)
    st.download_button(
        "Download CSV",
        data=data.csv(metric, question),
        file_name=detail.csv_name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="detail-csv",
    )


def _close() -> None:
    st.query_params.pop(PARAMETER, None)
