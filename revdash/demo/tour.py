"""Tour: what is planted in the demo, where to look for it, and what it teaches."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

MANIFEST = "expected_findings.json"


@dataclass(frozen=True, kw_only=True)
class Story:
    """One thing that happened at the demo company, as `expected_findings.json` tells it.

    ``page`` is empty while no page shows it yet; ``period`` names days as an address does.
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
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def stories() -> tuple[Story, ...]:
    """Every story, in the order of the manifest."""
    told = json.loads(files("revdash.demo").joinpath(MANIFEST).read_text("utf-8"))
    return tuple(
        Story(
            story_id=one["id"],
            title=one["title"],
            week=one["week"],
            says=one["says"],
            why=one["why"],
            page=one["look"].get("page", ""),
            metric=one["look"].get("metric", ""),
            by=one["look"].get("by", ""),
            period=one["look"].get("period", ""),
            filters={name: tuple(v) for name, v in one["look"].get("filters", {}).items()},
        )
        for one in told["stories"]
    )
