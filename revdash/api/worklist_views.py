"""Worklist views: what was dropped, as the page of the worklist shows it: already worded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from revdash.api.views import Headed, SentencePart

FIRST = 100  # rows shown at once


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which part of the worklist a reader wants; no severity or turn means all.

    With ``is_apart`` the reader wants what was set aside instead; with ``is_new`` only what is
    late since the last business day before today began.
    """

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severities: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    is_apart: bool = False
    is_new: bool = False
    limit: int = FIRST


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One part of the list that can be asked for alone, and how much there is of it."""

    key: str
    label: str
    count: int
    is_pressed: bool


@dataclass(frozen=True, kw_only=True)
class Soon:
    """One lead that is about to be late; ``due_at`` is UTC, its calendar one of the list's."""

    person: str
    lead: str
    account: str
    tier: str
    owner: str
    due_at: str
    due: str  # "Mon 18 May 09:30"
    calendar: str
    used: str  # "80 % of its 4 h used"


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """One dropped handoff; ``seen`` is the last action that its reader sees."""

    key: str
    seen: str
    rule: str
    name: str  # of the rule
    severity: str
    turn: str  # a key: marketing, sales, revops, cs
    turn_word: str
    level: str  # whom it is shown to by now: "manager", "agenda"; empty for the owner alone
    person: str
    lead: str
    account: str
    tier: str
    source: str
    happened: str
    todo: str
    matters: str
    late_for: str  # "3 h 20 m", "2.4 days"
    late_since: str  # "Thu 14 May 2026 09:10"
    first_seen: str  # "First seen by sales, 14 May 09:12"
    owner: str
    value: str
    others: tuple[str, ...] = ()  # names of the rules that fire on it too
    link: str = ""  # to the record in the CRM
    acted: str = ""  # "Taken by Ann, 08:57"
    fact_link: str = ""  # to the record that a rejection rests on
    is_mine: bool = False  # the reader took it
    undoes: str = ""  # the reader's action that may be taken back


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the dialogs offer: to whom to hand, which reasons, and the days that dates may be."""

    users: tuple[tuple[str, str], ...] = ()
    queues: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    pauses: tuple[tuple[str, str], ...] = ()  # what may stop a clock
    sides: tuple[str, ...] = ()  # to choose from, where the reader's own is not known
    today: str = ""
    tomorrow: str = ""  # the next day that is worked
    next_week: str = ""
    latest: str = ""
    review: str = ""  # when a recycled lead is usually looked at again


@dataclass(frozen=True, kw_only=True)
class Worklist(Headed):
    """The worklist, top to bottom."""

    sentence: tuple[SentencePart, ...]
    severities: tuple[Facet, ...]
    turns: tuple[Facet, ...]
    apart: Facet
    new: Facet
    at_risk: str
    at_risk_rule: str
    soon: tuple[Soon, ...]
    soon_total: int
    soon_note: str
    rows: tuple[Dropped, ...]
    total: int  # of the part shown
    limit: int
    empty: str
    silent: str  # which rules cannot say anything, and what they miss
    may_not_act: str  # why the reader may only read; empty when they may act
    now: str  # UTC: the moment that clocks run on from
    zone: str  # whose clocks show when they start again
    hours: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)  # by calendar
    choices: Choices = Choices()
    csv_name: str = ""
