"""Health: the number and what moved it, its parts, its weeks; a part opens what is behind it."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from revdash.api import customers as won
from revdash.api import health
from revdash.api.health_views import HealthView, PartDetail
from revdash.api.questions import PeriodKey, Question
from revdash.ui import addresses, customers, grids, leads, people, sending, trends
from revdash.ui.component import draw
from revdash.ui.texts import md

NUMBER = "alignment_health"
PART, WEEK, AGAINST = "part", "week", "against"  # of the address
HELD_AGAINST = {
    "1": "The week before",
    "4": "Four weeks before",
    "13": "A quarter before",
    "52": "A year before",
}
NEVER = "Never for individual pay, neither the number nor its parts."
PLAY = "How each side could game it, and the counter"
LISTED = 330  # pixels past which records scroll


def asked() -> HealthView:
    """Return what the address asks for: a week, and the one it is held against."""
    chosen = {name: st.query_params.get(name, "") for name in (WEEK, AGAINST)}
    return health.health(people.actor(), chosen[WEEK], chosen[AGAINST])


def controls(place: DeltaGenerator, view: HealthView) -> None:
    """Let the reader choose the week, and what it is held against."""
    weeks, against = dict(view.weeks), HELD_AGAINST
    with place:
        week = st.selectbox(
            "As of the end of",
            [*weeks],
            index=[*weeks].index(view.week),
            format_func=weeks.__getitem__,
            key="health-week",
            width=190,
        )
        held = st.selectbox(
            "Held against",
            [*against],
            index=[*against].index(view.against),
            format_func=against.__getitem__,
            key="health-against",
            width=170,
        )
        sending.offer(NUMBER, Question(), "health-sending")
    if (week, held) != (view.week, view.against):
        st.query_params[WEEK], st.query_params[AGAINST] = week, held
        st.rerun()


def month(view: HealthView) -> None:
    """Say what moved it in four weeks, below what did in one."""
    if view.month:
        st.caption(md(view.month))


def number(view: HealthView) -> None:
    """Draw the number on its scale, and what qualifies it."""
    draw("healthScore", {"title": view.title, "score": vars(view.score), "note": NEVER}, "score")


def moved(view: HealthView) -> None:
    """Draw what moved it, and say whether that is more than routine."""
    trends.chart(view.moved, key="moved")
    st.caption(md(view.routine))


def customer_lens() -> None:
    """Draw the customer lens beside the number; it is never mixed into it."""
    with st.container(border=True, key="health-lens"):
        customers.lens(won.lens(people.actor()), is_brief=True)


def parts(view: HealthView) -> None:
    """List the nine parts; one pressed is named by the address, and opened."""
    drawing = {
        "title": "Its nine parts",
        "note": view.parts_note,
        "parts": [*map(vars, view.parts)],
    }
    pressed = draw("healthParts", drawing, "parts")
    if pressed:
        st.query_params[PART] = pressed


def weeks(view: HealthView) -> None:
    """Draw its weeks with their limits."""
    trends.chart(view.history, key="history")


def games(view: HealthView) -> None:
    """Say how it could be made to look better, and what counters that."""
    drawing = {"title": PLAY, "note": NEVER, "games": [*map(vars, view.games)]}
    draw("healthGames", drawing, "games")


def opened(view: HealthView) -> None:
    """Open the part that the address names; a lead that it names lies over it."""
    name = st.query_params.get(PART)
    if leads.opened() or not name:
        return
    detail = health.part(people.actor(), name, view.week, view.against)
    st.dialog(md(detail.title), width="large", on_dismiss=_close)(_show)(detail, name, view)


def _show(detail: PartDetail, name: str, view: HealthView) -> None:
    draw("about", {"title": "As of that week", "facts": detail.facts, "sql": ""}, "part-facts")
    if detail.teams:
        manner = grids.Manner(title="What moved it, by team", note=detail.teams_note)
        grids.grid(detail.teams, "teams", manner)
    if not detail.behind:
        return
    found = detail.behind
    leaf = found.part
    if len(found.parts) > 1:
        labels = dict(found.parts)
        leaf = st.segmented_control(
            "Records of",
            [*labels],
            default=found.part,
            required=True,
            format_func=lambda one: md(labels[one]),
            key=f"part-leaf-{name}",
            label_visibility="collapsed",
        )
        if leaf != found.part:
            again = health.part(people.actor(), name, view.week, view.against, leaf)
            found = again.behind or found
    listed = grids.openable if found.is_of_people else grids.grid
    manner = grids.Manner(
        title="Records behind it, as of the end of that week",
        note=grids.counted(found.grid),
        height=LISTED,
    )
    pressed = listed(found.grid, "part-records", manner)
    if leads.open_up(pressed, detail.metric, leaf):
        st.rerun()
    with st.container(horizontal=True):
        sending.offer(detail.metric, _days(detail), "part-sending")
        if st.button("Open in Explore", key="part-explore", type="tertiary"):
            _explore(detail)


def _days(detail: PartDetail) -> Question:
    first, last = date.fromisoformat(detail.first), date.fromisoformat(detail.last)
    return Question(period=PeriodKey.CUSTOM, first=first, last=last)


def _explore(detail: PartDetail) -> None:
    days = f"{detail.first}..{detail.last}"
    addresses.leave_for("explore", metric=detail.metric, period=days)
    st.rerun()


def _close() -> None:
    st.query_params.pop(PART, None)
