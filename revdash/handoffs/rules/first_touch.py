"""First touch: leads that nobody has tried to reach in the agreed time, or soon will not have."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal, literal_column, select

from revdash.episodes.rules import ORIGIN, WORKTIME, Rules
from revdash.handoffs.rules.leads import LEAD, WORKED, calendar, is_of
from revdash.handoffs.rules.record import (
    Clock,
    Count,
    DropRule,
    Severity,
    Threshold,
    Turn,
    clocks,
    number_of,
)
from revdash.store.dialects.functions import add_seconds, greatest
from revdash.store.schema.episodes import lead_episode
from revdash.terms import Tier
from revdash.worktime.expression import with_due

_e = lead_episode.c
_DAWN = literal(datetime(ORIGIN.year, ORIGIN.month, ORIGIN.day))
_NEARLY = Threshold(0.75, Count.SHARE)
_MOMENT: ColumnElement[float] = literal_column("0.000001")  # at the very due time it is not late
_is_best = func.coalesce(_e.tier, "") == Tier.A.value


def _runs(people: Table) -> ColumnElement[bool]:
    """The condition that a lead has a clock that is agreed upon."""
    return and_(is_of(people), _e.due_at.isnot(None), _e.is_clock_excluded.isnot(True))


def _stops() -> dict[str, ColumnElement[Any]]:
    """An attempt counts from when the agreement credits it: written down late, from then on."""
    return {"attempt": _e.credited_at, "verdict": _e.verdict_at, "closed": _e.closed_at}


def _overdue(people: Table, rules: Rules) -> Select[Any]:
    """Each lead but the best, late from its due time on until it is tried or decided upon."""
    clock = Clock(_e.clock_start_at, _stops(), calendar(rules), _e.due_at)
    return select(*clocks(LEAD, clock)).where(_runs(people), ~_is_best)


def _best_overdue(people: Table, rules: Rules) -> Select[Any]:
    """The same of the best leads."""
    clock = Clock(_e.clock_start_at, _stops(), calendar(rules), _e.due_at)
    return select(*clocks(LEAD, clock)).where(_runs(people), _is_best)


def _nearly(people: Table, rules: Rules) -> Select[Any]:
    """Each lead from when most of its time was used until it is late.

    Of a lead that changed hands the time is that of whoever has it last, its offset the rest;
    nothing nears while the clock stands still.
    """
    share = number_of("D05", _NEARLY, rules, _e.clock_start_at)
    used = share * _e.target_seconds - _e.clock_offset_seconds
    due = with_due(lead_episode, WORKTIME, calendar(rules), _DAWN, used)
    ends = {**_stops(), "due": add_seconds(_e.due_at, _MOMENT)}
    resumed_at = func.coalesce(_e.clock_resumed_at, due.at)
    clock = Clock(_e.clock_start_at, ends, calendar(rules), greatest(due.at, resumed_at))
    return select(*clocks(LEAD, clock)).select_from(due.source).where(_runs(people))


OVERDUE = DropRule(
    code="D04",
    name="First touch overdue",
    severity=Severity.HIGH,
    side=Turn.SALES,
    clock="the clock's start: the hand-raise, else the MQL",
    threshold=Threshold(1.0, Count.SHARE),
    resolves="somebody tries to reach the lead, or decides upon it",
    happened="Not contacted yet, past the agreed time; handed over {began}.",
    matters="The longer the first contact takes, the less often anybody answers.",
    todo="Call now; if there is nobody to call, say so with a reason.",
    rows=_overdue,
    needs=(WORKED,),
)
BEST_OVERDUE = DropRule(
    code="D06",
    name="Best lead waiting",
    severity=Severity.CRITICAL,
    side=Turn.SALES,
    clock="the clock's start: the hand-raise, else the MQL",
    threshold=Threshold(1.0, Count.SHARE),
    resolves="somebody tries to reach the lead, or decides upon it",
    happened="Not contacted yet, past the agreed time; tier A, handed over {began}.",
    matters="These are the leads that become deals most often.",
    todo="Call now, before anything else.",
    rows=_best_overdue,
    needs=(WORKED,),
)
NEARLY = DropRule(
    code="D05",
    name="About to be late",
    severity=Severity.INFO,
    side=Turn.SALES,
    clock="the clock's start: the hand-raise, else the MQL",
    threshold=_NEARLY,
    resolves="somebody tries to reach the lead, or the time is over",
    happened="Not contacted yet, most of the agreed time used; handed over {began}.",
    matters="There is still time.",
    todo="Call first those who have the least time left.",
    rows=_nearly,
    needs=(WORKED,),
)
