"""Customers: how those we won fare, what they need, and how much of what we look at is them."""

import streamlit as st

from revdash import api
from revdash.api import customers as won
from revdash.api.customer_views import CustomersView, LensView
from revdash.api.views import TileColumn
from revdash.terms import Side
from revdash.ui import addresses, grids, headline, people, tiles, trends
from revdash.ui.component import draw
from revdash.ui.texts import md

BY = "by"  # of the address
LISTED = 330  # pixels past which a list scrolls


def asked() -> CustomersView:
    """Return what the address asks for: the cut."""
    return _customers(api.stamp(), people.actor(), st.query_params.get(BY, ""))


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


def lens(view: LensView) -> None:
    """Draw the customer lens: its number, and each part with what it rests on."""
    value = {"tile": vars(view.tile), "title": view.tile.label}
    draw("reading", {**value, "facts": (), "sql": ""}, "lens")
    manner = grids.Manner(note=view.note, phone=("part", "score"))
    grids.grid(view.parts, "lens-parts", manner)


def fare(view: CustomersView) -> None:
    """Draw how customers fare by where they came from, and by who brought them."""
    cuts = dict(view.cuts)
    by = st.segmented_control(
        "By",
        [*cuts],
        default=view.by,
        required=True,
        format_func=lambda key: md(cuts[key]),
        key="customers-by",
    )
    if by and by != view.by:
        st.query_params[BY] = by
        st.rerun()
    phone = ("part", "customers", "nps", "kept", "nrr")
    title = f"By {cuts[view.by].lower()}"
    manner = grids.Manner(title=title, note=view.parts_note, height=LISTED, phone=phone)
    grids.grid(view.parts, "customer-parts", manner)
    brought = "The deal that won them says who brought them; of those before it nobody knows"
    manner = grids.Manner(title="By who brought them", note=brought, phone=phone)
    grids.grid(view.fates, "customer-fates", manner)


def needs(view: CustomersView) -> None:
    """Draw what the market asks for: put together, one by one, and the reasons that say it."""
    phone = ("need", "heard", "open", "said")
    manner = grids.Manner(title="Needs, those that wait first", phone=phone, height=LISTED)
    grids.grid(view.needs, "need-clusters", manner)
    one_by_one, reasons = st.columns([58, 42], gap="small")
    with one_by_one:
        note = grids.counted(view.heard)
        manner = grids.Manner(
            title="As they were heard", note=note, height=LISTED, phone=("need", "on", "state")
        )
        grids.grid(view.heard, "needs-heard", manner)
    with reasons:
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


@st.cache_data(show_spinner=False, max_entries=64)
def _customers(stamp: str, actor: api.Actor, by: str) -> CustomersView:  # noqa: ARG001  keys the cache
    return won.customers(actor, by)
