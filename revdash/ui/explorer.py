"""Explorer: any metric by any cut, both named by the address; a row filters by its value."""

from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

import streamlit as st

from revdash.api.explore_views import Breakdown, Entry
from revdash.api.questions import Question
from revdash.api.views import Detail
from revdash.ui import addresses, behind, data, trends
from revdash.ui.component import draw
from revdash.ui.texts import md

METRIC, BY = "metric", "by"
ALIKE = "alike"
USUAL = "mql_new"
CHART, CUT = 45, 55  # how wide a chart stands beside the breakdown
PLOT, CARD = 280, 56  # how high a chart is, and what its card adds


class Asked(NamedTuple):
    """The metric explored, by which cut, and whether like is compared with like."""

    metric: str
    by: str
    is_alike: bool


def asked() -> Asked:
    """Return what the address asks for; a metric that cannot be shown is answered in a line."""
    entries = {entry.name: entry for entry in data.metrics()}
    wanted = st.query_params.get(METRIC, USUAL)
    entry = entries.get(wanted)
    if entry is None or entry.waits_for:
        why = f"No metric is called '{wanted}'"
        if entry:
            why = f"{entry.label} is not yet measured: it {entry.waits_for}"
        st.info(md(f"{why}. Showing {entries[USUAL].label}."), icon=":material/info:")
        wanted = USUAL
    return Asked(wanted, st.query_params.get(BY, ""), ALIKE in st.query_params)


def choose(asked: Asked) -> None:
    """List the metrics by family, to choose another."""
    families = groupby(data.metrics(), key=lambda entry: entry.family)
    drawing = {
        "families": [_family(title, tuple(entries)) for title, entries in families],
        "chosen": asked.metric,
    }
    draw("picker", drawing, "picker", on_open=_choose)


def cards(asked: Asked, detail: Detail, question: Question) -> None:
    """Draw the metric by week, its curve where it has one, and by its cut, side by side."""
    with st.container(key="cards"):
        *places, last = st.columns([*(CHART for _ in detail.charts), CUT], gap="small")
    for number, (place, chart) in enumerate(zip(places, detail.charts, strict=True)):
        with place:
            trends.chart(replace(chart, height=PLOT), key=f"chart-{number}")
    with last:
        _slices(asked, detail, question)


def _slices(asked: Asked, detail: Detail, question: Question) -> None:
    """Draw the metric by its cut; a row filters by its value."""
    found = _breakdown(asked, question)
    drawing = {
        **vars(found),
        "slices": [*map(vars, found.slices)],
        "by_word": dict(found.cuts).get(found.by, ""),
        "side": detail.tile.side,
        "height": PLOT + CARD,
    }
    draw("breakdown", drawing, "breakdown", on_open=_turn)


def records(asked: Asked, detail: Detail, question: Question) -> None:
    """List the records behind the number, and offer its parts as a file too."""
    found = _breakdown(asked, question)
    files = []
    if found.by:
        content = (
            data.like_with_like_csv(asked.metric, question)
            if found.is_alike
            else data.breakdown_csv(asked.metric, found.by, question)
        )
        files.append(behind.File(f"{found.title} as CSV", found.csv_name, content))
    behind.records(detail, asked.metric, question, *files)


def about(detail: Detail) -> None:
    """Draw how the number is counted, and its statement folded away."""
    drawing = {"title": "How it is counted", "facts": detail.facts, "sql": detail.sql}
    draw("about", drawing, "about")


def _breakdown(asked: Asked, question: Question) -> Breakdown:
    """The parts as they are, or of leads that are alike where that is asked and can be told."""
    found = data.breakdown(asked.metric, asked.by, question)
    if asked.is_alike and found.switch:
        return data.like_with_like(asked.metric, question)
    return found


def _family(title: str, entries: tuple[Entry, ...]) -> dict[str, Any]:
    is_planned = all(entry.waits_for for entry in entries)
    waits = {entry.waits_for for entry in entries}
    why = waits.pop() if len(waits) == 1 else ""
    return {
        "title": title,
        "entries": [*map(vars, entries)],
        "is_planned": is_planned,
        "why": why,
    }


def _compare_alike(*, is_on: bool) -> None:
    if is_on:
        st.query_params[ALIKE] = "1"
    else:
        st.query_params.pop(ALIKE, None)


def _choose(metric: str) -> None:
    st.query_params[METRIC] = metric


def _turn(pressed: str) -> None:
    """Cut by another column, compare like with like, or filter by a value; again: no longer."""
    what, cut, value = (*pressed.split(" ", 2), "")[:3]
    if what == BY:
        st.query_params[BY] = cut
    elif what == ALIKE:
        _compare_alike(is_on=cut == "on")
    else:
        addresses.turn(cut, value)
