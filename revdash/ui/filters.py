"""Filters: the question a reader asks, kept in the URL: which days, compared how, of what."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from revdash.api.questions import Compare, PeriodKey, Question
from revdash.api.views import FilterChoice
from revdash.errors import InputError
from revdash.terms import in_words
from revdash.ui import addresses, data
from revdash.ui.texts import md

COMPARISONS: Mapping[str, str] = {
    Compare.PREVIOUS: "vs period before",
    Compare.LAST_YEAR: "vs last year",
    Compare.NONE: "no comparison",
}
CUSTOM = "Custom dates"
_Key = TypeVar("_Key", PeriodKey, Compare)


def question(place: DeltaGenerator, *, tells_of_persons: bool = False) -> Question:
    """Draw the controls in *place* and return what they ask for.

    On a page that *tells_of_persons* only those narrow it to one who may see that.
    """
    choices = tuple(
        choice
        for choice in data.filter_choices()
        if not (tells_of_persons and choice.is_by_team_only)
    )
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
            persist_state="session",
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


def parts(place: DeltaGenerator) -> Question:
    """Draw only the filters in *place*: for a page that tells how things are now."""
    choices = data.filter_choices()
    addresses.read(_periods(), COMPARISONS, choices)
    with place:
        return Question(filters=_filters(choices))


def words(question: Question) -> dict[str, list[str]]:
    """Return *question* in words that may be kept and put again."""
    days = [str(day) for day in (question.first, question.last) if day]
    asked = {"period": [question.period.value], "compare": [question.compare.value]}
    return {**asked, addresses.DAYS: days} | {name: [*some] for name, some in question.filters}


def put(words: Mapping[str, Sequence[str]]) -> None:
    """Ask what *words* ask; for a callback, before the page is drawn. What is gone is left out."""
    state = st.session_state
    state["period"] = _one(PeriodKey, words.get("period"), PeriodKey.LAST_4_WEEKS)
    state["compare"] = _one(Compare, words.get("compare"), Compare.PREVIOUS)
    days = [date.fromisoformat(day) for day in words.get(addresses.DAYS, ())]
    if len(days) == 2:  # noqa: PLR2004  first and last
        state[addresses.DAYS] = (days[0], days[1])
    elif state["period"] is PeriodKey.CUSTOM:
        state["period"] = PeriodKey.LAST_4_WEEKS
    for choice in data.filter_choices():
        kept = words.get(choice.name, ())
        state[choice.name] = [value for value in kept if value in choice.values]


def _one(kind: type[_Key], asked: Sequence[str] | None, usual: _Key) -> _Key:
    """The first word as a key of *kind*, where it is one."""
    known = [key for key in kind if asked and key.value == asked[0]]
    return known[0] if known else usual


def chips(question: Question) -> None:
    """Draw what is filtered by, each removable; nothing when nothing is."""
    labels = {choice.name: choice.label for choice in data.filter_choices()}
    applied = [(name, value) for name, values in question.filters for value in values]
    if not applied:
        return
    with st.container(key="chips", horizontal=True, gap="small"):
        for name, value in applied:
            st.button(
                md(f"{labels[name]}: {in_words(value)}"),
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
            persist_state="session",
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
        persist_state="session",
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
                    persist_state="session",
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
