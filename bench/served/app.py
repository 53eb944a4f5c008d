"""The product's server, with one page more: an empty one to measure against."""

from pathlib import Path

import streamlit as st

from revdash.ui import serving

app = st.App(
    Path(__file__).with_name("frame.py"),
    lifespan=serving.lifespan,
    routes=serving.ROUTES,
    middleware=serving.MIDDLEWARE,
    on_script_error=serving.on_script_error,
)
