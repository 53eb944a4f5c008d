"""Deeds: what people may do about dropped handoffs, and what each must say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from revdash.desk.reasons import OTHER, read_reasons
from revdash.errors import InputError, suggestion
from revdash.terms import PauseReason, Side

LONG_ENOUGH = 15  # characters of words that stand in for a reason
LONGEST = timedelta(days=30)  # that something may be snoozed or muted


class ActionKind(StrEnum):
    """What a person may do about a firing."""

    TAKE = "take"
    HAND = "hand"
    SNOOZE = "snooze"
    HANDLED = "handled"
    REJECT = "reject"
    RECYCLE = "recycle"
    ASK = "ask"
    MISTAKE = "mistake"
    MUTE = "mute"
    UNDO = "undo"


VERDICTS = frozenset({ActionKind.REJECT, ActionKind.RECYCLE})
_ABOUT_PEOPLE = VERDICTS | {ActionKind.ASK}
LASTING = frozenset({ActionKind.SNOOZE, ActionKind.MUTE})  # and no longer
_NEEDS_WORDS = {
    ActionKind.HANDLED: "what was done",
    ActionKind.MISTAKE: "what the rule got wrong",
    ActionKind.MUTE: "why nobody needs to see it until then",
    ActionKind.ASK: "the question",
}


class Firing(NamedTuple):
    """What an instance key names: which rule, about what, late since when (naive UTC)."""

    rule: str
    subject: str
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class About:
    """One firing as a person saw it: ``seen`` is the last action they saw, empty for none.

    ``person_id`` is needed for what tells something of a person: a verdict, a question; what was
    not decided now, but at ``happened_at``, only gets its reason now.
    """

    instance_key: str
    seen: str = ""
    person_id: str | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What is done about some firings: the same about each, at a moment of the company's time.

    ``until_at`` is the end of a snooze or a mute, or the day on which to review a recycled
    lead; ``evidence`` names the fact that a rejection rests on, or a snooze whose reason stops
    the lead's clock.
    """

    kind: ActionKind
    at: datetime
    words: str = ""
    reason_code: str = ""
    evidence: str = ""
    until_at: datetime | None = None
    to_user_id: str = ""
    to_queue: str = ""
    side: Side | None = None


def firing_of(instance_key: str) -> Firing:
    """Read what an instance key names."""
    rule, _, rest = instance_key.partition("|")
    subject, _, opened = rest.rpartition("|")
    try:
        opened_at = datetime.fromisoformat(opened.removesuffix("Z"))
    except ValueError:
        opened_at = None
    if not rule or not subject or opened_at is None:
        raise InputError(
            f"'{instance_key[:80]}' names no dropped handoff. It would be a rule, a subject and "
            "a moment, like D04|lead:7|2026-11-05T09:30:00Z. Reload the page and act again."
        )
    return Firing(rule, subject, opened_at)


def check(connection: Connection, about: Sequence[About], deed: Deed) -> None:
    """Refuse what is not said well enough to be understood by the other side."""
    _check_firings(about, deed)
    wanted = _NEEDS_WORDS.get(deed.kind)
    if wanted and not deed.words.strip():
        raise InputError(f"This says nothing. Write {wanted}, in a few words, then send it again.")
    if deed.kind is ActionKind.HAND and bool(deed.to_user_id) == bool(deed.to_queue.strip()):
        raise InputError("It is handed to nobody, or to two. Name one person or one queue.")
    if deed.kind in LASTING:
        _check_until(deed)
    if deed.kind in VERDICTS:
        _check_reason(connection, deed)
    if deed.kind is ActionKind.SNOOZE and deed.reason_code:
        _check_pause(about, deed)
    if deed.kind is ActionKind.RECYCLE and (deed.until_at is None or deed.until_at <= deed.at):
        raise InputError(
            f"The day of the review is {_day(deed.until_at)}. It is a day after "
            f"{_day(deed.at)}, on which marketing looks at the lead again. Pick one."
        )


def _check_until(deed: Deed) -> None:
    if deed.until_at is None or deed.until_at <= deed.at:
        raise InputError(
            f"It would end on {_day(deed.until_at)}, which is not ahead of {_day(deed.at)}. "
            "Pick a later day."
        )
    if deed.until_at > deed.at + LONGEST:
        raise InputError(
            f"It would end on {_day(deed.until_at)}: that is more than {LONGEST.days} days ahead. "
            f"Pick a day until {_day(deed.at + LONGEST)}, and look at it again then."
        )


def _check_pause(about: Sequence[About], deed: Deed) -> None:
    known = {reason.value for reason in PauseReason}
    if deed.reason_code not in known:
        raise InputError(
            f"'{deed.reason_code}' stops no clock. {suggestion(deed.reason_code, known)}"
        )
    if not deed.evidence.strip():
        raise InputError(
            "Nothing is named that the pause rests on, and a clock stops for nobody's word alone. "
            "Name the meeting, the task or the message, or snooze it without stopping the clock."
        )
    if not all(one.person_id for one in about):
        raise InputError("One of these is about no lead, whose clock could stop. Leave it out.")


def _check_reason(connection: Connection, deed: Deed) -> None:
    known = {reason.code for reason in read_reasons(connection, deed.at.date())} | {OTHER}
    if not deed.reason_code:
        raise InputError("No reason is given. Choose one of the list both sides agreed.")
    if deed.reason_code not in known:
        raise InputError(
            f"'{deed.reason_code}' is no agreed reason. {suggestion(deed.reason_code, known)}"
        )
    if deed.reason_code == OTHER and len(deed.words.strip()) < LONG_ENOUGH:
        raise InputError(
            f"'{deed.words.strip()}' says too little for the reason 'other'. Write what it was in "
            f"{LONG_ENOUGH} characters or more, or choose a reason of the list."
        )


def _check_firings(about: Sequence[About], deed: Deed) -> None:
    keys = [one.instance_key for one in about]
    if not keys or len(keys) != len(set(keys)):
        raise InputError("Nothing was chosen, or one thing twice. Choose some rows, each once.")
    for key in keys:
        firing_of(key)
    nobody = [one for one in about if not one.person_id]
    if nobody and deed.kind in _ABOUT_PEOPLE:
        raise InputError(
            f"{firing_of(nobody[0].instance_key).subject} is about no single lead, so nobody can "
            f"{deed.kind.value} it. Leave it out, or mark it handled."
        )


def _day(moment: date | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "no day"
