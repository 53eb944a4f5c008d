"""Tour: what is planted in the demo, where to look for it, and what it teaches."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

MANIFEST = "expected_findings.json"

Filters: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Find:
    """One way in which a story shows: a number in its bounds, or weeks that speak or keep quiet.

    With *than*, the number is how many times that of other days it is; with *by*, it is the
    one of the group that must be the *highest* or *lowest*; with *speed*, how many times as
    often as leads tried last, of the same tier and channel.
    """

    metric: str
    filters: Filters = field(default_factory=dict)
    period: str = ""
    than: str = ""
    same_as: str = ""  # other days, from which it cannot be told apart
    by: str = ""
    highest: str = ""
    lowest: str = ""
    quantile: float | None = None  # of a wait, in place of the median
    speed: str = ""  # of the leads tried that soon
    take: str = ""  # "hits"; "raw": their share of all, had those the time or not; "all together"
    at_least: float | None = None
    at_most: float | None = None
    rule: str = ""  # the one that speaks in the weeks from, to
    signal: tuple[int, int] | None = None
    quiet: tuple[int, int] | None = None
    hollow: int | None = None  # a week that is too short to be judged


@dataclass(frozen=True, kw_only=True)
class Drop:
    """How often a drop rule must have fired on a part of the business, over some days.

    ``open_at_least`` is how many of those must lie open when the demo ends.
    """

    rule: str
    period: str
    at_least: int
    open_at_least: int = 0
    filters: Filters = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Later:
    """What a later part of revdash is to find of a story, and what that part needs for it."""

    what: str
    lands_with: int
    expects: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Story:
    """One thing that happened at the demo company, as `expected_findings.json` tells it.

    ``page`` is empty while no page shows it yet; ``period`` names days as an address does.
    ``says`` has a number in braces for each find that it tells of, by its place from 0.
    """

    story_id: str
    title: str
    week: int
    says: str
    why: str
    page: str = ""
    metric: str = ""
    by: str = ""
    period: str = ""
    filters: Filters = field(default_factory=dict)
    finds: tuple[Find, ...] = ()
    drops: tuple[Drop, ...] = ()
    later: tuple[Later, ...] = ()


@cache
def stories() -> tuple[Story, ...]:
    """Every story, in the order of the manifest."""
    return tuple(map(_story, _manifest()["stories"]))


@cache
def dirt() -> Mapping[str, int]:
    """What is wrong with the demo's data on purpose: quality rules with their least counts."""
    return {one["issue"]: one["at_least"] for one in _manifest()["dirt"]}


def _manifest() -> Mapping[str, Any]:
    told: dict[str, Any] = json.loads(files("revdash.demo").joinpath(MANIFEST).read_text("utf-8"))
    return told


def _story(told: Mapping[str, Any]) -> Story:
    look = told["look"]
    return Story(
        story_id=told["id"],
        title=told["title"],
        week=told["week"],
        says=told["says"],
        why=told["why"],
        page=look.get("page", ""),
        metric=look.get("metric", ""),
        by=look.get("by", ""),
        period=look.get("period", ""),
        filters=_filters(look),
        finds=tuple(Find(**{**one, "filters": _filters(one)}) for one in told.get("finds", ())),
        drops=tuple(Drop(**{**one, "filters": _filters(one)}) for one in told.get("drops", ())),
        later=tuple(Later(**one) for one in told.get("later", ())),
    )


def _filters(told: Mapping[str, Any]) -> Filters:
    return {name: tuple(values) for name, values in told.get("filters", {}).items()}
