"""Addresses: what a shared address asks for, put into the widgets' words, or answered in a line."""

from collections.abc import Mapping, Sequence

import streamlit as st

from revdash.api.questions import PeriodKey
from revdash.api.views import FilterChoice
from revdash.errors import InputError
from revdash.period import given_period
from revdash.ui.places import PAGES
from revdash.ui.texts import md

_SAID, _NEXT = "address-said", "address-next"
PERIOD, DAYS = "period", "days"


def read(
    periods: Mapping[str, str], comparisons: Mapping[str, str], choices: Sequence[FilterChoice]
) -> None:
    """Turn keys (`last-month`, two days) into labels, before any widget reads the address."""
    said = [
        _choice(PERIOD, "period", periods, "the last 4 weeks"),
        _choice("compare", "comparison", comparisons, "the period before"),
        *(_unknown(choice) for choice in choices),
    ]
    st.session_state[_SAID] = " ".join(filter(None, said))


def say() -> None:
    """Say what the address asks for that there is not."""
    text = st.session_state.get(_SAID)
    if text:
        st.info(md(text), icon=":material/info:")


def values(choice: FilterChoice) -> list[str]:
    """Return what is filtered by; before the first run only the address knows."""
    asked = st.session_state.get(choice.name) or st.query_params.get_all(choice.name)
    return [value for value in asked if value in choice.values]


def turn(name: str, value: str) -> None:
    """Filter by *value* of *name* too, or no longer; for a callback, before the page is drawn."""
    kept = [*st.session_state.get(name, ())]
    st.session_state[name] = (
        [one for one in kept if one != value] if value in kept else [*kept, value]
    )


def leave_for(page: str, **words: str) -> None:
    """Go to *page* when the next run begins; period and filters stay as they are."""
    st.session_state[_NEXT] = page, words


def is_leaving() -> bool:
    """Say whether the next run goes to another page."""
    return _NEXT in st.session_state


def follow() -> None:
    """Go where the run before wanted to."""
    if is_leaving():
        page, words = st.session_state.pop(_NEXT)
        st.switch_page(PAGES / f"{page}.py", query_params=words)


def _choice(name: str, noun: str, labels: Mapping[str, str], usual: str) -> str:
    asked = st.query_params.get(name, "")
    if not asked or asked in labels.values() or name in st.session_state:
        return ""
    if name == PERIOD and ".." in asked:
        try:
            days = given_period(asked)
        except InputError as problem:
            return f"{problem} Showing {usual}."
        st.query_params[DAYS] = [str(days.start), str(days.last)]
        asked = PeriodKey.CUSTOM
    if asked in labels:
        st.query_params[name] = labels[asked]
        st.rerun()  # a bound widget reads the address when the run begins
    return f"No {noun} is called '{asked}'; showing {usual}."


def _unknown(choice: FilterChoice) -> str:
    asked = st.query_params.get_all(choice.name)
    unknown = [value for value in asked if value not in choice.values]
    if not unknown:
        return ""
    names = ", ".join(f"'{value}'" for value in unknown)
    rest = "left out" if len(unknown) < len(asked) else "showing all"
    return f"Nothing is called {names} in {choice.label}; {rest}."
