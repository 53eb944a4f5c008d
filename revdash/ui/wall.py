"""Wall: the view for a screen nobody touches: no controls, fresh every minute."""

from datetime import UTC
from zoneinfo import ZoneInfo

import streamlit as st

from revdash.clock import utc_now

SECONDS = 60
VIEW, PRESENT = "view", "present"
_DRAWN_AT = "wall-drawn-at"


def is_on() -> bool:
    """Say whether the address asks for the wall (`?tv=1`)."""
    return st.query_params.get("tv") == "1"


def is_bare() -> bool:
    """Say whether the page stands alone: on the wall, or presented (`?view=present`)."""
    return is_on() or st.query_params.get(VIEW) == PRESENT


def refresh() -> None:
    """Draw the page anew every minute while it hangs on the wall."""
    if is_on():
        st.session_state[_DRAWN_AT] = utc_now()
        with st.container(key="tv"):
            _clock()


@st.fragment(run_every=SECONDS)
def _clock() -> None:
    drawn_at = st.session_state[_DRAWN_AT]
    if (utc_now() - drawn_at).total_seconds() > SECONDS / 2:
        st.rerun()
    zone = ZoneInfo(st.context.timezone or "UTC")
    st.text(f"Refreshed {drawn_at.replace(tzinfo=UTC).astimezone(zone):%H:%M} · every minute")
