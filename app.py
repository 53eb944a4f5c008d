"""The ASGI entry: `streamlit run app.py` and `revdash serve` both start this."""

import streamlit as st

from revdash.ui import serving

app = st.App(
    serving.FRAME,
    lifespan=serving.lifespan,
    routes=serving.ROUTES,
    middleware=serving.MIDDLEWARE,
    on_script_error=serving.on_script_error,
)
