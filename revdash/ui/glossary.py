"""Glossary: every metric as it is defined, for reading aloud, with its SQL."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from revdash.api.views import Definition
from revdash.ui.texts import md


def search() -> str:
    """Let the reader look for a word."""
    return st.text_input(
        "Find a metric",
        key="find",
        bind="query-params",
        placeholder="Find a metric",
        label_visibility="collapsed",
        width=320,
    )


def families(definitions: Sequence[Definition], word: str) -> None:
    """Print the definitions that hold *word*, family by family."""
    found = [definition for definition in definitions if _holds(definition, word)]
    if not found:
        st.text(f"No metric speaks of “{word}”. Clear the search to see all {len(definitions)}.")
    for family, members in groupby(found, key=lambda definition: definition.family):
        st.subheader(md(family.replace("_", " ").capitalize()), anchor=False)
        for definition in members:
            _definition(definition)


def _holds(definition: Definition, word: str) -> bool:
    texts = (definition.name, definition.label, definition.meaning, definition.family)
    return word.strip().casefold() in " ".join(texts).casefold()


def _definition(definition: Definition) -> None:
    suffix = "" if definition.is_measured else " — not measured yet"
    with st.expander(md(f"{definition.label}{suffix}"), key=f"definition-{definition.name}"):
        st.text(definition.meaning)
        facts = {
            "Name": definition.name,
            "Accountable": definition.side,
            "Clock": definition.clock,
            "Still open": definition.open_items,
            "Formula": definition.formula,
            "Beware": definition.pitfalls,
        }
        for name, text in facts.items():
            if text:
                st.markdown(f"**{name}**  \n{md(text)}")
        if definition.sql:
            st.code(definition.sql, language="sql", wrap_lines=True)
