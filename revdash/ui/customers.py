"""Customers: how those we won fare, what they need, and how much of what we look at is them."""

from dataclasses import replace

import streamlit as st

from revdash import api
from revdash.api import customers as won
from revdash.api.customer_views import CustomersView, FareView, HeardView, LensView
from revdash.api.questions import Question
from revdash.api.views import TileColumn
from revdash.terms import Side
from revdash.ui import addresses, grids, headline, people, sending, tiles, trends
from revdash.ui.component import draw
from revdash.ui.texts import md

BY = "by"  # of the address
LISTED = 330  # pixels past which a list scrolls


def asked() -> CustomersView:
    """Return how things are now."""
    return _customers(api.stamp(), people.actor())


def show(head: headline.Head, view: CustomersView) -> None:
    """Draw the numbers, the lens beside the mirror, then each in its parts."""
    headline.heading(head.title, view)
    headline.actions(head.controls)
    headline.sentence(view.sentence)
    column = TileColumn(title="Customers", side=Side.CUSTOMER, note="", tiles=view.tiles)
    _open(tiles.columns([column], key="customer-tiles"))
    lens_of_it, mirror = st.columns(2, gap="small")
    with lens_of_it:
        lens(view.lens)
    with mirror:
        trends.chart(view.mirror, key="mirror")


def lens(view: LensView, *, is_brief: bool = False) -> None:
    """Draw the customer lens: its number and parts, unless *is_brief* with what they rest on."""
    value = {"tile": vars(view.tile), "title": view.tile.label}
    draw("reading", {**value, "facts": (), "sql": ""}, "lens")
    parts = view.parts
    if is_brief:
        rows = tuple(row[:-1] for row in parts.rows)
        parts = replace(parts, columns=parts.columns[:-1], rows=rows)
    grids.grid(parts, "lens-parts", grids.Manner(phone=("part", "score")))
    if not is_brief:
        sending.offer(view.tile.metric, Question(), "lens-sending")


def fare(_view: CustomersView) -> None:
    """Draw how customers fare by where they came from, and by who brought them."""
    view = _fare(api.stamp(), people.actor(), st.query_params.get(BY, ""))
    cuts = dict(view.cuts)
    by = st.segmented_control(
        "By",
        [*cuts],
        default=view.by,
        required=True,
        format_func=lambda key: md(cuts[key]),
        key="customers-by",
        label_visibility="collapsed",
    )
    if by and by != view.by:
        st.query_params[BY] = by
        st.rerun()
    phone = ("part", "nps", "kept", "nrr")
    title = f"By {cuts[view.by].lower()}"
    manner = grids.Manner(title=title, note=view.parts_note, height=LISTED, phone=phone)
    grids.grid(view.parts, "customer-parts", manner)
    brought = "The deal that won them says who brought them; of those before it nobody knows"
    manner = grids.Manner(title="By who brought them", note=brought, phone=phone)
    grids.grid(view.fates, "customer-fates", manner)


def needs() -> None:
    """Draw what the market asks for: put together, and one by one."""
    view = _asked_for(api.stamp(), people.actor())
    phone = ("need", "heard", "open", "said")
    manner = grids.Manner(title="Needs, those that wait first", phone=phone, height=LISTED)
    grids.grid(view.needs, "need-clusters", manner)
    note = grids.counted(view.heard)
    manner = grids.Manner(
        title="As they were heard", note=note, height=LISTED, phone=("need", "on", "state")
    )
    grids.grid(view.heard, "needs-heard", manner)


def reasons() -> None:
    """Draw why deals were lost and leads given back, with the needs that these speak for."""
    view = _asked_for(api.stamp(), people.actor())
    manner = grids.Manner(
        title="Reasons given in twelve months", height=LISTED, phone=("reason", "times")
    )
    grids.grid(view.reasons, "need-reasons", manner)


def looked_at(view: CustomersView) -> None:
    """Draw every goal and agenda metric, those about customers first."""
    manner = grids.Manner(
        title="Goals and agenda metrics", note=view.mirror_note, phone=("label", "about")
    )
    grids.grid(view.looked_at, "looked-at", manner)


def _open(metric: str | None) -> None:
    if metric:
        addresses.leave_for("explore", metric=metric)
        st.rerun()


@st.cache_data(show_spinner=False, max_entries=16)
def _customers(stamp: str, actor: api.Actor) -> CustomersView:  # noqa: ARG001  keys the cache
    return won.customers(actor)


@st.cache_data(show_spinner=False, max_entries=64)
def _fare(stamp: str, actor: api.Actor, by: str) -> FareView:  # noqa: ARG001  keys the cache
    return won.fare(actor, by)


@st.cache_data(show_spinner=False, max_entries=16)
def _asked_for(stamp: str, actor: api.Actor) -> HeardView:  # noqa: ARG001  keys the cache
    return won.asked_for(actor)
