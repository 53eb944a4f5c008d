"""Remarks: what the demo company noted on days, so that the weeks of its health say why."""

from datetime import date, timedelta
from typing import NamedTuple

from revdash.demo.staff import BEN_AWAY
from revdash.demo.timeline import NEW_POLICY_WEEK, TENDED_WEEK, week_start


class Remark(NamedTuple):
    """One remark on some days, about one metric; new limits may hold from its first day on."""

    metric: str
    from_on: date
    until_on: date
    words: str
    is_rebase: bool = False


_HEALTH, _WEEK = "alignment_health", timedelta(days=6)

REMARKS = (
    Remark(
        _HEALTH,
        week_start(NEW_POLICY_WEEK),
        week_start(NEW_POLICY_WEEK) + _WEEK,
        "New agreement and round robin",
        is_rebase=True,
    ),
    Remark(
        _HEALTH,
        week_start(TENDED_WEEK),
        week_start(TENDED_WEEK) + _WEEK,
        "Somebody goes through the list every day",
        is_rebase=True,
    ),
    Remark(
        _HEALTH,
        BEN_AWAY.from_on,
        BEN_AWAY.until_on - timedelta(days=1),
        "Ben is away, and nobody stands in",
    ),
)
