"""Agreement forms: the draft of the next version; nothing of it holds before both sides sign."""

from typing import Any

from sqlalchemy import Connection

from revdash.api.agreement_words import (
    PAUSES,
    SOURCED,
    promise_line,
    promises_in,
    target_line,
    targets_in,
    working_time,
)
from revdash.api.beginning import first_day
from revdash.api.entered import Entered
from revdash.api.views import Field, FieldKind, Form
from revdash.api.wording import current
from revdash.desk.agreement import (
    PolicyVersion,
    change_draft,
    midnight,
    read_policies,
    save_policy,
)
from revdash.desk.calendars import read_calendars
from revdash.desk.company import read_company
from revdash.desk.obligations import Trying
from revdash.desk.reasons import read_reasons
from revdash.desk.wordings import WordingOf
from revdash.errors import InputError, StaleEditError, suggestion
from revdash.terms import ActivityType, Tier

KNOWN = tuple(kind.value for kind in ActivityType)
_PAUSING = (
    "Until the day of a meeting that is agreed on with them, or for as long as a snooze says that "
    "names its fact. Due times move by the business time. Nobody's absence stops a clock."
)
_NUMBERS = (
    ("default", "First attempt without a tier within business hours"),
    ("grace", "An attempt logged later than this counts when logged, hours"),
    ("attempts", "A lead not reached is tried so often"),
    ("attempt_days", "On so many different days"),
    ("within_days", "Within so many business days"),
    ("verdict_days", "Sales decides, with a reason, within business days"),
    ("answer_days", "Both sides answer questions within business days"),
)


def agreement_forms(connection: Connection) -> tuple[Form, ...]:
    """The draft of the next version; where there is none, the version in force to begin with."""
    draft, newest = draft_of(connection), read_policies(connection)[-1]
    shown = draft or newest
    begun = f"Draft of version {shown.version_no}" if draft else "Draft a new version"
    return (
        Form(
            key="draft",
            title=begun,
            note="Nothing of it holds before both sides sign. It then begins on its day, and never "
            "before the day after; every lead keeps the version its clock began under. Changing "
            "the draft takes signatures back.",
            fields=_fields(shown, connection),
            version=draft.version if draft else 0,
            action="Save the draft",
            is_open=draft is not None,
        ),
    )


def save_agreement_form(connection: Connection, entered: Entered) -> str:
    """Save the draft, or begin one, unless somebody else did meanwhile."""
    draft = draft_of(connection)
    if entered.version != (draft.version if draft else 0):
        raise StaleEditError(
            "Somebody drafted, changed or signed the next version after you opened it. Yours was "
            "not saved. Reload, and put yours in again if it still holds."
        )
    shown = draft or read_policies(connection)[-1]
    since = entered.day("valid_from", "A new version")
    wanted = PolicyVersion(
        policy_id=draft.policy_id if draft else "",
        version_no=shown.version_no,
        version=entered.version,
        is_draft=True,
        valid_from=midnight(since, read_company(connection).zone),
        no_contact_reasons=frozenset(
            one.code for one in read_reasons(connection, since) if one.is_no_contact_required
        ),
        scoped_targets=targets_in(entered.text("targets")),
        pause_reasons=frozenset(one.value for one in PAUSES if entered.flag(one.value)),
        asks_fact=entered.flag("asks_fact"),
        drop_thresholds=shown.drop_thresholds,
        **_numbers(entered),
        **_words(connection, entered),
    )
    if draft:
        change_draft(connection, wanted, entered.by)
    else:
        save_policy(connection, wanted, entered.by)
    return "Saved as a draft. Look at what it would have meant, then each side signs it below."


def draft_of(connection: Connection) -> PolicyVersion | None:
    """The draft of the next version, if there is one."""
    drafts = (one for one in read_policies(connection, drafts=True) if one.is_draft)
    return next(drafts, None)


def _numbers(entered: Entered) -> dict[str, Any]:
    numbers = {key: entered.number(key, label.lower()) for key, label in _NUMBERS}
    return {
        "target_hours": {t.value: _hours(entered, f"tier{t}", f"tier {t}") for t in Tier},
        "default_hours": _hours(entered, "default", "leads without a tier"),
        "late_log_grace_hours": numbers["grace"],
        "verdict_days": numbers["verdict_days"],
        "answer_days": numbers["answer_days"],
        "trying": Trying(
            attempts=_whole(numbers["attempts"]),
            days=_whole(numbers["attempt_days"]),
            within_days=numbers["within_days"],
        ),
    }


def _words(connection: Connection, entered: Entered) -> dict[str, Any]:
    """What it says in words; reasons, calendars and what junk is go in as they are now."""
    said = {"sales_qualified": entered.text("sales_qualified")}
    sourced = entered.text("sourced_pipeline")
    if sourced and sourced not in SOURCED.values():
        raise InputError(f"'{sourced}' is no definition. {suggestion(sourced, SOURCED.values())}")
    kept = {
        one.value: current(connection, one).words for one in (WordingOf.JUNK, WordingOf.REASONS)
    }
    calendars = "; ".join(map(working_time, read_calendars(connection)))
    definitions = {**said, "sourced_pipeline": sourced, **kept, "calendars": calendars}
    return {
        "qualifying_types": _kinds(entered.text("qualifying")),
        "promises": promises_in(entered.text("promises")),
        "definitions": {key: words for key, words in definitions.items() if words},
        "note": entered.text("note"),
    }


def _fields(policy: PolicyVersion, connection: Connection) -> tuple[Field, ...]:
    trying = policy.trying
    known = {
        f"tier{tier}": policy.target_hours.get(tier.value, policy.default_hours) for tier in Tier
    }
    known |= {"default": policy.default_hours, "grace": policy.late_log_grace_hours}
    known |= {"attempts": trying.attempts, "attempt_days": trying.days}
    known |= {"within_days": trying.within_days, "verdict_days": policy.verdict_days}
    known |= {"answer_days": policy.answer_days}
    tiers = ((f"tier{t}", f"First attempt at tier {t} within business hours") for t in Tier)
    numbers = {
        key: Field(key=key, label=label, kind=FieldKind.NUMBER, value=float(known[key]))
        for key, label in (*tiers, *_NUMBERS)
    }
    return (
        Field(
            key="promises",
            label="What marketing owes, MQLs and the share sales accepts, one part a line",
            kind=FieldKind.LONG_TEXT,
            value="\n".join(map(promise_line, policy.promises)),
            hint="Like 'all: 200 MQLs a month, 60 % accepted' or 'segment SMB, tier A: 40 MQLs a "
            "month, 65 % accepted'. Accepted is within 14 days of the handoff.",
        ),
        *(numbers[key] for key in (*(f"tier{tier}" for tier in Tier), "default")),
        Field(
            key="targets",
            label="Where the first attempt has another time, one part a line",
            kind=FieldKind.LONG_TEXT,
            value="\n".join(map(target_line, policy.scoped_targets)),
            hint="Like 'source Webinar: 4 hours' or 'region DACH, tier A: 0.5 hours'; source, "
            "region, segment and tier as the filters write them. Of several that a lead is of, "
            "the one that names most applies; of two that name as many, the one that names the "
            "source, then the region, then the segment.",
        ),
        *(numbers[key] for key, _ in _NUMBERS[1:]),
        *_judged(policy),
        Field(
            key="qualifying",
            label="What counts as a human attempt",
            kind=FieldKind.TEXT,
            value=", ".join(sorted(policy.qualifying_types)),
            hint="Known: " + ", ".join(KNOWN),
        ),
        *_defined(policy),
        Field(
            key="valid_from",
            label="In force from",
            kind=FieldKind.DAY,
            value=first_day(connection, policy.valid_from) if policy.is_draft else None,
        ),
        Field(key="note", label="Why it changes", kind=FieldKind.LONG_TEXT, value=_note(policy)),
    )


def _judged(policy: PolicyVersion) -> tuple[Field, ...]:
    """What a verdict needs, and what stops the clock."""
    fact = Field(
        key="asks_fact",
        label="A verdict that gives a lead back needs a fact besides its reason",
        kind=FieldKind.FLAG,
        value=policy.asks_fact,
        hint="A fact is an attempt, an answer, a meeting or a note by then. Where no contact is "
        "needed the lead's own record is one.",
    )
    stops = (
        Field(
            key=reason.value,
            label=f"The clock stops: {words}",
            kind=FieldKind.FLAG,
            value=reason.value in policy.pause_reasons,
            hint=_PAUSING,
        )
        for reason, words in PAUSES.items()
    )
    return (fact, *stops)


def _defined(policy: PolicyVersion) -> tuple[Field, ...]:
    words = policy.definitions
    return (
        Field(
            key="sales_qualified",
            label="What makes an SQL",
            kind=FieldKind.LONG_TEXT,
            value=words.get("sales_qualified", ""),
        ),
        Field(
            key="sourced_pipeline",
            label="Headline definition of sourced pipeline",
            kind=FieldKind.CHOICE,
            value=words.get("sourced_pipeline", ""),
            choices=("", *SOURCED.values()),
            hint="No number is measured by any of them yet: what is chosen is signed, and shown "
            "as the definition.",
        ),
    )


def _note(policy: PolicyVersion) -> str:
    return policy.note if policy.is_draft else ""


def _hours(entered: Entered, key: str, whom: str) -> float:
    hours = entered.number(key, f"hours for {whom}")
    if hours <= 0:
        raise InputError(
            f"{hours:g} is no time for {whom} to be tried in. Give business hours above 0, like 4."
        )
    return hours


def _whole(number: float) -> int:
    if not number.is_integer():
        raise InputError(f"{number:g} is no whole number of attempts or days. Give one, like 6.")
    return int(number)


def _kinds(line: str) -> frozenset[str]:
    kinds = frozenset(kind.strip() for kind in line.split(",") if kind.strip())
    for kind in sorted(kinds.difference(KNOWN)):
        raise InputError(f"'{kind}' is no kind of activity. {suggestion(kind, KNOWN)}")
    return kinds
