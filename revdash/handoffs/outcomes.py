"""Outcomes: what became of the leads handed over in a period, each in one state now, by a cut."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from revdash.errors import InputError, suggestion
from revdash.metrics import waits
from revdash.metrics.ages import age_of
from revdash.metrics.quality import ACCEPTANCE_RATE, LEAD_QUALITY_INDEX
from revdash.metrics.scope import Scope, cut, within
from revdash.metrics.shapes import DAY, Reading
from revdash.metrics.spans import Span
from revdash.stats.shrinkage import Shrunk, shrink
from revdash.store.dialects.functions import count_if
from revdash.store.schema.agreement import reason_used
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import touch_now
from revdash.terms import EpisodeKind, LeadStage

CONTENT = "content"
MONTH = 30 * DAY
CUTS = ("campaign", CONTENT, "channel", "source", "segment", "region")

_e, _t, _r = lead_episode.c, touch_now.c, reason_used.c
_SQLS = LEAD_QUALITY_INDEX.of  # the rate behind the index: an SQL within thirty days


class State(StrEnum):
    """Where a lead handed over is now; each is in exactly one."""

    UNTRIED = "not contacted"
    WORKED = "being worked"
    ACCEPTED = "accepted"
    GIVEN_BACK = "given back"
    SILENT = "silent"
    LOST = "deal lost"
    WON = "won"


def _is_in(*stages: LeadStage) -> ColumnElement[bool]:
    return _e.stage.in_([stage.value for stage in stages])


IS_IN: Mapping[State, ColumnElement[bool]] = {
    State.UNTRIED: _is_in(LeadStage.MQL) & _e.first_attempt_at.is_(None),
    State.WORKED: _is_in(LeadStage.MQL) & _e.first_attempt_at.isnot(None),
    State.ACCEPTED: _is_in(LeadStage.SAL, LeadStage.SQL, LeadStage.OPP),
    State.GIVEN_BACK: _is_in(LeadStage.REJECTED, LeadStage.RECYCLED, LeadStage.DISQUALIFIED),
    State.SILENT: _is_in(LeadStage.LAPSED),
    State.LOST: _is_in(LeadStage.LOST),
    State.WON: _is_in(LeadStage.WON),
}
IS_UNTOLD = IS_IN[State.GIVEN_BACK] & _e.is_reason_valid.isnot(True)
REASON = func.coalesce(_r.label, _e.reason_code)
_IS_REASON = _r.reason_code == _e.reason_code


class Reason(NamedTuple):
    """Why leads were given back; without a name nobody said."""

    name: str | None
    reason_class: str | None
    leads: int
    untold: int  # of these, without a fact that marketing could use


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the leads of one part; a lead handed over twice counts as two."""

    value: str | None  # of the cut
    leads: int
    states: Mapping[State, int]
    untold: int  # given back without a fact
    reasons: tuple[Reason, ...]  # the most given first
    acceptance: Reading
    quality: Shrunk | None  # None while no lead of any part is old enough
    young: int  # not thirty days old


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Every part, the largest first, and all leads once; of content, a lead has several parts."""

    by: str
    rows: tuple[Outcome, ...]
    whole: Outcome


class _Counts(NamedTuple):
    leads: int
    states: tuple[int, ...]
    untold: int
    hits: int  # SQLs in time
    tries: int  # of so many old enough
    young: int


class Parts(NamedTuple):
    """By what leads are parted, and what ties a lead to its parts."""

    column: ColumnElement[Any]
    tie: ColumnElement[bool] | None = None


def outcomes(connection: Connection, scope: Scope, by: str) -> Outcomes:
    """Count what became of the leads handed over in the period, by the cut *by*."""
    around = scope.without(by)  # an index tells of a part beside all others
    parts = parts_by(around, by)
    counts = _counted(connection, _counts(around, parts))
    quality = _quality(counts)
    reasons = _reasons(connection, scope, parts)
    accepted = _accepted(connection, scope, parts)
    rows = [
        _outcome(value, found, reasons[value], accepted[value], quality.get(value))
        for value, found in counts.items()
        if value in accepted
    ]
    return Outcomes(
        by=by,
        rows=tuple(sorted(rows, key=lambda row: (-row.leads, row.value is None, row.value or ""))),
        whole=_whole(connection, scope),
    )


def parts_by(scope: Scope, by: str) -> Parts:
    """The parts of the cut *by*; a lead has one of each, but touched any number of contents."""
    if by not in CUTS:
        raise InputError(f"Leads are not parted by '{by}'. {suggestion(by, CUTS)}")
    if by == CONTENT:
        return _by_content(scope)
    column = cut(lead_episode, by)
    assert column is not None  # noqa: S101  every other cut is one of its columns
    return Parts(column)


def is_here(scope: Scope, parts: Parts | None = None) -> ColumnElement[bool]:
    """The condition that a lead was handed over in the period, and is tied to its parts."""
    here = within(_e.mql_on, scope.period) & scope.where(lead_episode)
    here = here & (_e.kind != EpisodeKind.EXPANSION.value)
    return here if parts is None or parts.tie is None else here & parts.tie


def _by_content(scope: Scope) -> Parts:
    """What the human touched before the handoff, since the one before it; or nothing."""
    before = lead_episode.alias("before")
    b = before.c
    is_before = (b.person_id == _e.person_id) & (b.episode_no == _e.episode_no - 1)
    is_theirs = (_t.person_id == _e.person_id) & (_t.event_at <= _e.mql_at)
    touched = (
        select(_e.episode_id, _t.asset)
        .join_from(lead_episode, touch_now, is_theirs)
        .outerjoin(before, is_before)
        .where(
            is_here(scope),
            _t.is_eligible.is_(True),
            _t.asset_id.isnot(None),
            or_(b.mql_at.is_(None), _t.event_at > b.mql_at),
        )
        .distinct()
        .subquery("touched")
    )
    parts = (
        select(_e.episode_id, touched.c.asset)
        .outerjoin_from(lead_episode, touched, touched.c.episode_id == _e.episode_id)
        .where(is_here(scope))
        .subquery("parts")
    )
    return Parts(parts.c.asset, parts.c.episode_id == _e.episode_id)


def _counts(scope: Scope, parts: Parts | None = None) -> Select[Any]:
    by = [] if parts is None else [parts.column]
    aged = (_SQLS.hits, _SQLS.tries, age_of(_e.mql_at) < MONTH)
    statement = (
        select(*by, func.count(), *map(count_if, (*IS_IN.values(), IS_UNTOLD, *aged)))
        .select_from(lead_episode)
        .where(is_here(scope, parts))
    )
    return statement.group_by(*by).params(as_of=scope.as_of)


def _counted(connection: Connection, statement: Select[Any]) -> dict[str | None, _Counts]:
    return {value: _numbers(rest) for value, *rest in connection.execute(statement)}


def _numbers(row: Sequence[Any]) -> _Counts:
    leads, *rest = (int(number or 0) for number in row)
    states, others = rest[: len(IS_IN)], rest[len(IS_IN) :]
    return _Counts(leads, tuple(states), *others)


def _quality(counts: Mapping[str | None, _Counts]) -> dict[str | None, Shrunk]:
    """The quality index of each part: its rate drawn to that of all (G08)."""
    found = shrink([(one.hits, one.tries) for one in counts.values()])
    return dict(zip(counts, found.groups, strict=True)) if found else {}


def _reasons(
    connection: Connection, scope: Scope, parts: Parts | None = None
) -> defaultdict[str | None, list[Reason]]:
    by = [] if parts is None else [parts.column]
    why = [REASON, _e.reason_class]
    statement = (
        select(*by, *why, func.count().label("leads"), count_if(IS_UNTOLD))
        .select_from(lead_episode)
        .outerjoin(reason_used, _IS_REASON)
        .where(is_here(scope, parts), IS_IN[State.GIVEN_BACK])
        .group_by(*by, *why)
    )
    found: defaultdict[str | None, list[Reason]] = defaultdict(list)
    for row in connection.execute(statement):
        *value, name, reason_class, leads, untold = row
        found[value[0] if value else None].append(Reason(name, reason_class, leads, untold or 0))
    for some in found.values():
        some.sort(key=lambda reason: (-reason.leads, reason.name is None, reason.name or ""))
    return found


def _accepted(connection: Connection, scope: Scope, parts: Parts) -> dict[str | None, Reading]:
    rows = ACCEPTANCE_RATE.rows if parts.tie is None else ACCEPTANCE_RATE.rows & parts.tie
    metric = replace(ACCEPTANCE_RATE, rows=rows)
    found = waits.by_cut(connection, metric, scope, parts.column)
    return {value: replace(one, metric=ACCEPTANCE_RATE) for value, one in found.items()}


def _whole(connection: Connection, scope: Scope) -> Outcome:
    counts = _numbers(connection.execute(_counts(scope)).one())
    span = Span(scope=scope, before=None, weeks=())
    every = waits.reader(connection, ACCEPTANCE_RATE, span)(scope.period)
    return _outcome(None, counts, _reasons(connection, scope)[None], every, None)


def _outcome(
    value: str | None,
    counts: _Counts,
    reasons: list[Reason],
    acceptance: Reading,
    quality: Shrunk | None,
) -> Outcome:
    return Outcome(
        value=value,
        leads=counts.leads,
        states=dict(zip(IS_IN, counts.states, strict=True)),
        untold=counts.untold,
        reasons=tuple(reasons),
        acceptance=acceptance,
        quality=quality,
        young=counts.young,
    )
