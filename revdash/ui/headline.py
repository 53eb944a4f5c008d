"""Headline: the head of a page, and the one sentence made only from rules."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from revdash.api import stewarding
from revdash.api.views import Freshness, Headed, SentencePart
from revdash.ui import people
from revdash.ui.component import draw

DEMO = "Demo data: Halden Field Systems is fictional."


class Head(NamedTuple):
    """The two places of a page's head: the title left, the controls right."""

    title: DeltaGenerator
    controls: DeltaGenerator


def head() -> Head:
    """Make room for a title and for controls on one line."""
    row = st.container(key="head", horizontal=True, vertical_alignment="bottom")
    title = row.container(key="heading-box")
    controls = row.container(
        key="controls", horizontal=True, width="content", vertical_alignment="bottom"
    )
    return Head(title, controls)


def heading(place: DeltaGenerator, sheet: Headed, title: str = "", key: str = "heading") -> None:
    """Draw the page's title, its days, those compared with, and how fresh it is."""
    drawing = {
        "title": title or sheet.title,
        "period": sheet.period,
        "compared": sheet.compared,
        **_fresh(sheet.freshness),
    }
    with place:
        draw("heading", drawing, key)


def actions(place: DeltaGenerator, *, hangs: bool = False) -> None:
    """Offer to copy the page's address, and to hang one that *hangs* on a wall."""
    with place:
        draw("actions", {"hangs": hangs}, "actions")


def title(text: str, sentence: str = "", key: str = "heading") -> None:
    """Draw a page's title with one sentence under it, and how fresh the data are."""
    fresh = stewarding.loaded(people.actor())
    drawing = {"title": text, "period": sentence, "compared": "", **_fresh(fresh)}
    draw("heading", drawing, key)


def _fresh(told: Freshness | None) -> dict[str, str]:
    """Up to when the data tell, when they were loaded, and whether they are made up."""
    if told is None:
        return {"freshness": "", "loaded": "", "banner": ""}
    loaded = told.loaded_at.isoformat(timespec="seconds") + "Z" if told.loaded_at else ""
    return {"freshness": told.text, "loaded": loaded, "banner": DEMO if told.is_demo else ""}


def sentence(parts: Sequence[SentencePart], key: str = "sentence") -> None:
    """Draw the sentence; facts stand bold in their side's colour."""
    draw("sentence", {"parts": [*map(vars, parts)]}, key)
