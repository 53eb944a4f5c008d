"""Work: what people log by hand, and the steps and messages both sides agreed."""

from sqlalchemy import UniqueConstraint

from revdash.desk.tables.columns import (
    day,
    document,
    editable,
    flag,
    key,
    maybe,
    number,
    prose,
    text,
    whole,
)

work_log_entry = editable(
    "work_log_entry",
    "One row is some hours of one marketer's day on one kind of work.",
    key("entry_id"),
    day("worked_on"),
    text("user_id"),
    number("hours"),
    text("kind"),
    text("scope"),  # market_wide, segment, sales_enablement_market_wide, single_deal
    maybe("opportunity_id"),
    maybe("asset_id"),
    maybe("cycle_step"),
    maybe("requested_by"),
    flag("is_one_off"),
    prose("words"),
)

absence_entry = editable(
    "absence_entry",
    "One row is one stretch of days a user said to be away, and who stands in.",
    key("absence_id"),
    text("user_id"),
    day("from_on"),
    day("until_on"),
    text("kind"),
    maybe("delegate_user_id"),
)

market_need_entry = editable(
    "market_need_entry",
    "One row is one need of the market that someone heard, with where it was heard.",
    key("need_id"),
    text("source"),
    maybe("account_id"),
    text("theme"),
    maybe("product_area"),
    prose("words"),
    day("heard_on"),
    maybe("heard_by"),
    document("evidence"),  # calls, losses, answers and refusals that say it
    maybe("decision"),  # do, later, no
    prose("decision_reason"),
    day("decided_on"),
    day("told_back_on"),
)

sales_cycle_step = editable(
    "sales_cycle_step",
    "One row is one step of the sales cycle in one version: who acts, and which stages it means.",
    key("step_id"),
    whole("version_no"),
    whole("position"),
    text("name"),
    text("acting_role"),
    document("stages"),
    day("valid_from"),
    UniqueConstraint("version_no", "position"),
)

step_tool = editable(
    "step_tool",
    "One row says that one asset supports one step of the sales cycle, for one segment or all.",
    key("step_tool_id"),
    text("step_id"),
    text("asset_id"),
    prose("words"),
    maybe("segment"),
    day("reviewed_on"),
    UniqueConstraint("step_id", "asset_id", "segment"),
)

asset_entry = editable(
    "asset_entry",
    "One row is one piece of content or tool that somebody wrote down by hand.",
    key("asset_id"),
    text("title"),
    text("asset_kind"),
    maybe("message_phase"),
    maybe("scope"),
    maybe("opportunity_id"),
    flag("is_approved"),
    day("made_on"),
)

message = editable(
    "message",
    "One row is one agreed message for one need and segment: pain, proof, call to action.",
    key("message_id"),
    text("name"),
    text("message_phase"),
    maybe("segment"),
    prose("need"),
    prose("pain"),
    prose("proof"),
    prose("call_to_action"),
    document("used_in"),
    maybe("agreed_by_marketing"),
    maybe("agreed_by_sales"),
)
