"""Meeting says: what people enter in the weekly meeting, as its page sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from revdash.api.questions import Question


@dataclass(frozen=True, kw_only=True)
class SettingSeries:
    """What a person sets of the recurring meeting, as they saw it at *version*.

    ``minutes`` is by heading, in the order of the agenda; none leave a heading out.
    """

    key: str
    version: int
    name: str
    cadence: str
    weekday: int
    minutes: Mapping[str, int]
    leaders: Mapping[str, str]
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Noting:
    """A note under one heading."""

    meeting: str
    heading: str
    words: str
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Bringing:
    """Something brought to a meeting: a win, a miss, an ask, a decision, a reason for having none.

    ``subject`` names what it is about: ``metric:win_rate_count``, ``deal:hubspot:deal:42``.
    """

    meeting: str
    kind: str
    words: str
    side: str = ""
    asked_side: str = ""
    subject: str = ""
    dissent: str = ""
    due_on: date | None = None
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A tile, as it is filtered, for the agenda of the next meeting, with a note."""

    metric: str
    words: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Rewording:
    """An item or a note as it should read, changed from what the person saw at *version*."""

    key: str
    version: int
    words: str
    dissent: str = ""
    subject: str = ""
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """An answer to an ask, with the day it holds by; or a decision on an experiment."""

    key: str
    version: int
    words: str
    due_on: date | None = None
    dissent: str = ""
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Promising:
    """A new commitment; ``owner`` is one of the people."""

    meeting: str
    words: str
    owner: str
    due_on: date
    side: str = ""  # the owner's, where it is set
    subject: str = ""
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One of the things that an experiment compares: a name, and the records it counts."""

    name: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Registering:
    """An experiment written down before its start; with ``key`` one that has not begun is changed.

    With a metric and two arms its result is computed; else it is entered.
    """

    channel: str
    hypothesis: str
    decision_rule: str
    starts_on: date
    decides_on: date
    spend: float | None = None
    metric: str = ""
    arms: tuple[Arm, ...] = ()
    key: str = ""
    version: int = 0
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Trying:
    """What came of an experiment that is measured elsewhere: a value within its interval."""

    key: str
    version: int
    value: float
    low: float
    high: float
    sample: int
    words: str = ""
    click_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A number that a closed meeting froze, to be opened at one of its sides."""

    meeting: str
    metric: str
    question: Question  # its days and filters
    side: str = ""  # the first, unless named
