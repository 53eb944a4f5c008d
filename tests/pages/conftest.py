"""Pages opened in this process, on a folder of choice."""

from functools import partial
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from revdash import api
from revdash.api import set_up
from revdash.api.actors import COMMAND_LINE
from revdash.config import read_settings

LEAD = ("lifecycle_event.csv", "person_id,to_stage,event_at\np:1,MQL,2026-05-05T09:00:00\n")
DEAL = (
    "opportunity.csv",
    "opportunity_id,name,amount,outcome,created_on,closed_on\nd:1,One,900,won,2026-05-01,2026-05-09\n",
)
FRAME = Path(__file__).parents[2] / "revdash" / "ui" / "frame.py"


def store_of(name, text, folder):
    """Make a store in *folder* with what one file says."""
    house = api.move_in(read_settings(data=folder))
    set_up.init(house, COMMAND_LINE)
    assert api.import_file(COMMAND_LINE, name, text.encode(), "").loaded == 1
    house.close()


@pytest.fixture(scope="session")
def one_row_folders(shared):
    """Two data folders: one lead and nothing else, one deal and nothing else."""
    return {
        "lead": shared("one_lead", partial(store_of, *LEAD)),
        "deal": shared("one_deal", partial(store_of, *DEAL)),
    }


@pytest.fixture
def open_page():
    """Return a function that opens a page on a data folder, with what the address says."""

    def opened(folder, page="overview", **address):
        st.cache_data.clear()
        api.move_in(read_settings(data=folder))
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        app._page_hash = calc_hash("" if page == "overview" else page)  # as its address would
        return app.run()

    yield opened
    api.house().close()
