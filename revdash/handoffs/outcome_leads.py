"""Outcome leads: the leads behind one count of the outcomes, with the reason and the note."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select
from sqlalchemy import true as always

from revdash.handoffs.outcomes import IS_IN, REASON, State, is_here, parts_by
from revdash.metrics.behind.columns import name_of
from revdash.metrics.scope import BLANK, Scope
from revdash.store.schema.agreement import reason_used
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import verdict_now

_e, _v, _r = lead_episode.c, verdict_now.c, reason_used.c
UNNAMED = "(no reason)"


@dataclass(frozen=True, kw_only=True)
class Pick:
    """Which leads: of one part of a cut, in one state, given back for one reason; or all."""

    by: str
    value: str = ""  # as a filter takes it
    state: str = ""  # any, unless it is one there is
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Lead:
    """One lead handed over: where it is now and, given back, why and what was noted."""

    episode_id: str
    person_id: str
    name: str | None
    account: str | None
    handed_over_on: date
    tier: str | None
    campaign: str | None
    state: State
    reason: str | None
    reason_class: str | None
    is_untold: bool  # given back without a fact
    note: str | None
    team: str | None


def leads(
    connection: Connection, scope: Scope, pick: Pick, limit: int | None
) -> tuple[tuple[Lead, ...], dict[State, int]]:
    """List the leads of *pick*, the newest first; and how many of its part are in each state."""
    here = _is_of(scope, pick)
    counting = (
        select(_STATE.label("state"), func.count())
        .select_from(lead_episode)
        .outerjoin(reason_used, _r.reason_code == _e.reason_code)
        .where(here)
        .group_by("state")
    )
    counts = {State(state): number for state, number in connection.execute(counting)}
    state = next((one for one in State if one.value == pick.state), None)
    asked = here if state is None else here & IS_IN[state]
    rows = connection.execute(_listed(asked).limit(limit) if limit else _listed(asked))
    return tuple(_lead(row) for row in rows), counts


_STATE = case(*((condition, state.value) for state, condition in IS_IN.items()))


def _is_of(scope: Scope, pick: Pick) -> ColumnElement[bool]:
    """The condition of the part and the reason of *pick*, whatever the state."""
    found: ColumnElement[bool] = always()
    parts = parts_by(scope, pick.by) if pick.value else None
    if parts is not None:
        found = parts.column.is_(None) if pick.value == BLANK else parts.column == pick.value
    if pick.reason:
        why = REASON
        told = why.is_(None) if pick.reason == UNNAMED else why == pick.reason
        found = and_(found, told, IS_IN[State.GIVEN_BACK])
    return and_(is_here(scope, parts), found)


def _listed(where: ColumnElement[bool]) -> Select[Any]:
    notes = _notes(where)
    return (
        select(
            *(_e[name] for name in ("episode_id", "person_id", "mql_on", "tier", "campaign")),
            *(_e[name] for name in ("account_name", "reason_class", "team", "is_reason_valid")),
            name_of(lead_episode).label("name"),
            _STATE.label("state"),
            REASON.label("reason"),
            notes.c.note,
        )
        .select_from(lead_episode)
        .outerjoin(reason_used, _r.reason_code == _e.reason_code)
        .outerjoin(notes, and_(notes.c.episode_id == _e.episode_id, notes.c.place == 1))
        .where(where)
        .order_by(_e.mql_at.desc(), _e.episode_id)
    )


def _notes(where: ColumnElement[bool]) -> Any:
    """What was noted when each was given back, the last time first."""
    newest = (_v.decided_at.desc(), _v.verdict_id)
    place = func.row_number().over(partition_by=_v.episode_id, order_by=newest)
    return (
        select(_v.episode_id, _v.note, place.label("place"))
        .join(lead_episode, _e.episode_id == _v.episode_id)
        .outerjoin(reason_used, _r.reason_code == _e.reason_code)
        .where(where)
        .subquery("notes")
    )


def _lead(row: Any) -> Lead:
    state = State(row.state)
    is_back = state is State.GIVEN_BACK
    return Lead(
        episode_id=row.episode_id,
        person_id=row.person_id,
        name=row.name,
        account=row.account_name,
        handed_over_on=row.mql_on,
        tier=row.tier,
        campaign=row.campaign,
        state=state,
        reason=row.reason if is_back else None,
        reason_class=row.reason_class if is_back else None,
        is_untold=is_back and not row.is_reason_valid,
        note=row.note if is_back else None,
        team=row.team,
    )
