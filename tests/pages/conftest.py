"""Pages opened in this process, on a folder of choice."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from revdash import api
from revdash.config import read_settings

FRAME = Path(__file__).parents[2] / "revdash" / "ui" / "frame.py"


@pytest.fixture
def open_page():
    """Return a function that opens a page on a data folder, with what the address says."""

    def opened(folder, page="overview", **address):
        st.cache_data.clear()
        api.move_in(read_settings(data=folder))
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        if page != "overview":
            app.switch_page(f"../../pages/{page}.py").run()
        return app

    yield opened
    api.house().close()
