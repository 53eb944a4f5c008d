"""Enablement: what marketing works on, the steps' tools, and the messages agreed."""

import streamlit as st

from revdash import api
from revdash.api import enablement as helping
from revdash.api.enablement_views import NO_TOOL, EnablementView
from revdash.api.views import TileColumn
from revdash.terms import Side
from revdash.ui import addresses, grids, headline, people, tiles, trends

LISTED = 330  # pixels past which a list scrolls


def asked() -> EnablementView:
    """Return how things are now."""
    return _enablement(api.stamp(), people.actor())


def show(head: headline.Head, view: EnablementView) -> None:
    """Draw the numbers and the work mix; who asks stands beside it."""
    headline.heading(head.title, view)
    headline.actions(head.controls)
    headline.sentence(view.sentence)
    column = TileColumn(title="Enablement", side=Side.SHARED, note="", tiles=view.tiles)
    metric = tiles.columns([column], key="enablement-tiles")
    if metric:
        addresses.leave_for("explore", metric=metric)
        st.rerun()


def work(view: EnablementView) -> None:
    """Draw the work mix, who asks for work for single deals, and one-off material."""
    mix, asking = st.columns([58, 42], gap="small")
    with mix:
        trends.chart(view.mix, key="work-mix")
    with asking:
        phone = ("who", "hours", "share", "deals")
        title = "Who asks for work for one deal"
        manner = grids.Manner(title=title, note=view.askers_note, height=LISTED, phone=phone)
        grids.grid(view.askers, "askers", manner)
    note = grids.counted(view.one_offs)
    manner = grids.Manner(
        title="One-off material",
        note=note,
        height=LISTED,
        phone=("material", "asked for by", "made"),
    )
    grids.grid(view.one_offs, "one-offs", manner)


def steps(view: EnablementView) -> None:
    """Draw which step has a tool for which segment, and what goes with using it."""
    manner = grids.Manner(title="Steps and their tools", note=view.coverage_note, strong=(NO_TOOL,))
    grids.grid(view.coverage, "coverage", manner)
    manner = grids.Manner(
        title="Tools in use", note=view.tools_note, phone=("step", "used", "with", "without")
    )
    grids.grid(view.tools, "tools", manner)


def messages(view: EnablementView) -> None:
    """Draw the messages that both sides agreed."""
    cards = {"message": "", "phase": "", "need": "need", "pain": "pain", "proof": "proof"}
    cards |= {"call to action": "asks", "agreed": "agreed"}
    grids.grid(view.messages, "messages", grids.Manner(title="Messages", cards=cards))


@st.cache_data(show_spinner=False, max_entries=16)
def _enablement(stamp: str, actor: api.Actor) -> EnablementView:  # noqa: ARG001  keys the cache
    return helping.enablement(actor)
