"""Alignment Health: one number for the handoff, what moved it, its parts, its weeks, its rules."""

import streamlit as st

from revdash.ui import empty, headline, health, health_versions

empty.stop_unless_filled()

head = headline.head()
view = health.asked()

headline.heading(head.title, view)
health.controls(head.controls, view)
headline.actions(head.controls)
headline.sentence(view.sentence)
health.month(view)

number, moved, customer = st.columns([30, 42, 28], gap="small")
with number:
    health.number(view)
with moved:
    health.moved(view)
with customer:
    health.customer_lens()

health.parts(view)
health.weeks(view)
health.games(view)
health_versions.definition(view)
health_versions.versions(view)
health.opened(view)
