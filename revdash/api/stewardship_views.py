"""Stewardship views: what the Data page is given of who is who, oddities, sources, releases."""

from dataclasses import dataclass

from revdash.api.views import Grid


@dataclass(frozen=True, kw_only=True)
class Merges:
    """Who was joined to whom, by which rule, and who was decided to be kept apart."""

    joined: Grid  # ids: the person ids that were joined to another
    separable: tuple[str, ...]  # those of them that a person may keep apart
    apart: Grid  # ids: the decisions


@dataclass(frozen=True, kw_only=True)
class QualityRule:
    """One rule about facts that look odd: what it found, and how that developed."""

    rule: str
    text: str  # the rule in words
    effect: str  # what became of such facts
    severity: str  # "high", "medium", "low"
    count: int
    by_week: tuple[int, ...]  # new ones, week by week, the last week last
    newest: str  # the day it was last met


@dataclass(frozen=True, kw_only=True)
class SourceView:
    """One source system: when it was last heard of, and of what it told."""

    source: str
    imported: str  # "18 May 2026 09:12 by Ann"
    newest: str  # "17 May 2026 18:40"
    records: int
    usual: str  # "every 1 day"; empty with few imports
    late: str  # "silent for 5 days"; empty when it is not


@dataclass(frozen=True, kw_only=True)
class ReleaseView:
    """One release still kept: what made it, and what it changed."""

    number: int
    published: str  # "18 May 2026 09:12"
    what: str  # "import 12: contacts.csv", "undo import 11"
    by: str
    size: str  # "12 MB"
    state: str  # "in force", "kept"
    changed: str  # "120 loaded, 3 unchanged, 1 refused"
