"""Reason forms: why a verdict may turn a lead down, changed as a whole list from a day on."""

from datetime import date

from sqlalchemy import Connection

from revdash.api.beginning import beginning_fields, begins_at
from revdash.api.entered import Entered, code_of
from revdash.api.views import Field, FieldKind, Form
from revdash.desk.reasons import Reason, read_reasons, save_dictionary
from revdash.errors import InputError, StaleEditError, suggestion
from revdash.terms import ReasonClass

FINAL, UNCALLED = "final", "no contact needed"
_LONG_AGO = date(1970, 1, 1)
_MARKS = (FINAL, UNCALLED)
_NOTE = (
    "A line is a reason, a colon and its kind (junk, fit, timing, unreachable, process), like "
    "'No budget now: timing'. After it may stand 'final' (the lead does not come back) and 'no "
    "contact needed' (nobody had to be called to know). Leads keep the list in force when their "
    "clock began. Both sides sign a new list on the Definitions page."
)


def reason_forms(connection: Connection) -> tuple[Form, ...]:
    """The reasons in force, one a line."""
    known = _in_force(connection)
    return (
        Form(
            key="reasons",
            title="Reasons a verdict may give",
            note=_NOTE,
            version=_version(known),
            fields=(
                Field(
                    key="words",
                    label="Reasons, one a line",
                    kind=FieldKind.LONG_TEXT,
                    value="\n".join(map(_line, known)),
                ),
                *beginning_fields(connection, "since"),
            ),
            action="Save as a new list",
        ),
    )


def save_reason_form(connection: Connection, entered: Entered) -> str:
    """Put a new list in force from a day on."""
    known = _in_force(connection)
    if _version(known) != entered.version:
        raise StaleEditError(
            "Somebody saved another list meanwhile. Yours was not saved. Reload, and put yours in "
            "again if it still holds."
        )
    since = _since(connection, entered)
    codes = {one.label.casefold(): one.code for one in read_reasons(connection)}
    lines = filter(str.strip, entered.text("words").splitlines())
    save_dictionary(connection, [_reason(line, codes) for line in lines], since, entered.by)
    return (
        f"Saved. It counts for leads whose clock begins from {since} on. "
        "Both sides sign the new list on the Definitions page."
    )


def _since(connection: Connection, entered: Entered) -> date:
    """The first day of the new list; one that was always so is as old as the one before."""
    known = _in_force(connection)
    oldest = max((one.valid_from for one in known if one.valid_from), default=_LONG_AGO)
    at = begins_at(connection, entered, "since")
    return oldest if at is None else entered.optional_day("since") or entered.tomorrow


def _reason(line: str, codes: dict[str, str]) -> Reason:
    """What a line says; a reason that keeps its name keeps its code."""
    label, _, said = (part.strip() for part in line.rpartition(":"))
    kind, *marks = (part.strip().casefold() for part in said.split(","))
    unknown = [mark for mark in marks if mark not in _MARKS]
    if not label or kind not in [*ReasonClass] or unknown:
        wrong, right = (unknown[0], _MARKS) if unknown else (kind, tuple(ReasonClass))
        raise InputError(
            f"'{line.strip()}' is not understood at '{wrong}'. A line is a reason, a colon and its "
            f"kind, like 'No budget now: timing'. {suggestion(wrong, right)}"
        )
    return Reason(
        code=codes.get(label.casefold()) or code_of(label),
        label=label,
        reason_class=ReasonClass(kind),
        is_hard=FINAL in marks,
        is_no_contact_required=UNCALLED in marks,
    )


def _line(one: Reason) -> str:
    marks = ((one.is_hard, FINAL), (one.is_no_contact_required, UNCALLED))
    return ", ".join(
        [f"{one.label}: {one.reason_class}", *(word for is_so, word in marks if is_so)]
    )


def _in_force(connection: Connection) -> tuple[Reason, ...]:
    return tuple(one for one in read_reasons(connection) if one.valid_to is None)


def _version(reasons: tuple[Reason, ...]) -> int:
    return max((one.dictionary_version for one in reasons), default=0)
