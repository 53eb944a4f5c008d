"""Forms: values that people set, saved together, refused when somebody else was first."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from revdash import api
from revdash.api.views import Field, FieldKind, FieldValue, Form
from revdash.errors import RevdashError
from revdash.ui import notices, people, problems
from revdash.ui.texts import md

WIDTH = 640


def sections(
    titles: Mapping[str, str], more: Mapping[str, Callable[[], None]] = MappingProxyType({})
) -> None:
    """Draw a tab for each section, by its title; the URL names the open one, only that is drawn.

    Under its forms stands what *more* a section has.
    """
    tabs = st.tabs([*titles.values()], key="tab", bind="query-params")
    for tab, name in zip(tabs, titles, strict=True):
        if tab.open:
            with tab:
                section(name)
                more.get(name, lambda: None)()


def section(name: str) -> None:
    """Draw every form of the settings *name*; each saves by itself."""
    notices.show(name)
    refusal = api.refusal(people.actor(), api.Right.SET)
    if refusal:
        st.info(md(refusal), icon=":material/lock:", width=WIDTH)
    for form in _as_seen(name):
        _form(name, form, is_locked=bool(refusal))


def _as_seen(section: str) -> tuple[Form, ...]:
    """Return the forms as they are, or as the person saw them when they have just sent one.

    Else a change by somebody else would draw another form in its place, and what was sent
    would be lost without a word.
    """
    seen: tuple[Form, ...] = st.session_state.get(_seen(section), ())
    if not any(st.session_state.get(f"{section}-{form.key}-save") for form in seen):
        seen = api.settings(people.actor(), section)
        st.session_state[_seen(section)] = seen
    return seen


def _seen(section: str) -> str:
    return f"{section}-seen"


def _form(section: str, form: Form, *, is_locked: bool) -> None:
    key = f"{section}-{form.key}"
    with st.expander(md(form.title), expanded=form.is_open, key=f"{key}-box"):
        if form.note:
            st.caption(md(form.note))
        if is_locked:
            _fields(form, f"{key}-locked", is_locked=True)
            return
        # The version is part of the key: once saved, the fields show what is stored.
        with st.form(f"{key}-{form.version}", border=False):
            values = _fields(form, f"{key}-{form.version}", is_locked=False)
            if st.form_submit_button(form.action, type="primary", key=f"{key}-save"):
                _save(section, form, values)


def _save(section: str, form: Form, values: dict[str, FieldValue]) -> None:
    try:
        with st.spinner("Saving …"):
            said = api.save_settings(people.actor(), section, form.key, values, form.version)
    except RevdashError as problem:
        problems.show(problem)
        return
    notices.keep(section, said)
    st.session_state.pop(_seen(section), None)
    st.rerun()


def _fields(form: Form, prefix: str, *, is_locked: bool) -> dict[str, FieldValue]:
    """Draw the fields, each hint under its field; one that several share, under the first."""
    values: dict[str, FieldValue] = {}
    said = ""
    for field in form.fields:
        values[field.key] = _DRAWN[field.kind](field, f"{prefix}-{field.key}", is_locked)
        if field.hint not in {"", said}:
            st.caption(md(field.hint))
        said = field.hint
    return values


def _text(field: Field, key: str, disabled: bool) -> FieldValue:
    return st.text_input(md(field.label), str(field.value or ""), key=key, disabled=disabled)


def _long_text(field: Field, key: str, disabled: bool) -> FieldValue:
    return st.text_area(md(field.label), str(field.value or ""), key=key, disabled=disabled)


def _number(field: Field, key: str, disabled: bool) -> FieldValue:
    value = field.value if isinstance(field.value, (int, float)) else None
    return st.number_input(md(field.label), value=value, key=key, format="%g", disabled=disabled)


def _choice(field: Field, key: str, disabled: bool) -> FieldValue:
    place = field.choices.index(field.value) if field.value in field.choices else None
    return st.selectbox(
        md(field.label), field.choices, index=place, format_func=_worded, key=key, disabled=disabled
    )


def _worded(choice: str) -> str:
    return choice.replace("_", " ")


def _flag(field: Field, key: str, disabled: bool) -> FieldValue:
    return st.checkbox(md(field.label), bool(field.value), key=key, disabled=disabled)


def _day(field: Field, key: str, disabled: bool) -> FieldValue:
    value = field.value or None
    return st.date_input(md(field.label), value, key=key, disabled=disabled)  # type: ignore[arg-type]


_DRAWN: dict[FieldKind, Callable[[Field, str, bool], FieldValue]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _long_text,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.FLAG: _flag,
    FieldKind.DAY: _day,
}
