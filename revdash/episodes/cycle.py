"""Cycle: the agreed steps of the sales cycle, the tools of each, and the deals that passed them."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from revdash.episodes.deal_motion import days_after
from revdash.episodes.rules import Rules
from revdash.episodes.traits import day_at, day_in
from revdash.store.dialects.functions import least
from revdash.store.schema.customers import cycle_step, step_tool, tool_usage
from revdash.store.schema.deals import opportunity_stage_event
from revdash.store.schema.episodes import deal
from revdash.store.schema.followers import account_now
from revdash.store.schema.workshop import asset_now, step_cell
from revdash.store.versions import in_force
from revdash.terms import Outcome

REVIEWED_DAYS = 180  # for which a review of a tool holds
MOST_STEPS = 2  # of one tool: one PDF attached to every step covers none
ALL = "all"
_ALWAYS, _NEVER = literal(date(1900, 1, 1), Date), literal(date(9999, 12, 31), Date)
_PAST_ALL: ColumnElement[Any] = literal_column("9999")  # the position of a deal that was won
_st, _to, _us, _d = cycle_step.c, step_tool.c, tool_usage.c, deal.c
_v, _as, _cell = opportunity_stage_event.c, asset_now.c, step_cell.c
_OF_DEAL = (
    *("source", "channel", "campaign_id", "campaign", "segment", "region", "tier", "kind"),
    *("owner_user_id", "owner", "team"),
)


def cells(rules: Rules) -> Select[Any]:
    """Every step for every segment that companies are of."""
    _ = rules
    known = select(account_now.c.segment).where(account_now.c.segment.isnot(None)).distinct()
    steps, segments = _steps(), known.subquery("segments")
    s, segment = steps.c, func.coalesce(segments.c.segment, ALL)
    return (
        select(
            func.concat(s.step_id, "#", segment).label("cell_id"),
            s.name.label("step"),
            s.position,
            s.acting_role,
            segment.label("segment"),
            s.agreed_on.label("since_on"),
            s.until_on,
        )
        .outerjoin_from(steps, segments, true())
        .order_by(s.version_no, s.position, segment)
    )


def covers(rules: Rules) -> Select[Any]:
    """Each stretch of days over which one reviewed tool stood for one cell; none overlap."""
    reviews = _reviews(rules)
    r = reviews.c
    following = func.min(case((r.is_needed, r.since_on)), type_=r.since_on.type).over(
        **_by_review(r), rows=(1, None)
    )
    until = case((r.is_needed, least(r.holds_until, func.coalesce(following, _NEVER))))
    place = func.row_number().over(**_by_review(r))
    told = ("cell_id", "step", "position", "segment", "asset_id", "tool", "reviewed_on", "since_on")
    return select(
        func.concat(r.cell_id, "#", cast(place, Text)).label("cover_id"),
        *(r[name] for name in told),
        func.coalesce(until, r.since_on).label("until_on"),
        r.holds_until,
    ).order_by(r.cell_id, r.reviewed_on, r.asset_id)


def _reviews(rules: Rules) -> Subquery:
    """Each review of a tool of a cell: how long it holds, and whether that is beyond those before.

    Who was reviewed later may be retired sooner: then the one before stands on.
    """
    tools = _tools(or_(_to.superseded_at.is_(None), true()))
    t = tools.c
    over_on = days_after(t.reviewed_on, literal_column(str(REVIEWED_DAYS)))
    retired_on = day_at(rules, t.retired_at)
    is_tool_of = and_(
        _cell.cell_id == func.concat(t.step_id, "#", _cell.segment),
        _is_for(t.segment, _cell.segment),
    )
    held = (
        select(
            *(_cell[name] for name in ("cell_id", "step", "position", "segment")),
            *(t[name] for name in ("asset_id", "tool", "reviewed_on")),
            case((t.reviewed_on > _cell.since_on, t.reviewed_on), else_=_cell.since_on).label(
                "since_on"
            ),
            least(
                over_on, *(func.coalesce(day, _NEVER) for day in (_cell.until_on, retired_on))
            ).label("holds_until"),
        )
        .join_from(step_cell, tools, is_tool_of)
        .where(t.reviewed_on.isnot(None))
        .subquery("held")
    )
    h = held.c
    before = func.max(h.holds_until, type_=h.holds_until.type).over(
        **_by_review(h), rows=(None, -1)
    )
    is_needed = func.coalesce(before < h.holds_until, true())
    return select(held, is_needed.label("is_needed")).subquery("reviews")


def _by_review(row: Any) -> dict[str, Any]:
    """The reviews of each cell, in their order."""
    return {"partition_by": row.cell_id, "order_by": (row.reviewed_on, row.asset_id)}


def passes(rules: Rules) -> Select[Any]:
    """Each deal that entered a step: when it got further, and whether the step's tool was used."""
    moves = _moves(rules)
    entered = _entered(moves)
    e = entered.c
    further, tooled = _further(entered, moves), _tooled(entered)
    f, t = further.c, tooled.c
    return (
        select(
            e.pass_id,
            e.opportunity_id,
            _d.name.label("deal"),
            _d.account_name,
            e.step,
            e.position,
            e.entered_at,
            day_at(rules, e.entered_at).label("entered_on"),
            f.advanced_at,
            t.tool.isnot(None).label("has_tool"),
            t.used_at,
            t.tool,
            *(_d[name] for name in _OF_DEAL),
        )
        .select_from(entered)
        .join(deal, _d.opportunity_id == e.opportunity_id)
        .outerjoin(further, f.pass_id == e.pass_id)
        .outerjoin(tooled, t.pass_id == e.pass_id)
        .order_by(e.entered_at, e.opportunity_id, e.position)
    )


def _steps() -> Subquery:
    """The steps of every version, and until when it was in force."""
    versions = (
        select(_st.version_no, func.min(_st.valid_from).label("agreed_on"))
        .where(in_force(cycle_step))
        .group_by(_st.version_no)
        .subquery("versions")
    )
    v = versions.c
    following = func.lead(v.agreed_on, type_=v.agreed_on.type).over(order_by=v.version_no)
    rank = func.row_number().over(order_by=v.version_no)
    spans = select(versions, following.label("until_on"), rank.label("rank")).subquery("spans")
    n = spans.c
    names = ("name", "acting_role")
    return (
        select(
            _st.step_id,
            _st.version_no,
            _st.position,
            *(func.max(_st[name]).label(name) for name in names),
            n.agreed_on,
            n.until_on,
            case((n.rank == 1, _ALWAYS), else_=n.agreed_on).label("placed_from"),
        )
        .join(spans, n.version_no == _st.version_no)
        .where(in_force(cycle_step))
        .group_by(*(_st[name] for name in ("step_id", "version_no", "position")))
        .group_by(n.agreed_on, n.until_on, n.rank)
        .subquery("steps")
    )


def _tools(which: ColumnElement[bool]) -> Subquery:
    """The approved tools of the steps, of each no more than its first steps."""
    steps = _steps()
    s = steps.c
    rank = func.dense_rank().over(partition_by=(_to.asset_id, s.version_no), order_by=s.position)
    ranked = (
        select(
            _to.step_id,
            _to.segment,
            _to.asset_id,
            func.coalesce(_as.title, _to.asset_id).label("tool"),
            _to.reviewed_on,
            _as.retired_at,
            rank.label("rank"),
        )
        .join(steps, s.step_id == _to.step_id)
        .join(asset_now, and_(_as.asset_id == _to.asset_id, _as.is_approved.is_(True)))
        .where(_to.retracted.isnot(True), which)
        .subquery("ranked_tools")
    )
    return select(ranked).where(ranked.c.rank <= MOST_STEPS).subquery("tools")


def _is_for(of_tool: ColumnElement[str], segment: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(of_tool.is_(None), of_tool == ALL, of_tool == segment)


def _moves(rules: Rules) -> Subquery:
    """Whenever a deal came to a step of the version then in force, be it again."""
    steps = _steps()
    s, day = steps.c, day_in(rules, opportunity_stage_event)
    means = func.lower(func.trim(_v.stage)) == func.lower(func.trim(_st.stage))
    is_then = and_(day >= s.placed_from, day < func.coalesce(s.until_on, _NEVER))
    return (
        select(_v.opportunity_id, s.step_id, s.name.label("step"), s.position, _v.event_at)
        .select_from(opportunity_stage_event)
        .join(cycle_step, and_(means, in_force(cycle_step)))
        .join(steps, and_(s.step_id == _st.step_id, is_then))
        .where(in_force(opportunity_stage_event), _v.event_at.isnot(None))
        .subquery("moves")
    )


def _entered(moves: Subquery) -> Subquery:
    """When each deal first entered each step."""
    m = moves.c
    names = ("opportunity_id", "step_id", "step", "position")
    return (
        select(
            func.concat(m.opportunity_id, "#", m.step_id).label("pass_id"),
            *(m[name] for name in names),
            func.min(m.event_at).label("entered_at"),
        )
        .group_by(*(m[name] for name in names))
        .subquery("entered")
    )


def _further(entered: Subquery, moves: Subquery) -> Subquery:
    """When each of those deals next came to a later step, or was won."""
    e = entered.c
    won = select(_v.opportunity_id, _PAST_ALL.label("position"), _v.event_at)
    won = won.where(in_force(opportunity_stage_event), _v.outcome == Outcome.WON.value)
    again = moves.alias("again").c
    steps = select(again.opportunity_id, again.position, again.event_at)
    every = union_all(steps, won).subquery("every")
    m = every.c
    is_further = and_(
        m.opportunity_id == e.opportunity_id,
        m.position > e.position,
        m.event_at >= e.entered_at,
    )
    return (
        select(e.pass_id, func.min(m.event_at).label("advanced_at"))
        .join_from(entered, every, is_further)
        .group_by(e.pass_id)
        .subquery("further")
    )


def _tooled(entered: Subquery) -> Subquery:
    """The tools that stand for each pass, and when one of them was first used there."""
    e, tools = entered.c, _tools(_to.superseded_at.is_(None))
    t, step = tools.c, func.lower(func.trim(_us.cycle_step))
    used = and_(
        _us.opportunity_id == e.opportunity_id,
        _us.asset_id == t.asset_id,
        or_(step == func.lower(e.step), _us.cycle_step == e.step_id),
        in_force(tool_usage),
    )
    return (
        select(
            e.pass_id,
            func.max(t.tool).label("tool"),
            func.min(_us.event_at).label("used_at"),
        )
        .select_from(entered)
        .join(deal, _d.opportunity_id == e.opportunity_id)
        .join(tools, and_(t.step_id == e.step_id, _is_for(t.segment, _d.segment)))
        .outerjoin(tool_usage, used)
        .group_by(e.pass_id)
        .subquery("tooled")
    )
