"""Wording forms: what a junk lead is, and the list of root causes: each saved as a new version."""

from sqlalchemy import Connection

from revdash.api.entered import Entered, code_of
from revdash.api.views import Field, FieldKind, Form
from revdash.api.wording import TITLES, current
from revdash.desk.causes import Cause, CauseClass, read_causes, save_causes
from revdash.desk.wordings import Wording, WordingOf, save_wording
from revdash.errors import InputError, StaleEditError, suggestion

_SIGNED = "A new version is signed again by both sides, on the Definitions page."


def wording_forms(connection: Connection) -> tuple[Form, ...]:
    """What is agreed as it holds now."""
    junk, causes = (current(connection, one) for one in (WordingOf.JUNK, WordingOf.CAUSES))
    listed = "\n".join(f"{one.label}: {one.cause_class.value}" for one in _causes(connection))
    return (
        _form(junk, "Definition", junk.words),
        _form(causes, "Causes, one a line, each with its kind", listed),
    )


def save_wording_form(connection: Connection, entered: Entered) -> str:
    """Put a new version in force from a day on."""
    if entered.form not in TITLES:
        raise InputError(f"No form named '{entered.form}'. {suggestion(entered.form, TITLES)}")
    subject = WordingOf(entered.form)
    if current(connection, subject).version_no != entered.version:
        raise StaleEditError(
            "Somebody saved another version meanwhile. Yours was not saved. Reload, and put yours "
            "in again if it still holds."
        )
    since, text = entered.day("since", "A new version"), entered.text("words")
    if subject is WordingOf.JUNK:
        wanted = Wording(subject=subject, valid_from=since, words=text)
        save_wording(connection, wanted, entered.by)
    else:
        save_causes(connection, _listed(connection, text), since, entered.by)
    return "Saved. Both sides sign it on the Definitions page."


def _listed(connection: Connection, text: str) -> list[Cause]:
    """The causes of a list, one a line; one that keeps its name keeps its code."""
    known = {one.label: one.code for one in read_causes(connection)}
    found = []
    for line in filter(str.strip, text.splitlines()):
        label, _, kind = (part.strip() for part in line.rpartition(":"))
        if kind not in [*CauseClass]:
            raise InputError(
                f"'{line.strip()}' names no kind. A line is a cause, a colon and its kind, like "
                f"'Nobody stood in: process'. {suggestion(kind, CauseClass)}"
            )
        code = known.get(label) or code_of(label)
        found.append(Cause(code=code, label=label, cause_class=CauseClass(kind)))
    return found


def _causes(connection: Connection) -> tuple[Cause, ...]:
    return tuple(one for one in read_causes(connection) if one.valid_to is None)


def _form(one: Wording, label: str, words: str) -> Form:
    return Form(
        key=one.subject.value,
        title=TITLES[one.subject],
        note=_SIGNED,
        version=one.version_no,
        fields=(
            Field(key="words", label=label, kind=FieldKind.LONG_TEXT, value=words),
            Field(key="since", label="Holds from", kind=FieldKind.DAY, value=one.valid_from),
        ),
        action="Save as a new version",
    )
