"""Agreement words: a version in lines that people read and write, and what one changed."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from revdash.api.story_words import spoken
from revdash.desk.agreement import PolicyVersion
from revdash.desk.calendars import CalendarRecord
from revdash.desk.goals import Cadence
from revdash.desk.obligations import MqlPromise
from revdash.desk.targets import PARTS, ScopedTarget
from revdash.errors import InputError, suggestion
from revdash.metrics.shown import duration
from revdash.terms import PauseReason, Tier

WHOLE = "all"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PERIODS = (Cadence.WEEK.value, Cadence.MONTH.value, Cadence.QUARTER.value)
DEFINED = {
    "sales_qualified": "An SQL is",
    "sourced_pipeline": "Sourced pipeline, headline definition",
    "pauses": "About stopping the clock",
    "junk": "A junk lead is",
    "reasons": "Reasons a verdict may give",
    "calendars": "Working time",
}
UNMEASURED = "signed as the definition; no number is measured by it yet"
SOURCED = {
    "field": "the source field of the deal",
    "first_touch": "the first eligible touch",
    "handoff": "the lead that was handed over",
}
PAUSES = {
    PauseReason.ASKED_FOR_LATER: "the prospect asked for a later date, with a meeting or a task",
    PauseReason.LEGAL_HOLD: "a legal hold, or consent that is lacking",
}
_TARGET = re.compile(r"(?P<hours>\d+(\.\d+)?) ?(business )?h(ours?)?")
_AS_TARGET = "Write it like 'source Webinar, tier A: 2 hours' or 'region DACH: 6 hours'."
_LINE = re.compile(
    r"(?P<mqls>\d[\d,]*(\.\d+)?) MQLs? (a|each|per) (?P<each>\w+), "
    r"(?P<share>\d+(\.\d+)?) ?% accepted"
)
_EXAMPLE = "Write it like 'segment SMB, tier A: 40 MQLs a month, 60 % accepted', or 'all: ...'."


def promise_line(one: MqlPromise) -> str:
    """A promise as it is written: 'segment SMB, tier A: 40 MQLs a month, 60 % accepted'."""
    part = ", ".join(f"{name} {value}" for name, value in one.part.items()) or WHOLE
    return f"{part}: {one.mqls:g} MQLs a {one.each.value}, {100 * one.acceptance:g} % accepted"


def promises_in(text: str) -> tuple[MqlPromise, ...]:
    """Read promises, one a line."""
    return tuple(_promise(line.strip()) for line in text.splitlines() if line.strip())


def target_line(one: ScopedTarget) -> str:
    """A target as it is written: 'source Webinar, tier A: 2 hours'."""
    part = ", ".join(f"{name} {value}" for name, value in one.part.items())
    return f"{part}: {one.hours:g} hour{'' if one.hours == 1 else 's'}"


def targets_in(text: str) -> tuple[ScopedTarget, ...]:
    """Read targets of parts, one a line."""
    return tuple(_target(line.strip()) for line in text.splitlines() if line.strip())


def working_time(calendar: CalendarRecord) -> str:
    """A calendar in words: 'UK (Europe/London): Mon to Fri 09:00–17:30'."""
    return f"{calendar.name} ({calendar.zone}): {opening(calendar)}"


def opening(calendar: CalendarRecord) -> str:
    """When it is open on which weekdays: 'Mon to Fri 09:00–17:30'."""
    hours = {day: calendar.weekly[day] for day in sorted(calendar.weekly) if calendar.weekly[day]}
    said = []
    for spans, alike in groupby(hours, key=lambda day: hours[day]):
        days = [_DAYS[day] for day in alike]
        until = f" to {days[-1]}" if len(days) > 1 else ""
        said.append(f"{days[0]}{until} {' and '.join('–'.join(span) for span in spans)}")
    return ", ".join(said)


def facts_of(policy: PolicyVersion) -> dict[str, str]:
    """What a version says, subject by subject."""
    owed = "; ".join(map(promise_line, policy.promises)) or "no number agreed yet"
    hours = (f"tier {t} {duration(h)}" for t, h in sorted(policy.target_hours.items()))
    trying = policy.trying
    facts = {
        "Marketing owes": owed,
        "Sales tries first within": f"{', '.join(hours)}; else {duration(policy.default_hours)}",
        "Where it differs": "; ".join(map(target_line, policy.scoped_targets)),
        "Sales tries again": f"{trying.attempts} attempts on {trying.days} days within "
        f"{trying.within_days:g} business days",
        "Sales decides within": f"{policy.verdict_days:g} business days, with a reason"
        f"{' and a fact' if policy.asks_fact else ''}",
        "Both answer within": f"{policy.answer_days:g} business days, with a fact",
        "What counts as an attempt": ", ".join(sorted(map(spoken, policy.qualifying_types))),
        "Counts when logged, if later than": f"{policy.late_log_grace_hours:g} hours",
        "What stops the clock": "; ".join(
            PAUSES[PauseReason(one)] for one in sorted(policy.pause_reasons)
        )
        or "nothing",
        "No contact needed for": ", ".join(sorted(map(spoken, policy.no_contact_reasons))),
    }
    facts |= {label: policy.definitions.get(key, "") for key, label in DEFINED.items()}
    if sourced := policy.definitions.get("sourced_pipeline"):
        facts[DEFINED["sourced_pipeline"]] = f"{sourced} ({UNMEASURED})"
    return {label: text for label, text in facts.items() if text}


def changes(was: PolicyVersion | None, now: PolicyVersion) -> Iterator[tuple[str, str, str]]:
    """What *now* says otherwise: the subject, what was said before, what is said now."""
    before, after = facts_of(was) if was else {}, facts_of(now)
    for label in {**before, **after}:
        said = before.get(label, ""), after.get(label, "")
        if was and said[0] != said[1]:
            yield label, *said


def _promise(line: str) -> MqlPromise:
    part, _, owed = line.rpartition(":")
    found = _LINE.fullmatch(owed.strip())
    if found is None:
        raise InputError(f"'{line}' is no promise that can be counted. {_EXAMPLE}")
    each = found["each"]
    if each not in PERIODS:
        raise InputError(f"'{each}' is no period to promise for. {suggestion(each, PERIODS)}")
    return MqlPromise(
        mqls=float(found["mqls"].replace(",", "")),
        acceptance=float(found["share"]) / 100,
        each=Cadence(each),
        **_part(part.strip(), line, ("segment", "tier"), _EXAMPLE),
    )


def _target(line: str) -> ScopedTarget:
    part, _, said = line.rpartition(":")
    found = _TARGET.fullmatch(said.strip())
    if found is None:
        raise InputError(f"'{line}' is no target that a lead can be held to. {_AS_TARGET}")
    return ScopedTarget(hours=float(found["hours"]), **_part(part.strip(), line, PARTS, _AS_TARGET))


def _part(text: str, line: str, names: Sequence[str], example: str) -> dict[str, Any]:
    """The part of the business a line is about."""
    if text.casefold() in {"", WHOLE}:
        return {}
    part: dict[str, Any] = {}
    for piece in text.split(","):
        name, _, value = piece.strip().partition(" ")
        if name not in names or not value.strip() or name in part:
            raise InputError(f"'{piece.strip()}' in '{line}' names no part. {example}")
        part[name] = value.strip()
    if "tier" in part and part["tier"] not in [*Tier]:
        raise InputError(f"There is no tier '{part['tier']}'. {suggestion(part['tier'], Tier)}")
    return part
