"""Glossary: every metric as it is defined, for reading aloud, with its SQL."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from revdash.api.views import Definition, Grid
from revdash.ui import addresses, grids
from revdash.ui.component import draw


def search() -> str:
    """Let the reader look for a word; the word stays in the URL."""
    return st.text_input(
        "Find a metric",
        key="find",
        bind="query-params",
        placeholder="Find a metric",
        label_visibility="collapsed",
        width=320,
    )


def families(definitions: Sequence[Definition], word: str) -> None:
    """Draw the definitions that hold *word*, family by family."""
    found = [definition for definition in definitions if _holds(definition, word)]
    groups = groupby(found, key=lambda definition: definition.family)
    drawing = {
        "families": [_family(name, tuple(members)) for name, members in groups],
        "nothing": f"No metric speaks of “{word}”. Clear the search to see all {len(definitions)}.",
    }
    draw("glossary", drawing, "glossary", on_open=_explore)


def words(said: Grid) -> None:
    """List what words of the sources mean here, where somebody had to say so."""
    if said.rows:
        manner = grids.Manner(
            title="What words of the sources mean",
            note="As somebody said on the Data page; what else is known comes with revdash",
            cards={"word": "", "means": "means", "source": "in", "field": ""},
        )
        with st.container(key="words"):
            grids.grid(said, "words-said", manner)


def _explore(metric: str) -> None:
    addresses.leave_for("explore", metric=metric)


def _holds(definition: Definition, word: str) -> bool:
    question = dict(definition.facts).get("Question", "")
    texts = (definition.name, definition.label, definition.meaning, definition.family, question)
    return all(part in " ".join(texts).casefold() for part in word.casefold().split())


def _family(title: str, definitions: Sequence[Definition]) -> dict[str, Any]:
    return {"title": title, "definitions": [_drawing(definition) for definition in definitions]}


def _drawing(definition: Definition) -> dict[str, Any]:
    accountable = ("Accountable", definition.side.capitalize())
    facts = (*definition.facts, accountable, ("Name", definition.name))
    return {**vars(definition), "facts": facts if definition.facts else ()}
