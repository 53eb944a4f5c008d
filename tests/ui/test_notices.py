"""Notices: told once, and not lost with a run that never came to its end."""

from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st

from revdash.ui import notices

if "kept" not in st.session_state:
    st.session_state["kept"] = True
    notices.keep("here", "Written down")
notices.show("here")
if "cut off" not in st.session_state:
    st.session_state["cut off"] = True
    st.rerun()
notices.put_away()
"""


def test_a_notice_is_told_once_though_the_run_that_told_it_first_was_cut_off():
    first = AppTest.from_string(PAGE).run()
    told = [each.value for each in first.success]

    assert told == ["Written down"]
    assert not first.run().success
