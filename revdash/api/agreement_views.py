"""Agreement views: its versions, who signed, and what a draft would have meant."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """One version of the agreement, in words."""

    key: str
    version: int  # as it was seen: a signature names it
    title: str  # "Version 2, in force since 1 Mar 2026"
    facts: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, str], ...]  # subject, what it was, what it is
    marketing: str  # "Ann, 27 Feb 2026 10:12"; empty while not signed
    sales: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementView:
    """The version in force, the draft of the next, and all there were, the newest first."""

    current: VersionView
    draft: VersionView | None
    history: tuple[VersionView, ...]
    may_sign: bool
    may_draft: bool
    waits: str  # who has to sign, in a sentence
    since: tuple[str, ...] = ()  # what was changed on its own page after the version began


@dataclass(frozen=True, kw_only=True)
class MeantLine:
    """One number of last quarter, as it was judged and as the draft judges it."""

    label: str
    was: str
    would: str


@dataclass(frozen=True, kw_only=True)
class OwedLine:
    """One obligation over last quarter: who owes it, what came, and whether it was met."""

    side: str
    owed: str
    came: str
    verdict: str  # met, missed, or why nothing can be said


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What a draft would have meant for the last whole quarter."""

    period: str
    lines: tuple[MeantLine, ...]
    owed: tuple[OwedLine, ...]
    how: str
