"""Agreement words: a version in lines that people read and write, and what one changed."""

import re
from collections.abc import Iterator
from itertools import groupby

from revdash.desk.agreement import PolicyVersion
from revdash.desk.calendars import CalendarRecord
from revdash.desk.goals import Cadence
from revdash.desk.obligations import MqlPromise
from revdash.errors import InputError, suggestion
from revdash.metrics.shown import duration
from revdash.terms import Tier

WHOLE = "all"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PERIODS = (Cadence.WEEK.value, Cadence.MONTH.value, Cadence.QUARTER.value)
DEFINED = {
    "sales_qualified": "An SQL is",
    "sourced_pipeline": "Sourced pipeline, headline definition",
    "pauses": "What stops the clock",
    "junk": "A junk lead is",
    "reasons": "Reasons a verdict may give",
    "calendars": "Working time",
}
SOURCED = {
    "field": "the source field of the deal",
    "first_touch": "the first eligible touch",
    "handoff": "the lead that was handed over",
}
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


def working_time(calendar: CalendarRecord) -> str:
    """A calendar in words: 'UK (Europe/London): Mon to Fri 09:00–17:30'."""
    hours = {day: calendar.weekly[day] for day in sorted(calendar.weekly) if calendar.weekly[day]}
    said = []
    for spans, alike in groupby(hours, key=lambda day: hours[day]):
        days = [_DAYS[day] for day in alike]
        until = f" to {days[-1]}" if len(days) > 1 else ""
        said.append(f"{days[0]}{until} {' and '.join('–'.join(span) for span in spans)}")
    return f"{calendar.name} ({calendar.zone}): {', '.join(said)}"


def facts_of(policy: PolicyVersion) -> dict[str, str]:
    """What a version says, subject by subject."""
    owed = "; ".join(map(promise_line, policy.promises)) or "no number agreed yet"
    hours = (f"tier {t} {duration(h)}" for t, h in sorted(policy.target_hours.items()))
    trying = policy.trying
    facts = {
        "Marketing owes": owed,
        "Sales tries first within": f"{', '.join(hours)}; else {duration(policy.default_hours)}",
        "Sales tries again": f"{trying.attempts} attempts on {trying.days} days within "
        f"{trying.within_days:g} business days",
        "Sales decides within": f"{policy.verdict_days:g} business days, with a reason and a fact",
        "Both answer within": f"{policy.answer_days:g} business days, with a fact",
        "What counts as an attempt": ", ".join(sorted(policy.qualifying_types)),
        "Counts when logged, if later than": f"{policy.late_log_grace_hours:g} hours",
        "No contact needed for": ", ".join(sorted(policy.no_contact_reasons)),
    }
    facts |= {label: policy.definitions.get(key, "") for key, label in DEFINED.items()}
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
        **_part(part.strip(), line),
    )


def _part(text: str, line: str) -> dict[str, str]:
    """The part of the business a promise is about."""
    if text.casefold() in {"", WHOLE}:
        return {}
    part: dict[str, str] = {}
    for piece in text.split(","):
        name, _, value = piece.strip().partition(" ")
        if name not in ("segment", "tier") or not value.strip() or name in part:
            raise InputError(f"'{piece.strip()}' in '{line}' names no part. {_EXAMPLE}")
        part[name] = value.strip()
    if "tier" in part and part["tier"] not in [*Tier]:
        raise InputError(f"There is no tier '{part['tier']}'. {suggestion(part['tier'], Tier)}")
    return part
