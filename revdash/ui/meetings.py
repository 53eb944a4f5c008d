"""Meetings: all of them, what one takes away from a closed one, and how the next ones are set."""

from collections.abc import Mapping

import streamlit as st

from revdash import api
from revdash.api import meeting as weekly
from revdash.api.meeting_says import SettingSeries
from revdash.api.meeting_views import MeetingView, SeriesView
from revdash.api.views import Grid, labelled
from revdash.ui import grids, notices, people
from revdash.ui.loop import do
from revdash.ui.meeting import MEETING, PART
from revdash.ui.texts import md

PLACE = "meetings"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SIDES = ("marketing", "sales")


def listed(view: MeetingView) -> None:
    """List every meeting, the newest first; a row opens it."""
    found = weekly.meetings(people.actor())
    grid = Grid(
        columns=labelled("Meeting", "State", "Note"),
        rows=tuple((one.title, one.state, one.note) for one in found),
        ids=tuple(one.key for one in found),
        total=len(found),
        empty="None was held yet. The first one starts above.",
    )
    cards = {"meeting": "", "state": "", "note": ""}
    manner = grids.Manner(title="All meetings", height=330, cards=cards)
    pressed = grids.openable(grid, "meetings", manner)
    if pressed and pressed != view.key:
        st.query_params[MEETING] = pressed
        st.query_params.pop(PART, None)
        st.rerun()


def setting(series: SeriesView) -> None:
    """Offer to set the recurring meeting, to who may."""
    notices.show(PLACE)
    with st.expander("The recurring meeting", key="series-box"):
        if not series.may_set:
            st.caption(md(api.refusal(people.actor(), api.Right.SET)))
            return
        with st.form(f"series-{series.version}", border=False):
            said = _asked(series)
            if st.form_submit_button("Save", type="primary", key="series-save"):
                do(lambda: weekly.save_series(people.actor(), said), PLACE)


def _asked(series: SeriesView) -> SettingSeries:
    name = st.text_input("Name", series.name, key="series-name")
    row = st.columns(2)
    with row[0]:
        weekday = st.selectbox("Held on", WEEKDAYS, index=series.weekday, key="series-weekday")
    with row[1]:
        labels = {one.key: one.label for one in series.cadences}
        cadence = st.selectbox(
            "How often",
            [*labels],
            index=[*labels].index(series.cadence),
            format_func=labels.__getitem__,
            key="series-cadence",
        )
    return SettingSeries(
        key=series.key,
        version=series.version,
        name=name,
        cadence=cadence or series.cadence,
        weekday=WEEKDAYS.index(weekday or WEEKDAYS[0]),
        minutes=_minutes(series),
        leaders=_leaders(series),
    )


def _leaders(series: SeriesView) -> Mapping[str, str]:
    names = {"": "Nobody yet", **{one.key: one.label for one in series.people}}
    chosen = {}
    for place, side in zip(st.columns(2), SIDES, strict=True):
        with place:
            chosen[side] = st.selectbox(
                f"{side.capitalize()} is led by",
                [*names],
                index=[*names].index(series.leaders.get(side, "")),
                format_func=names.__getitem__,
                key=f"series-leader-{side}",
            )
    return {side: member for side, member in chosen.items() if member}


def _minutes(series: SeriesView) -> Mapping[str, int]:
    st.caption("Minutes of each heading; none leave it out.")
    return {
        line.heading: st.number_input(
            line.title, 0, 60, line.minutes, key=f"series-minutes-{line.heading}"
        )
        for line in series.agenda
    }
