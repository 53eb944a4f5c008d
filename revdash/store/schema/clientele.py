"""Clientele: customers as they stand, what they pay, what they say, what the market needs."""

from revdash.store.schema.columns import day, derived, flag, instant, number, text, whole

# Of the deal that won them, as every other number cuts it; else of the company itself.
_CUTS = ("source", "channel", "campaign_id", "campaign", "segment", "region", "country")
_OF = ("account_id", "account_name")
_BY = ("sourced_by", "owner", "team")  # who sourced and who won them

customer_now = derived(
    "customer_now",
    "One row is one company that became a customer, with what won it and whether it left.",
    *map(text, _OF),
    day("started_on"),
    instant("started_at"),  # midnight of that day
    day("churned_on"),
    instant("churned_at"),
    text("opportunity_id"),
    text("deal"),
    *map(text, _BY),
    *map(text, _CUTS),
)

revenue_stay = derived(
    "revenue_stay",
    "One row is some days over which what a customer pays, and paid a year before, stay the same.",
    text("stay_id"),
    *map(text, _OF),
    day("since_on"),
    day("until_on"),
    number("arr_before"),  # 365 days before each of these days
    number("arr_now"),
    *map(text, _BY),
    *map(text, _CUTS),
)

nps_now = derived(
    "nps_now",
    "One row is one customer's answer to one NPS wave, and where that customer came from.",
    text("event_key"),
    *map(text, _OF),
    text("wave"),
    whole("score"),
    text("theme"),
    text("respondent_role"),
    day("answered_on"),
    *map(text, _BY),
    *map(text, _CUTS),
)

need_now = derived(
    "need_now",
    "One row is one need of the market that somebody heard, and what product decided.",
    text("event_key"),
    *map(text, _OF),
    text("source_kind"),
    text("theme"),
    text("need"),
    text("product_area"),
    text("captured_by"),
    instant("captured_at"),
    day("captured_on"),
    instant("due_at"),  # thirty days after it was heard
    day("due_on"),
    text("decision"),
    text("decision_reason"),
    instant("decided_at"),
    day("decided_on"),
    flag("is_decided_in_time"),  # do, later, or no with a reason, by then
    *map(text, _CUTS),
)
