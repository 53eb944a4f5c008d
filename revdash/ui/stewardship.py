"""Stewardship: what came from where, who was joined, what looked odd, and every release kept."""

from collections.abc import Callable, Sequence

import streamlit as st

from revdash import api
from revdash.api import stewarding
from revdash.api.stewardship_views import QualityRule
from revdash.api.views import Column, Grid
from revdash.errors import RevdashError
from revdash.ui import grids, notices, people, problems
from revdash.ui.texts import md

_APART, _RULE = "apart", "oddity"
BARS = "▁▂▃▄▅▆▇█"
SOURCES = ("Source", "Last import", "Tells up to", "Records", "Usually", "Late")
RELEASES = ("Release", "Published", "Made by", "Who", "Changed", "Size", "State")
RULES = ("What is odd", "What became of it", "Weight", "Found", "Newest")
NUMBERS = frozenset({"Records", "Found", "Size"})


def sources() -> None:
    """List the source systems, the longest silent first."""
    found = stewarding.freshness(people.actor())
    rows = [
        (one.source, one.imported, one.newest, f"{one.records:,}", one.usual, one.late)
        for one in found
    ]
    listed = _grid(SOURCES, rows, empty="Nothing has been imported yet.")
    manner = grids.Manner(
        title="Sources",
        note="Late: silent for more than twice its usual time between imports",
        cards={
            "source": "",
            "last import": "last import",
            "tells up to": "tells up to",
            "late": "",
        },
        strong=tuple(one.late for one in found if one.late),
    )
    grids.grid(listed, "sources", manner)


def joined() -> None:
    """List who was joined to whom, each with what keeps them apart; and who is kept apart."""
    notices.show(_APART)
    found = stewarding.merges(people.actor())
    may = not api.refusal(people.actor(), api.Right.SET)
    manner = grids.Manner(
        title="People joined",
        note=grids.counted(found.joined)
        or "What a source says comes first, then equal addresses in two systems; never names",
        height=340,
        cards={"record": "", "person": "", "joined to": "joined to", "why": ""},
    )
    pressed = grids.acting(
        found.joined,
        "joined",
        manner,
        action="Keep apart" if may and found.separable else "",
        ids=found.separable if may else (),
    )
    if pressed in found.separable:
        _ask(pressed)
    if not found.apart.rows:
        return
    manner = grids.Manner(title="People kept apart", phone=("person", "kept apart from"))
    ids = found.apart.ids if may else ()
    action = "Join again" if may else ""
    again = grids.acting(found.apart, "kept-apart", manner, action=action, ids=ids)
    if again in found.apart.ids:
        _do(stewarding.join_again, again)


def oddities() -> None:
    """List the rules about odd facts with what they found, and the records of the one opened."""
    every = stewarding.quality(people.actor())
    found = {one.rule: one for one in every if one.count}
    looked = f"{len(every) - len(found)} other kinds were looked for and not found."
    rows = [
        (
            _sentence(one.text),
            one.effect,
            one.severity,
            f"{one.count:,}",
            one.newest,
            _bars(one.by_week),
        )
        for one in found.values()
    ]
    weeks = len(every[0].by_week)
    listed = _grid(
        (*RULES, f"Last {weeks} weeks"),
        rows,
        ids=tuple(found),
        empty=f"Nothing odd was found. {looked}",
    )
    manner = grids.Manner(
        title="What looked odd",
        note=f"Kept as the source says, and flagged; a row opens its records. {looked}",
        phone=("what is odd", "found"),
    )
    opened = grids.openable(listed, "oddities", manner) or st.session_state.get(_RULE, "")
    if opened in found:
        st.session_state[_RULE] = opened
        _records(found[opened])


def releases() -> None:
    """List the releases still kept, the newest first."""
    rows = [
        (str(one.number), one.published, one.what, one.by, one.changed, one.size, one.state)
        for one in stewarding.releases(people.actor())
    ]
    manner = grids.Manner(
        title="Releases kept",
        note="Every change makes a new one; a page shows one of them whole",
        cards={"made by": "", "published": "", "changed": "", "state": ""},
        strong=("in force",),
    )
    grids.grid(_grid(RELEASES, rows), "releases", manner)


def _records(rule: QualityRule) -> None:
    actor = people.actor()
    records = stewarding.quality_records(actor, rule.rule)
    manner = grids.Manner(title=_sentence(rule.text), note=grids.counted(records), height=340)
    grids.grid(records, "oddity-records", manner)
    if records.rows:
        st.download_button(
            "All as CSV",
            lambda: stewarding.quality_csv(actor, rule.rule),
            f"revdash-{rule.rule}.csv",
            "text/csv",
            key="oddity-csv",
            on_click="ignore",
        )


@st.dialog("Keep these two apart?")
def _ask(person: str) -> None:
    st.markdown(
        md(
            f"{person} was joined because two systems know the same e-mail address. Kept apart, "
            "each has its own history and is counted on its own, until somebody joins them again."
        )
    )
    with st.container(horizontal=True):
        if st.button("Keep apart", type="primary", key="keep-apart"):
            _do(stewarding.keep_apart, person)
        if st.button("Leave joined", key="leave-joined"):
            st.rerun()


def _do(decide: Callable[[api.Actor, str], str], key: str) -> None:
    try:
        said = decide(people.actor(), key)
    except RevdashError as problem:
        problems.show(problem)
        return
    notices.keep(_APART, said)
    st.rerun()


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bars(counts: Sequence[int]) -> str:
    """Counts as bars of text, the largest the highest; none stays flat."""
    top = max(counts, default=0) or 1
    return "".join(BARS[-(-count * (len(BARS) - 1) // top)] for count in counts)


def _grid(
    labels: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    ids: tuple[str, ...] = (),
    empty: str = "",
) -> Grid:
    columns = tuple(
        Column(key=label.casefold(), label=label, is_number=label in NUMBERS) for label in labels
    )
    return Grid(columns=columns, rows=tuple(rows), ids=ids, total=len(rows), empty=empty)
