"""The one view: marketing beside sales, the handoff between them."""

import streamlit as st

from revdash.ui import (
    addresses,
    data,
    details,
    empty,
    filters,
    funnels,
    grids,
    headline,
    saved,
    tiles,
    trends,
    wall,
)

empty.stop_unless_filled()

head = headline.head()
question = filters.question(head.controls)
sheet = data.overview(question)

headline.heading(head.title, sheet)
saved.offer(head.controls, "overview", question)
headline.actions(head.controls, hangs=True)
filters.chips()
addresses.say()
headline.sentence(sheet.sentence)

tile = tiles.columns(sheet.columns, sheet.noise)

trend, waiting, steps = st.columns([36, 34, 30], gap="small")
with trend:
    trends.chart(sheet.charts[0], key="trend")
with waiting:
    trends.chart(sheet.charts[1], key="waiting")
with steps:
    step = funnels.funnel(sheet.funnel)

waits = grids.Manner(
    title=sheet.waiting_title,
    note=sheet.waiting_note,
    every="untouched_leads",
    strong=("past due",),
    cards={"account": "", "tier": "Tier", "owner": "", "due": "", "waiting": "waits", "value": ""},
)
with st.container(key="waiting-list"):
    every = grids.grid(sheet.waiting, "untouched", waits)

details.opened(tile or step or every, question)
wall.refresh()
