"""One lead: where it is, whose turn it is, and what happened, both sides on one line of time."""

import streamlit as st

from revdash.ui import empty, loop, stories

empty.stop_unless_filled()

story = stories.opened()
mark = stories.line(story)

why, packet = st.columns(2, gap="medium")
with why:
    stories.silence(story)
with packet:
    stories.handed(story)
loop.asking(story.person)

row = stories.happened(story)
stories.records(story)
stories.fact(mark or row)
