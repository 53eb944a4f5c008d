"""Record: what a drop rule says of itself, and the clocks that it runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, DateTime, Double, Select, Table, Text, case, cast, func, null

from revdash.episodes.dues import NEVER, agreed
from revdash.episodes.machine import SILENCE
from revdash.episodes.rules import Rules
from revdash.store.dialects.functions import (
    add_seconds,
    least,
    local_time,
    seconds_between,
    seconds_of_day,
)

CLOSED, LAPSED = "closed", "lapsed"  # what fell silent for good was not seen to
_NO_TEXT: ColumnElement[str] = cast(null(), Text)
_NO_INSTANT: ColumnElement[datetime] = cast(null(), DateTime)
_A_DAY: ColumnElement[float] = cast(86_400.0, Double)


class Severity(StrEnum):
    """How bad it is that the ball lies there."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


WEIGHTS: Mapping[Severity, float] = {
    Severity.CRITICAL: 4.0,
    Severity.HIGH: 2.0,
    Severity.MEDIUM: 1.0,
    Severity.LOW: 0.5,
    Severity.INFO: 0.0,
}


class Turn(StrEnum):
    """Whose move it is."""

    MARKETING = "marketing"
    SALES = "sales"
    REVOPS = "revops"
    CS = "cs"


class Count(StrEnum):
    """What a threshold counts."""

    HOURS = "business hours"
    DAYS = "business days"
    SHARE = "share of the agreed time"
    NOTHING = "nothing: late at once"


class Threshold(NamedTuple):
    """From how much on it is late, unless the agreement in force at the clock's start differs."""

    number: float
    unit: Count


AT_ONCE = Threshold(0.0, Count.NOTHING)


@dataclass(frozen=True, kw_only=True)
class DropRule:
    """One way to drop a handoff.

    ``rows`` asks for the clocks of some people (a table of every ``person_id`` with its
    ``root``), ``whole`` for those of whatever is no one human's: each from when it ran, and when
    and by what it was stopped. What is late is reckoned from them in one place. The words are
    for reading aloud and blame nobody: ``{began}`` is the clock's start, ``{owner}`` who has it.
    """

    code: str
    name: str
    severity: Severity
    side: Turn
    clock: str  # what it runs from
    threshold: Threshold
    resolves: str
    happened: str
    matters: str
    todo: str
    rows: Callable[[Table, Rules], Select[Any]] | None = None
    whole: Callable[[Rules], Select[Any]] | None = None
    needs: tuple[Select[Any], ...] = ()  # each finds something: without it the rule is silent
    tellers: Select[Any] | None = None  # source systems: what is of another is not judged

    @property
    def weight(self) -> float:
        """What it counts in the figure that weighs drops by severity."""
        return WEIGHTS[self.severity]


class Subject(NamedTuple):
    """What a clock runs for: its kind and key, and whose it is."""

    kind: str
    key: ColumnElement[str]
    person_id: ColumnElement[str] = _NO_TEXT
    episode_id: ColumnElement[str] = _NO_TEXT
    opportunity_id: ColumnElement[str] = _NO_TEXT
    account_id: ColumnElement[str] = _NO_TEXT
    campaign_id: ColumnElement[str] = _NO_TEXT


class Clock(NamedTuple):
    """From when it runs on which calendar, how it ends, and before when it is never late."""

    from_at: ColumnElement[datetime]
    ends: Mapping[str, ColumnElement[datetime]]  # by word; the first of them counts
    calendar_id: ColumnElement[str] = _NO_TEXT
    floor_at: ColumnElement[datetime] = _NO_INSTANT


def clocks(
    subject: Subject,
    clock: Clock,
    side: ColumnElement[str] | None = None,
    owner: ColumnElement[str] = _NO_TEXT,
) -> list[ColumnElement[Any]]:
    """The columns that every rule's rows have.

    ``owner`` is the user who must act, where that is not whoever has the lead or the deal.
    """
    known = {word: func.coalesce(at, NEVER) for word, at in clock.ends.items()}
    first = least(*known.values()) if len(known) > 1 else next(iter(known.values()))
    return [
        func.concat(f"{subject.kind}:", subject.key).label("subject"),
        subject.person_id.label("person_id"),
        subject.episode_id.label("episode_id"),
        subject.opportunity_id.label("opportunity_id"),
        subject.account_id.label("account_id"),
        subject.campaign_id.label("campaign_id"),
        (_NO_TEXT if side is None else side).label("side"),
        owner.label("owner_user_id"),
        clock.calendar_id.label("calendar_id"),
        clock.from_at.label("from_at"),
        clock.floor_at.label("floor_at"),
        func.nullif(first, NEVER, type_=DateTime()).label("resolved_at"),
        case(
            (first == NEVER, _NO_TEXT), *((at == first, word) for word, at in known.items())
        ).label("resolved_by"),
    ]


def over_at(at: ColumnElement[datetime]) -> ColumnElement[datetime]:
    """From when on something is past: of what is known by its day, from that day's end on."""
    return case((seconds_of_day(at) == 0.0, add_seconds(at, _A_DAY)), else_=at)


def lapses_at(at: ColumnElement[datetime]) -> ColumnElement[datetime]:
    """When what nobody sees to, and nobody stops, is given up: as long after as a lead lapses."""
    return add_seconds(at, cast(SILENCE.total_seconds(), Double))


def begins_at(day: ColumnElement[Any], rules: Rules) -> ColumnElement[datetime]:
    """The instant at which the company's *day* begins."""
    wall = cast(day, DateTime)
    near = _shifted(wall, wall, rules)
    return _shifted(wall, near, rules)  # the zone's clock may have been moved in between


def _shifted(
    wall: ColumnElement[datetime], at: ColumnElement[datetime], rules: Rules
) -> ColumnElement[datetime]:
    """The wall time less what the company's zone is ahead of UTC *at* an instant."""
    return add_seconds(wall, -seconds_between(at, local_time(at, rules.zone)))


def ends_at(day: ColumnElement[Any], rules: Rules) -> ColumnElement[datetime]:
    """The instant at which the company's *day* is over."""
    return begins_at(add_seconds(cast(day, DateTime), _A_DAY), rules)


def number_of(
    rule: str, threshold: Threshold, rules: Rules, at: ColumnElement[datetime]
) -> ColumnElement[float]:
    """The rule's number in the version of the agreement in force *at* an instant."""
    return agreed(rule, threshold.number, rules, at)
