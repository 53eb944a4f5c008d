"""The weekly meeting: both leaders, one screen; part by part as it runs, then frozen for ever."""

import streamlit as st

from revdash.ui import empty, headline, meeting, meetings

empty.stop_unless_filled()

head = headline.head()
view = meeting.asked()

meeting.heading(head, view)
with head.controls:
    meetings.taken_away(view)
headline.actions(head.controls)

meeting.show(view)
with st.container(key="meeting-foot"):
    meetings.listed(view)
    meetings.setting(view.series)

meeting.opened(view)
meeting.listen(view)
