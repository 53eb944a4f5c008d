"""Customers: subscriptions, what they say, what the market needs, tools sellers use."""

from revdash.store.schema.columns import day, facts, instant, number, text, whole

customer = facts(
    "customer",
    "One row is a version of one account that became a customer.",
    text("account_id"),
    text("opportunity_id"),
    day("started_on"),
    text("acquired_source"),
    text("cs_owner_user_id"),
    instant("kickoff_at"),
)

subscription_event = facts(
    "subscription_event",
    "One row is one change of one customer's yearly revenue.",
    text("account_id"),
    text("event_kind"),  # new, expansion, contraction, churn, renewal
    number("arr_delta"),
    text("currency"),
    instant("event_at"),
    text("event_precision"),
)

nps_response = facts(
    "nps_response",
    "One row is one answer to one NPS wave.",
    text("account_id"),
    text("wave"),
    whole("score"),
    text("theme"),
    text("respondent_role"),
    instant("event_at"),
)

market_feedback = facts(
    "market_feedback",
    "One row is a version of one need the market voiced, with product's answer.",
    text("source_kind"),
    text("account_id"),
    text("theme"),
    text("need"),
    text("product_area"),
    text("captured_by"),
    instant("captured_at"),
    text("decision"),
    instant("decided_at"),
    text("decision_reason"),
)

tool_usage = facts(
    "tool_usage",
    "One row is one use of one content asset at one step of one deal.",
    text("asset_id"),
    text("cycle_step"),
    text("opportunity_id"),
    text("user_id"),
    instant("event_at"),
    text("evidence"),
)

cycle_step = facts(
    "cycle_step",
    "One row is one stage of deals that one step of the sales cycle means, in one version.",
    text("step_id"),
    whole("version_no"),
    whole("position"),
    text("name"),
    text("acting_role"),
    text("stage"),
    day("valid_from"),
)

step_tool = facts(
    "step_tool",
    "One row says that one asset supports one step of the sales cycle, for one segment or all.",
    text("step_id"),
    text("asset_id"),
    text("segment"),
    day("reviewed_on"),
)
