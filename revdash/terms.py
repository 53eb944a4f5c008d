"""Terms: the field's words, spelled once (docs/glossary.md says what each means)."""

import re
from enum import StrEnum
from typing import Final

_CODE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


class LeadStage(StrEnum):
    """Where a lead episode is; also the kinds of lifecycle event."""

    LEAD = "LEAD"
    MQL = "MQL"
    SAL = "SAL"
    SQL = "SQL"
    OPP = "OPP"
    WON = "WON"
    LOST = "LOST"
    REJECTED = "REJECTED"
    RECYCLED = "RECYCLED"
    DISQUALIFIED = "DISQUALIFIED"
    MERGED = "MERGED"
    LAPSED = "LAPSED"


class EpisodeKind(StrEnum):
    """Why an episode began: first time, second chance, or a customer's new need."""

    NEW = "new"
    RE = "re"
    EXPANSION = "expansion"


class Outcome(StrEnum):
    """How a deal ended, or that it has not."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Side(StrEnum):
    """Who is accountable for a number."""

    MARKETING = "marketing"
    SALES = "sales"
    SHARED = "shared"
    CUSTOMER = "customer"


class Tier(StrEnum):
    """How good a lead looked when it was handed over."""

    A = "A"
    B = "B"
    C = "C"


class PauseReason(StrEnum):
    """What may stop a follow-up clock, where the agreement knows it (DOMAIN.md 2.3)."""

    ASKED_FOR_LATER = "asked_for_later"  # the prospect, with a meeting or a task as evidence
    LEGAL_HOLD = "legal_hold"  # the law, or a consent that is lacking


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    BAND = "band"
    NEUTRAL = "neutral"


class Orientation(StrEnum):
    """Whom a goal or a metric is about."""

    CUSTOMER = "customer"
    SALES = "sales"
    BRAND = "brand"
    INTERNAL = "internal"


class Precision(StrEnum):
    """Whether a time is an instant or only a day."""

    INSTANT = "instant"
    DATE = "date"


class ActivityType(StrEnum):
    """What a seller did."""

    CALL = "call"
    EMAIL = "email_1to1"
    SEQUENCE_STEP = "email_sequence_step"
    LINKEDIN = "linkedin"
    SMS = "sms"
    CHAT = "chat_human"
    VIDEO = "video"
    TASK = "task"
    AUTOMATED_EMAIL = "email_automated"


class Verdict(StrEnum):
    """What sales made of a lead that was handed over."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    RECYCLED = "recycled"
    PUT_ASIDE = "put aside"


class ReasonClass(StrEnum):
    """What kind of reason a verdict gives."""

    JUNK = "junk"
    FIT = "fit"
    TIMING = "timing"
    UNREACHABLE = "unreachable"
    PROCESS = "process"


class IssueRule(StrEnum):
    """What was odd about an event that changed no state (DOMAIN.md 2.2)."""

    DUPLICATE_MQL = "duplicate_mql_suppressed"
    BACKWARD = "backward_ignored"
    REQUALIFY_AFTER_HARD = "illegal_requalify_after_hard_disqualification"
    NO_OPEN_EPISODE = "event_without_open_episode"
    FUTURE = "future_event"
    NEGATIVE_DURATION = "negative_duration"
    OWNER_NOT_HUMAN = "owner_not_human"
    MERGED_DUPLICATE = "merged_duplicate_episode"
    CLOSED_BEFORE_CREATED = "closed_before_created"
    POSSIBLE_DUPLICATE = "possible_duplicate"


class JoinRule(StrEnum):
    """By which rule one person id stands for another."""

    SOURCE = "source"  # the source itself says that they are one
    ADDRESS = "address"  # two source systems know the same e-mail address


def in_words(text: str) -> str:
    """A code of the sources as people read it, ``demo_request`` as "demo request"; else as is."""
    return text.replace("_", " ") if _CODE.fullmatch(text) else text
