"""Filters: the question a reader asks, kept in the URL: which days, compared how, of what."""

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from revdash.api.questions import Compare, PeriodKey, Question
from revdash.api.views import FilterChoice
from revdash.errors import InputError
from revdash.ui import addresses, data
from revdash.ui.texts import md

COMPARISONS: Mapping[str, str] = {
    Compare.PREVIOUS: "vs period before",
    Compare.LAST_YEAR: "vs last year",
    Compare.NONE: "no comparison",
}
CUSTOM = "Custom dates"


def question(place: DeltaGenerator) -> Question:
    """Draw the controls in *place* and return what they ask for."""
    choices = data.filter_choices()
    addresses.read(_periods(), COMPARISONS, choices)
    with place:
        period = _period()
        first, last = _days() if period is PeriodKey.CUSTOM else (None, None)
        compare = st.selectbox(
            "Compared with",
            tuple(Compare),
            index=0,
            format_func=lambda compare: COMPARISONS[compare],
            key="compare",
            bind="query-params",
            label_visibility="collapsed",
            width=160,
        )
        filters = _filters(choices)
    return Question(
        period=period,
        first=first,
        last=last,
        compare=compare or Compare.PREVIOUS,
        filters=filters,
    )


def chips() -> None:
    """Draw what is filtered by, each removable; nothing when nothing is."""
    labels = {choice.name: choice.label for choice in data.filter_choices()}
    applied = [(name, value) for name in labels for value in st.session_state.get(name, ())]
    if not applied:
        return
    with st.container(key="chips", horizontal=True, gap="small"):
        for name, value in applied:
            st.button(
                md(f"{labels[name]}: {value}"),
                icon=":material/close:",
                key=f"chip-{name}-{value}",
                on_click=_remove,
                args=(name, value),
                help="Remove this filter",
            )
        st.button("Reset", key="reset", type="tertiary", on_click=_reset, args=(tuple(labels),))


def _periods() -> dict[str, str]:
    return {span.key: span.label for span in data.spans()} | {PeriodKey.CUSTOM.value: CUSTOM}


def _period() -> PeriodKey:
    names = _periods()
    keys = [key for key in PeriodKey if key in names]
    return PeriodKey(
        st.selectbox(
            "Period",
            keys,
            index=keys.index(PeriodKey.LAST_4_WEEKS) if PeriodKey.LAST_4_WEEKS in keys else 0,
            format_func=lambda key: names[key],
            key="period",
            bind="query-params",
            label_visibility="collapsed",
            width=150,
        )
    )


def _days() -> tuple[date, date]:
    spans = {span.key: span for span in data.spans()}
    usual = spans[PeriodKey.LAST_4_WEEKS]
    picked = st.date_input(
        "First and last day",
        value=(usual.start, usual.end - timedelta(days=1)),
        key=addresses.DAYS,
        bind="query-params",
        width=220,
        label_visibility="collapsed",
    )
    if not isinstance(picked, tuple) or len(picked) != 2:  # noqa: PLR2004  first and last
        raise InputError("A custom period needs its first and its last day. Pick the second one.")
    return picked


def _filters(choices: tuple[FilterChoice, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    count = sum(bool(addresses.values(choice)) for choice in choices)
    with st.popover(f"Filters · {count}" if count else "Filters", key="filters"):
        picked = [
            (
                choice.name,
                st.multiselect(
                    choice.label,
                    choice.values,
                    key=choice.name,
                    bind="query-params",
                    placeholder="All",
                ),
            )
            for choice in choices
        ]
    return tuple((name, tuple(values)) for name, values in picked if values)


def _remove(name: str, value: str) -> None:
    st.session_state[name] = [kept for kept in st.session_state[name] if kept != value]


def _reset(names: tuple[str, ...]) -> None:
    for name in names:
        st.session_state[name] = []
