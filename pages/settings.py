"""What the company sets: itself, its calendars, goals, the follow-up agreement, its people."""

import streamlit as st

from revdash.ui import forms, headline

headline.title("Settings", "Saved changes count at once and are written to the audit log.")

company, calendars, goals, agreement, people = st.tabs(
    ["Company", "Calendars", "Goals", "Follow-up agreement", "People"], key="tab"
)
with company:
    forms.section("company")
with calendars:
    forms.section("calendars")
with goals:
    forms.section("goals")
with agreement:
    forms.section("agreement")
with people:
    forms.section("people")
