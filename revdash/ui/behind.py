"""Behind: the records behind a number, of one part at a time; a row opens what its lead is."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from revdash.api.questions import Question
from revdash.api.views import Detail
from revdash.ui import data, grids, leads
from revdash.ui.texts import md

HEIGHT = 330


class File(NamedTuple):
    """A file to download, written once it is asked for."""

    label: str
    name: str
    content: Callable[[], bytes]


def records(detail: Detail, metric: str, question: Question, *others: File) -> None:
    """List the records of one part of a number; one pressed opens what is known of its lead.

    Their file is offered below, with *others*.
    """
    part = _part(detail)
    if part != detail.behind.part:
        detail = data.detail(metric, question, part)
    found = detail.behind
    manner = grids.Manner(title="Records behind it", note=grids.counted(found.grid), height=HEIGHT)
    listed = grids.openable if found.is_of_people else grids.grid
    pressed = listed(found.grid, "records", manner)
    if leads.open_up(pressed, metric, part):
        st.rerun()
    own = File("Download CSV", detail.csv_name, data.csv(metric, question, part))
    with st.container(horizontal=True):
        for file in (own, *others):
            offer(file)


def offer(file: File) -> None:
    """Offer *file* to download."""
    st.download_button(
        md(file.label),
        data=file.content,
        file_name=file.name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"file-{file.name}",
    )


def _part(detail: Detail) -> str:
    """Let the reader choose of which part, where there are several."""
    labels = dict(detail.behind.parts)
    if len(labels) < 2:  # noqa: PLR2004  nothing to choose between
        return detail.behind.part
    return st.segmented_control(
        "Records of",
        [*labels],
        default=detail.behind.part,
        required=True,
        format_func=lambda part: md(labels[part]),
        key=f"part-{detail.tile.metric}",
        label_visibility="collapsed",
    )
