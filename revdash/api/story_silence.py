"""Story silence: why a lead may have stopped responding, in words, and what is not on record."""

from typing import Any

from sqlalchemy import Row

from revdash.api.story_words import ENDS, RUNGS, Words, joined, say, spoken, upper
from revdash.handoffs.silence import Silence

SAYS_NOTHING = "a reason that tells nothing, which counts against feedback completeness"
NO_REASON = "No reason recorded, which counts against feedback completeness"


def silence_told(
    silence: Silence, newest: Row[Any] | None, words: Words
) -> tuple[tuple[str, str], ...]:
    """What facts tell of it, line by line."""
    if newest is None:
        return ()
    told = [
        ("Last heard", _heard(silence, words)),
        ("Tried since", _tries(silence, words)),
    ]
    if silence.looked is not None:
        label = say(silence.looked, words).label.lower()
        told.append(("They looked in", f"{label}, {words.moment(silence.looked.at)}"))
    told.append(("Outcome", _outcome(newest, words)))
    told.append(("Reason on record", _reason(silence, words)))
    return tuple(told)


def _heard(silence: Silence, words: Words) -> str:
    if silence.heard is None:
        return "Never: no reply, no call that connected, no meeting held"
    said = say(silence.heard, words)
    return f"{joined(said.label, said.detail)}, {words.moment(silence.heard.at)}"


def _tries(silence: Silence, words: Words) -> str:
    machines = f"{silence.machine} sent by machines" if silence.machine else ""
    if not silence.is_silent:
        return joined("Nothing by a human", machines)
    kinds = ", ".join(f"{count} × {spoken(kind)}" for kind, count in silence.tries.items())
    ends = ", ".join(f"{spoken(end)} {count}" for end, count in silence.answers.items())
    last = f"last {words.moment(silence.tried_at)}"
    return joined(kinds, ends, last, machines)


def _outcome(newest: Row[Any], words: Words) -> str:
    if newest.is_open:
        return f"Open, at {RUNGS.get(newest.stage, newest.stage)}"
    return f"{ENDS.get(newest.stage, newest.stage)}, {words.moment(newest.closed_at)}"


def _reason(silence: Silence, words: Words) -> str:
    if silence.reason:
        told = upper(words.reason(silence.reason))
        return f"{told}: {SAYS_NOTHING}" if silence.is_reason_empty else told
    return NO_REASON if silence.is_reason_asked else "None asked for: nothing has ended it"
