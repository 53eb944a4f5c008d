"""The one view: marketing beside sales, the handoff between them."""

import streamlit as st

from revdash.ui import (
    addresses,
    data,
    details,
    empty,
    filters,
    funnels,
    headline,
    saved,
    tiles,
    trends,
    waiting,
    wall,
)

empty.stop_unless_filled()

head = headline.head()
question = filters.question(head.controls, tells_of_persons=True)
sheet = data.overview(question)

headline.heading(head.title, sheet)
saved.offer(head.controls, "overview", question)
headline.actions(head.controls, hangs=True)
filters.chips(question)
addresses.say()
headline.sentence(sheet.sentence)

tile = tiles.columns(sheet.columns, sheet.noise)

trend, waits, steps = st.columns([36, 34, 30], gap="small")
with trend:
    trends.chart(sheet.charts[0], key="trend")
with waits:
    trends.chart(sheet.charts[1], key="waiting")
with steps:
    step = funnels.funnel(sheet.funnel)

every = waiting.listed(sheet)

details.opened(tile or step or every, question)
wall.refresh()
