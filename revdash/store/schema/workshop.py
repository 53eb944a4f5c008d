"""Workshop: marketing's hours and material, and the steps of the sales cycle, as they stand."""

from revdash.store.schema.columns import day, derived, flag, instant, number, text, whole

_OF_DEAL = ("opportunity_id", "deal", "account_name")
_CUTS = ("source", "channel", "campaign_id", "campaign", "segment", "region")
_BY = ("owner_user_id", "owner", "team")

work_now = derived(
    "work_now",
    "One row is some hours of one marketer's day on one kind of work.",
    text("event_key"),
    day("worked_on"),
    number("hours"),
    text("work_kind"),
    text("scope"),  # one deal, segment, whole market, enablement for all
    text("asset"),
    text("cycle_step"),
    text("requested_by"),
    *map(text, _OF_DEAL),
    *map(text, ("segment", "region")),  # of the deal; the region of whoever worked
    *map(text, _BY),
)

asset_now = derived(
    "asset_now",
    "One row is one piece of content or sales tool, and how many deals used it when it was new.",
    text("asset_id"),
    text("title"),
    text("asset_kind"),
    text("message_phase"),
    text("scope"),
    flag("is_approved"),
    instant("created_at"),
    day("created_on"),
    day("reviewed_on"),
    instant("retired_at"),
    whole("deals_used"),  # within sixty days after it was made
    text("requested_by"),
    *map(text, _OF_DEAL),
    *map(text, ("segment", "region")),
    *map(text, _BY),  # who made it
)

step_cell = derived(
    "step_cell",
    "One row is one step of the sales cycle for one segment, for as long as it was agreed.",
    text("cell_id"),
    text("step"),
    whole("position"),
    text("acting_role"),
    text("segment"),
    day("since_on"),
    day("until_on"),
)

step_cover = derived(
    "step_cover",
    "One row is some days over which one approved, reviewed tool stood for one step and segment.",
    text("cover_id"),
    text("cell_id"),
    text("step"),
    whole("position"),
    text("segment"),
    text("asset_id"),
    text("tool"),
    day("reviewed_on"),
    day("since_on"),
    day("until_on"),  # or until the next review of any tool there: none of these rows overlap
    day("holds_until"),  # by itself
)

step_pass = derived(
    "step_pass",
    "One row is one deal that entered one step of the sales cycle.",
    text("pass_id"),
    *map(text, _OF_DEAL),
    text("step"),
    whole("position"),
    instant("entered_at"),
    day("entered_on"),
    instant("advanced_at"),  # when it first reached a later step, or was won
    flag("has_tool"),  # an approved tool stands for the step and the deal's segment
    instant("used_at"),  # when such a tool was first used there
    text("tool"),
    *map(text, _CUTS),
    text("tier"),
    text("kind"),
    *map(text, _BY),
)
