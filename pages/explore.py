"""Explore: any metric by any cut, its weeks, its parts and the records behind it."""

import streamlit as st

from revdash.ui import (
    addresses,
    data,
    empty,
    explorer,
    filters,
    headline,
    leads,
    saved,
    sending,
    tiles,
)

empty.stop_unless_filled()

head = headline.head()
question = filters.question(head.controls)
asked = explorer.asked()
detail = data.detail(asked.metric, question)

headline.heading(head.title, detail, "Explore")
saved.offer(head.controls, "explore", question)
with head.controls:
    sending.offer(asked.metric, question, "sending")
headline.actions(head.controls)
filters.chips(question)
addresses.say()

rail, board = st.columns([22, 100], gap="small")
with rail.container(key="rail"):
    explorer.choose(asked)
with board:
    tiles.titled(detail, key="reading")
    explorer.cards(asked, detail, question)
    explorer.records(asked, detail, question)
    explorer.about(detail)
leads.opened()
