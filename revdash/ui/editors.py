"""Editors: what the columns of a table are, in a list or as TOML, to be corrected by a person."""

from collections.abc import Mapping

import streamlit as st

from revdash import api
from revdash.api.intake_views import ColumnLine, Editor, TableView
from revdash.errors import RevdashError
from revdash.ui import people, problems
from revdash.ui.texts import md

UNREAD = "not read"
EXAMPLE = """source = "crm"
object = "lead"

[[into]]
table = "person"
key = "{Record ID}"

[into.fields]
full_name = { text = "{First Name} {Last Name}" }
source = "Original Source"
"""


def columns(job: str, view: TableView, editor: Editor) -> None:
    """Draw each column with what it is taken for; once applied, the first rows follow."""
    is_asked = not view.is_ready
    with st.expander("What the columns are", expanded=is_asked, key=f"columns-{view.name}"):
        records = dict(editor.records)
        chosen = st.selectbox(
            "Each row is one of",
            [*records],
            index=[*records].index(editor.record),
            format_func=lambda key: records[key],
            key=f"record-{view.name}-{editor.record}",
        )
        if chosen != editor.record:
            _say(job, view.name, {"record": chosen, "system": editor.system})
        if editor.lacking:
            st.warning(md(f"Still needed: {', '.join(editor.lacking)}."), icon=":material/info:")
        _lines(job, view, editor)


def advanced(job: str, view: TableView) -> None:
    """Let the mapping be written by hand."""
    with st.expander("Advanced: the mapping as TOML", key=f"advanced-{view.name}"):
        st.caption("How a mapping is written: docs/how-to/import\\-a\\-file.md")
        with st.form(f"toml-{view.name}", border=False):
            text = st.text_area(
                "Mapping",
                view.toml,
                height=280,
                key=f"mapping-{view.name}-{hash(view.toml)}",
                placeholder=EXAMPLE,
                label_visibility="collapsed",
            )
            is_given = st.form_submit_button("Read it so", key="say-mapping")
        if is_given:
            try:
                api.say_mapping(people.actor(), job, view.name, text)
            except RevdashError as problem:
                problems.show(problem)
                return
            st.rerun()
        if view.is_corrected and st.button("Forget what was said here", key="forget-mapping"):
            _say(job, view.name, {})


def _lines(job: str, view: TableView, editor: Editor) -> None:
    """The columns that are read, one a line; any other can be added below."""
    if not view.is_ready:
        st.caption("Look these over, correct them, and say so\\. Nothing is imported before\\.")
    read = [line for line in editor.lines if line.role]
    others = [line for line in editor.lines if not line.role]
    roles = {"": UNREAD, **dict(editor.roles)}
    prefix = f"{view.name}-{editor.record}"
    with st.form(f"columns-form-{view.name}", border=False):
        picks = {line.name: _line(line, roles, f"{prefix}-{line.name}") for line in read}
        if others:
            picks |= _another(others, roles, f"{prefix}-{len(others)}")
        system = st.text_input(
            "Where it comes from (files of one system share their ids)",
            editor.system,
            key=f"system-{prefix}",
            width=320,
        )
        if st.form_submit_button("Read it so", key="say-columns"):
            _say(job, view.name, {"record": editor.record, "picks": picks, "system": system})


def _line(line: ColumnLine, roles: Mapping[str, str], key: str) -> str:
    left, right = st.columns([5, 4], vertical_alignment="center")
    note = f" · {md(line.note)}" if line.note else ""
    left.markdown(f"**{md(line.name)}**  \n:small[{md(line.examples)}{note}]")
    return right.selectbox(
        md(line.name),
        [*roles],
        index=[*roles].index(line.role),
        format_func=lambda role: roles[role],
        key=f"pick-{key}",
        label_visibility="collapsed",
    )


def _another(others: list[ColumnLine], roles: Mapping[str, str], key: str) -> dict[str, str]:
    """One more column to be read, of those that are not."""
    named = {line.name: line for line in others}
    left, right = st.columns([5, 4], vertical_alignment="bottom")
    column = left.selectbox(
        f"Another column ({len(others)} not read)",
        [*named],
        index=None,
        format_func=lambda name: f"{name} ({named[name].examples or 'empty'})",
        placeholder="Choose a column",
        key=f"another-{key}",
    )
    role = right.selectbox(
        "It is", [*roles], format_func=lambda role: roles[role], key=f"another-role-{key}"
    )
    return {column: role} if column and role else {}


def _say(job: str, table: str, said: Mapping[str, object]) -> None:
    try:
        api.say_columns(people.actor(), job, table, said)
    except RevdashError as problem:
        problems.show(problem)
        return
    st.rerun()
