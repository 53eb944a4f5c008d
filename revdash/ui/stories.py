"""Stories: the parts of a lead's page: the sentence, the line of time, why it is silent, facts."""

from dataclasses import asdict

import streamlit as st

from revdash.api.story_views import Story
from revdash.ui import data, grids, headline, leads
from revdash.ui.component import draw
from revdash.ui.texts import md

TITLE = "A lead's story"
NEXT = "Type a name, a company, an address or an id into the search above, or press “/”."
LINE = "Both sides on one line"
LINE_NOTE = "; long silences are drawn shorter"
LIFE_NOTE = "Each time a rule fired, from late to resolved; kept for ever"
TOLD_HEIGHT = 520


def opened() -> Story:
    """Return the story of the lead that the address names; without one, say how to find one."""
    person = st.query_params.get(leads.PARAMETER)
    if not person:
        headline.title(TITLE, NEXT)
        st.stop()
    story = data.story(person)
    head = headline.head()
    with head.title:
        headline.title(story.title, story.about)
    headline.actions(head.controls)
    headline.sentence(story.sentence)
    return story


def line(story: Story) -> str | None:
    """Draw the line of time; return the fact pressed on it."""
    drawing = {
        **asdict(story.line),
        "title": LINE,
        "note": LINE_NOTE,
        "links": story.links,
    }
    return draw("story", drawing, "story")


def silence(story: Story) -> None:
    """Draw why they may have stopped responding."""
    _told(story.silence_title, story.silence, "silence")


def handed(story: Story) -> None:
    """Draw what was handed over with the lead."""
    _told("What was handed over", story.handed, "handed")


def happened(story: Story) -> str | None:
    """List what happened; return the fact pressed."""
    manner = grids.Manner(
        title="What happened",
        note=f"{story.note}; a row opens the fact as its source tells it",
        height=TOLD_HEIGHT,
        cards={"when": "", "what": "", "how": "", "source": "from", "loaded": "loaded"},
    )
    return grids.openable(story.told, "story-told", manner)


def records(story: Story) -> None:
    """List who the lead is by each source, its handoffs and its deals."""
    leads.table(story.handoffs, "handoffs", "Handoffs", "One row is one qualification")
    leads.table(story.life, "life", "Dropped, and picked up", LIFE_NOTE)
    leads.table(story.deals, "deals", "Deals", "")
    leads.table(story.names, "names", "Known as", "By each source; all of them are one human")


def fact(key: str | None) -> None:
    """Show a fact as its source tells it, over the page."""
    if key:
        view = data.fact(key)
        st.dialog(md(view.title), width="large")(grids.grid)(view.grid, "fact")


def _told(title: str, facts: tuple[tuple[str, str], ...], key: str) -> None:
    if facts:
        draw("about", {"title": title, "facts": facts, "sql": ""}, key)
