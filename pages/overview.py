"""The one view: marketing beside sales, the handoff between them."""

import streamlit as st

from revdash.ui import (
    data,
    details,
    empty,
    filters,
    funnels,
    grids,
    headline,
    tiles,
    trends,
    wall,
)

empty.stop_unless_filled()

head = headline.head()
question = filters.question(head.controls)
sheet = data.overview(question)

headline.heading(head.title, sheet)
headline.actions(head.controls)
filters.chips()
headline.sentence(sheet.sentence)

tile = tiles.columns(sheet.columns)

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
    phone=("account", "tier", "waiting", "value"),
)
grids.grid(sheet.waiting, "untouched", waits)

details.opened(tile or step, question)
wall.refresh()
