"""Enablement: what marketing works on, and the tools of each step of the sales cycle (family K)."""

from collections.abc import Sequence

from revdash.metrics.ages import age_of, is_past, seconds_to
from revdash.metrics.shapes import DAY, Combination, Combined, Level, Mix, Rate, Reading, Unit, Wait
from revdash.store.schema.customers import cycle_step, step_tool, tool_usage
from revdash.store.schema.deals import opportunity_stage_event
from revdash.store.schema.marketing import content_asset, marketing_work_log
from revdash.store.schema.workshop import asset_now, step_cell, step_cover, step_pass, work_now
from revdash.terms import Direction, Side

_w, _a, _l, _v, _p = work_now.c, asset_now.c, step_cell.c, step_cover.c, step_pass.c
ONE_DEAL = "one deal"
SUPPORT_BAND = (0.15, 0.40)  # unless a goal says otherwise
MONTH, TWO_MONTHS = 30 * DAY, 60 * DAY

SALES_SUPPORT_SHARE = Mix(
    name="sales_support_share",
    label="Work for single deals",
    meaning=(
        "Of the hours that marketing logged in the period, the share that went into one deal at a "
        "time, beside those for a segment, for the whole market, for all of sales, and those of "
        "which nobody said for what."
    ),
    question="Are we helping one deal, or all deals?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.BAND,
    family="K",
    clock="The day of the work.",
    open_items="None: hours not logged yet are not there.",
    formula="hours for one deal / all hours logged; good within 15 to 40 % unless agreed otherwise",
    pitfalls="Hours tagged as something else, and hours never logged: see how many of a week are.",
    beside=("one_off_asset_share",),
    needs=(marketing_work_log,),
    table=work_now,
    rows=_w.hours.isnot(None),
    category=_w.scope,
    weight=_w.hours,
    focus=ONE_DEAL,
    dated_by=_w.worked_on,
)

_is_grown = _a.created_at.isnot(None) & (age_of(_a.created_at) >= TWO_MONTHS)

ONE_OFF_ASSET_SHARE = Rate(
    name="one_off_asset_share",
    label="One-off material",
    meaning=(
        "Of the material made in the period, the share that exactly one deal used within sixty "
        "days."
    ),
    question="Do we make single-use material?",
    unit=Unit.SHARE,
    side=Side.MARKETING,
    direction=Direction.DOWN,
    family="K",
    clock="The day it was made.",
    open_items="Material younger than sixty days is left out, and printed beside it.",
    formula="assets used in exactly one deal within 60 days / assets 60 days old",
    pitfalls="Uses that nobody logs make material look unused, which is another thing.",
    beside=("sales_support_share",),
    needs=(content_asset,),
    needs_some=((_a.deals_used > 0, "no use of material by a deal is known"),),
    table=asset_now,
    hits=_is_grown & (_a.deals_used == 1),
    tries=_is_grown,
    pending=_a.created_at.isnot(None) & (age_of(_a.created_at) < TWO_MONTHS),
    dated_by=_a.created_on,
    hit="one deal only",
    miss="more deals, or none",
    wait="too young yet",
)

_CELLS = Level(
    name="step_cells",
    label="Steps by segment",
    meaning="The agreed steps of the sales cycle, for each segment.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.NEUTRAL,
    family="K",
    clock="The steps in force when the period ended.",
    open_items="None.",
    formula="count of steps and segments",
    needs=(cycle_step,),
    table=step_cell,
    rows=_l.cell_id.isnot(None),
    since=_l.since_on,
    until=_l.until_on,
    hit="step",
)

_COVERED = Level(
    name="step_cells_covered",
    label="Steps with a tool",
    meaning="Those that have an approved tool, reviewed within half a year.",
    unit=Unit.COUNT,
    side=Side.SHARED,
    direction=Direction.UP,
    family="K",
    clock="The last day of the period.",
    open_items="None.",
    formula="count of steps and segments with a tool",
    needs=(cycle_step,),
    table=step_cover,
    rows=_v.cover_id.isnot(None),
    since=_v.since_on,
    until=_v.until_on,
    hit="covered",
)


def _covered(readings: Sequence[Reading], _targets: Sequence[float]) -> Combination:
    """How many of the cells have a tool."""
    covered, cells = (reading.value or 0.0 for reading in readings)
    if not cells:
        return Combination(None, missing="no steps of the sales cycle were agreed by then")
    return Combination(covered / cells)


STEP_COVERAGE = Combined(
    name="step_coverage",
    label="Steps with a tool",
    meaning=(
        "Of the steps of the sales cycle, each for each segment, the share that has an approved "
        "tool which was reviewed within the last 180 days. A tool counts for two steps at most."
    ),
    question="Does each step have a tool that works for all deals?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="K",
    clock="The last day of the period.",
    open_items="None.",
    formula="(step, segment) with an approved tool reviewed in 180 days / all (step, segment)",
    pitfalls="A tool that nobody uses covers a step too: read it with tools used.",
    beside=("tool_usage",),
    needs=(cycle_step,),
    parts=(_COVERED, _CELLS),
    combine=_covered,
)

_age = age_of(_p.entered_at)
_has_tool = _p.has_tool.is_(True)

TOOL_USAGE = Rate(
    name="tool_usage",
    label="Tools used where they belong",
    meaning=(
        "Of the deals that entered a step with a tool in the period, at least thirty days ago, "
        "the share in which its tool was used."
    ),
    question="Do sellers use the tools?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="K",
    clock="The day the deal entered the step.",
    open_items="Deals in the step for less than thirty days are left out, and printed beside it.",
    formula="deals whose step's tool was used / deals that entered a step with a tool, 30 days old",
    pitfalls="What the CRM sees counts for more than what is written down by hand.",
    beside=("step_coverage", "step_advance"),
    needs=(cycle_step, step_tool, opportunity_stage_event, tool_usage),
    needs_some=((_has_tool, "no step that deals passed has a tool"),),
    table=step_pass,
    hits=_has_tool & (_age >= MONTH) & is_past(_p.used_at),
    tries=_has_tool & (_age >= MONTH),
    pending=_has_tool & (_age < MONTH),
    dated_by=_p.entered_on,
    hit="used",
    miss="not used",
    wait="too young yet",
)

_is_advanced = is_past(_p.advanced_at)

STEP_ADVANCE = Wait(
    name="step_advance",
    label="Buyers moved forward",
    meaning=(
        "Of the deals that entered a step of the sales cycle in the period, the share that "
        "reached a later one, or was won, within thirty days."
    ),
    question="Do we move all buyers forward?",
    unit=Unit.SHARE,
    side=Side.SHARED,
    direction=Direction.UP,
    family="K",
    clock="The day the deal entered the step.",
    open_items="Deals lost stay in; those in the step for less count for the days they have had.",
    formula="1 − S(30 days) of entering a step to any later step, all others at risk to the end",
    pitfalls="With and without a tool is an association: good deals get more of everything.",
    beside=("tool_usage",),
    needs=(cycle_step, opportunity_stage_event),
    table=step_pass,
    rows=_p.entered_at.isnot(None),
    served=_is_advanced,
    pending=~_is_advanced & (_age < MONTH),
    seconds=seconds_to(_p.entered_at, _p.advanced_at, _is_advanced),
    age=_age,
    dated_by=_p.entered_on,
    within=MONTH,
    is_worktime=False,
    hit="further",
    wait="open",
    miss="not within thirty days",
)

METRICS = (
    SALES_SUPPORT_SHARE,
    ONE_OFF_ASSET_SHARE,
    STEP_COVERAGE,
    TOOL_USAGE,
    STEP_ADVANCE,
)
