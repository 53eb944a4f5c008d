"""Understanding: one table of a dropped file: how it would be stored, and what is said of it."""

import streamlit as st

from revdash import api
from revdash.api.intake_views import TableView, Word
from revdash.errors import RevdashError
from revdash.plural import counted
from revdash.ui import editors, grids, notices, people, problems
from revdash.ui.texts import md

RAW = "As it came"
LATER, PASSED = "decide later", "pass over"


def table(job: str, view: TableView, *, is_alone: bool) -> None:
    """Show one table; what a person says of it is kept with the *job*."""
    with st.container(horizontal=True, vertical_alignment="center", key="table-told"):
        st.markdown(f"{md(view.told)} {md(view.rows)}\\.", width="stretch")
        if not is_alone:
            label = "Take it in" if view.is_skipped else "Leave it out"
            if st.button(label, key="leave-out", type="tertiary"):
                is_out = not view.is_skipped
                api.leave_out(people.actor(), job, view.name, is_out=is_out)
                st.rerun()
    if view.is_skipped:
        return
    for warning in (*([view.problem] if view.problem else []), *view.warnings):
        st.warning(md(warning), icon=":material/info:")
    if view.systems:
        _source(job, view)
    _rows(view)
    left, right = st.columns(2, gap="small")
    if view.editor:
        with left:
            editors.columns(job, view, view.editor)
    with right if view.editor else left:
        if view.words:
            _words(job, view)
        editors.advanced(job, view)


def _source(job: str, view: TableView) -> None:
    """Let a second portal of one system have a name of its own: its record ids are its own too."""
    chosen = st.selectbox(
        "Where it comes from",
        view.systems,
        index=view.systems.index(view.system),
        accept_new_options=True,
        help="Two portals or orgs of one system number their records alike. Call the second one "
        "something else, such as hubspot-emea, each time you import its files.",
        key=f"source-{view.name}-{view.system}",
        width=320,
    )
    if chosen and chosen != view.system:
        try:
            api.say_source(people.actor(), job, view.name, chosen)
        except RevdashError as problem:
            problems.show(problem)
            return
        st.rerun()


def _rows(view: TableView) -> None:
    """Draw the first rows: as they would be stored, or as they came."""
    grouped = dict(view.frames)
    titles = [*grouped, RAW]
    chosen = titles[0]
    if len(titles) > 1:
        chosen = (
            st.segmented_control(
                "First rows",
                titles,
                default=titles[0],
                key=f"rows-{view.name}",
                label_visibility="collapsed",
            )
            or titles[0]
        )
    shown = grouped.get(chosen, view.raw)
    note = f"first {len(shown.rows)} of {shown.total:,} rows"
    grids.grid(shown, "sample", grids.Manner(title=chosen, note=note, height=260))
    if view.notes:
        with st.expander(f"How it is read: {len(view.notes)} notes", key=f"notes-{view.name}"):
            st.caption("  \n".join(md(note) for note in view.notes))


def _words(job: str, view: TableView) -> None:
    """Ask what words mean that nobody has explained; the answers hold for every later file."""
    several = f"{len(view.words)} words" if len(view.words) > 1 else "One word"
    with st.expander(f"{several} nobody has explained yet", expanded=True):
        st.caption(md(f"Remembered for every file of {view.system}."))
        with st.form("words", border=False):
            said = {word: _word(word, f"{view.name}-{n}") for n, word in enumerate(view.words)}
            if st.form_submit_button("Remember", key="remember-words"):
                _remember(job, view.system, said)


def _word(word: Word, key: str) -> str:
    left, right = st.columns([5, 4], vertical_alignment="center")
    rows = counted(word.rows, "row")
    left.markdown(f"**{md(word.value)}** · {md(word.label)} · {rows}")
    label = f"What {word.value} means"
    if word.choices:
        choices = [LATER, *word.choices, PASSED]
        return right.selectbox(md(label), choices, key=f"word-{key}", label_visibility="collapsed")
    return right.text_input(
        md(label), key=f"word-{key}", placeholder=LATER, label_visibility="collapsed"
    )


def _remember(job: str, system: str, said: dict[Word, str]) -> None:
    meanings: dict[str, dict[str, str | None]] = {}
    for word, meaning in said.items():
        if meaning.strip() and meaning != LATER:
            means = None if meaning == PASSED else meaning.strip()
            meanings.setdefault(word.field, {})[word.value] = means
    if not meanings:
        return
    try:
        sentence = api.say_words(people.actor(), job, system, meanings)
    except RevdashError as problem:
        problems.show(problem)
        return
    notices.keep("intake", sentence)
    st.rerun()
