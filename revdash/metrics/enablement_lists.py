"""Enablement lists: what hours went into, who asked, which steps lack tools, what these do."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select

from revdash.metrics.ages import age_of
from revdash.metrics.enablement import ONE_DEAL, STEP_ADVANCE, TWO_MONTHS
from revdash.metrics.read import read
from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import Reading, Wait
from revdash.period import Period
from revdash.store.dialects.functions import count_if, month_start
from revdash.store.schema.deals import opportunity_stage_event
from revdash.store.schema.episodes import deal
from revdash.store.schema.followers import account_now
from revdash.store.schema.people import app_user
from revdash.store.schema.workshop import asset_now, step_cell, step_cover, step_pass, work_now
from revdash.store.versions import in_force

_w, _a, _l, _v, _p = work_now.c, asset_now.c, step_cell.c, step_cover.c, step_pass.c


class Asker(NamedTuple):
    """Who asked for work for single deals: how many hours, for how many deals."""

    name: str
    hours: float
    deals: int


@dataclass(frozen=True, kw_only=True)
class OneOff:
    """A piece of material that exactly one deal used while it was new."""

    title: str
    deal: str
    account: str
    asked_by: str
    made_by: str
    made_on: date
    is_young: bool  # another deal may still use it


class Cell(NamedTuple):
    """One step for one segment, and the tools that stand for it."""

    step: str
    role: str
    segment: str
    tools: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ToolUse:
    """One step's tool: how many deals passed the step, and in how many it was used."""

    step: str
    tool: str
    passed: int
    used: int
    with_it: Reading  # how many went further within thirty days
    without_it: Reading


def hours_by_month(connection: Connection, period: Period) -> dict[date, dict[str, float]]:
    """Add up the hours of each month by what they were for."""
    month = month_start(_w.worked_on)
    statement = (
        select(month, _w.scope, func.sum(_w.hours))
        .where(within(_w.worked_on, period))
        .group_by(month, _w.scope)
    )
    found: defaultdict[date, dict[str, float]] = defaultdict(dict)
    for first_on, scope, hours in connection.execute(statement):
        found[first_on][scope] = hours
    return dict(found)


def askers(connection: Connection, period: Period) -> tuple[Asker, ...]:
    """List who asked for hours for single deals, the one with most first."""
    hours = func.sum(_w.hours)
    statement = (
        select(_w.requested_by, hours, func.count(func.distinct(_w.opportunity_id)))
        .where(within(_w.worked_on, period), _w.scope == ONE_DEAL)
        .group_by(_w.requested_by)
        .order_by(hours.desc(), _w.requested_by)
    )
    return tuple(
        Asker(who or "(nobody named)", n, d) for who, n, d in connection.execute(statement)
    )


def one_offs(connection: Connection, as_of: datetime, limit: int) -> tuple[tuple[OneOff, ...], int]:
    """List the material that exactly one deal used, the newest first; and how much there is."""
    is_one_off = (_a.deals_used == 1) & (_a.created_at <= as_of)
    is_young = (age_of(_a.created_at) < TWO_MONTHS).label("is_young")
    statement = (
        select(asset_now, is_young)
        .where(is_one_off)
        .order_by(_a.created_at.desc(), _a.asset_id)
        .limit(limit)
    )
    counting = select(func.count()).select_from(asset_now).where(is_one_off)
    rows = connection.execute(statement, {"as_of": as_of})
    return tuple(
        OneOff(
            title=row.title or row.asset_id,
            deal=row.deal or "",
            account=row.account_name or "",
            asked_by=row.requested_by or "",
            made_by=row.owner or "",
            made_on=row.created_on,
            is_young=bool(row.is_young),
        )
        for row in rows
    ), connection.execute(counting).scalar_one()


def matrix(connection: Connection, day: date) -> tuple[Cell, ...]:
    """List every step for every segment in force on a day, with its tools, in the steps' order."""
    cells = (
        select(_l.cell_id, _l.step, _l.acting_role, _l.segment)
        .where(_l.since_on <= day, or_(_l.until_on.is_(None), _l.until_on > day))
        .order_by(_l.position, _l.segment)
    )
    covers = (
        select(_v.cell_id, _v.tool)
        .where(_v.since_on <= day, _v.holds_until > day)
        .distinct()
        .order_by(_v.cell_id, _v.tool)
    )
    tools: defaultdict[str, list[str]] = defaultdict(list)
    for cell_id, tool in connection.execute(covers):
        tools[cell_id].append(tool)
    return tuple(
        Cell(step, role or "", segment, tuple(tools[cell_id]))
        for cell_id, step, role, segment in connection.execute(cells)
    )


def tool_uses(connection: Connection, scope: Scope) -> tuple[ToolUse, ...]:
    """Tell of each step with a tool how often it was used, and what went with that."""
    statement = (
        select(
            _p.position,
            _p.step,
            func.count(),
            count_if(_p.used_at.isnot(None)),
        )
        .where(within(_p.entered_on, scope.period), scope.where(step_pass), _p.has_tool.is_(True))
        .group_by(_p.position, _p.step)
        .order_by(_p.position, _p.step)
    )
    tools = defaultdict(list)
    named = select(_v.step, _v.tool).distinct().order_by(_v.step, _v.tool)
    for step, tool in connection.execute(named):
        tools[step].append(tool)
    return tuple(
        ToolUse(
            step=step,
            tool=", ".join(tools[step]),
            passed=passed,
            used=used,
            with_it=read(connection, _with_tool(step, is_used=True), scope),
            without_it=read(connection, _with_tool(step, is_used=False), scope),
        )
        for _, step, passed, used in connection.execute(statement).all()
    )


def _with_tool(step: str, *, is_used: bool) -> Wait:
    """The deals of one step in which its tool was used before they went further, or was not."""
    used = _p.used_at.isnot(None) & (_p.advanced_at.is_(None) | (_p.used_at <= _p.advanced_at))
    chosen = used if is_used else ~used
    return replace(STEP_ADVANCE, rows=STEP_ADVANCE.rows & (_p.step == step) & chosen)


def people(connection: Connection) -> tuple[tuple[str, str], ...]:
    """List who may have worked, or asked for it, by name: id and name."""
    u = app_user.c
    name = func.max(func.coalesce(u.name, u.user_id)).label("name")
    statement = (
        select(u.user_id, name)
        .where(in_force(app_user), func.coalesce(u.kind, "human") == "human")
        .group_by(u.user_id)
        .order_by("name", u.user_id)
    )
    return tuple((key, word) for key, word in connection.execute(statement))


def deals(connection: Connection, since: date) -> tuple[tuple[str, str], ...]:
    """List the deals that are open, or were after a day, by name: id and name."""
    d = deal.c
    statement = (
        select(d.opportunity_id, func.coalesce(d.name, d.opportunity_id).label("name"))
        .where(or_(d.closed_on.is_(None), d.closed_on >= since))
        .order_by("name", d.opportunity_id)
    )
    return tuple((key, word) for key, word in connection.execute(statement))


def material(connection: Connection) -> tuple[tuple[str, str], ...]:
    """List the material in use by title: id and title."""
    title = func.coalesce(_a.title, _a.asset_id).label("title")
    statement = (
        select(_a.asset_id, title).where(_a.retired_at.is_(None)).order_by("title", _a.asset_id)
    )
    return tuple((key, word) for key, word in connection.execute(statement))


def segments(connection: Connection) -> tuple[str, ...]:
    """List the segments that companies are of."""
    s = account_now.c.segment
    statement = select(s).where(s.isnot(None)).distinct().order_by(s)
    return tuple(connection.execute(statement).scalars())


def stages(connection: Connection) -> tuple[str, ...]:
    """List the stages that deals were in, in the order in which they usually are."""
    v = opportunity_stage_event.c
    statement = (
        select(v.stage)
        .where(in_force(opportunity_stage_event), v.stage.isnot(None))
        .group_by(v.stage)
        .order_by(func.avg(v.probability), v.stage)
    )
    return tuple(connection.execute(statement).scalars())
