"""Meetings: all of them, what one takes away from a closed one, and how the next ones are set."""

from collections.abc import Callable, Mapping

import streamlit as st

from revdash import api
from revdash.api import meeting as weekly
from revdash.api import minutes, packs
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


def taken_away(view: MeetingView) -> None:
    """Offer a closed meeting as files, and its recap to paste into a message."""
    if not view.is_frozen:
        return
    st.button("To the next meeting", key="meeting-next", type="tertiary", on_click=_go, args=("",))
    actor = people.actor()
    if st.button("Check its numbers", key="meeting-check", type="tertiary"):
        st.toast(md(minutes.checked(actor, view.key)), duration="long")
    link = f"{(st.context.url or '').partition('?')[0]}?{MEETING}={view.key}"
    with st.popover("Take away", icon=":material/download:", key="packs-box"):
        for offer in packs.offered(actor, view.key):
            st.download_button(
                md(offer.label),
                data=_content(actor, view.key, offer.kind, link),
                file_name=f"weekly-meeting-{view.sheet.held_on}.{offer.kind}",
                help=md(offer.told),
                on_click="ignore",
                key=f"pack-{offer.kind}",
                width="stretch",
            )
        told = packs.recap(actor, view.key, link)
        st.text_area(
            "Recap to paste", f"{told.subject}\n\n{told.text}", key="pack-recap", height=160
        )


def _content(actor: api.Actor, key: str, kind: str, link: str) -> Callable[[], bytes]:
    return lambda: packs.pack(actor, key, kind, link).content


def listed(view: MeetingView) -> None:
    """List every meeting, the newest first; a row opens it."""
    found = weekly.meetings(people.actor())
    grid = Grid(
        columns=labelled("Meeting", "What came of it"),
        rows=tuple((one.title, one.note) for one in found),
        ids=tuple(one.key for one in found),
        total=len(found),
        empty="None was held yet. The first one starts above.",
    )
    manner = grids.Manner(title="All meetings", height=330)
    pressed = grids.openable(grid, "meetings", manner)
    if pressed and pressed != view.key:
        _go(pressed)
        st.rerun()


def _go(key: str) -> None:
    """Show a meeting; without a key the one that runs, or comes next."""
    if key:
        st.query_params[MEETING] = key
    else:
        st.query_params.pop(MEETING, None)
    st.query_params.pop(PART, None)


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
            md(line.title), 0, 60, line.minutes, key=f"series-minutes-{line.heading}"
        )
        for line in series.agenda
    }
