"""Marketing: campaigns, content, exposure by day, reach by window, brand, touches, work."""

from revdash.store.schema.columns import day, facts, flag, instant, number, text, whole

campaign = facts(
    "campaign",
    "One row is a version of one campaign.",
    text("campaign_id"),
    text("name"),
    text("campaign_type"),
    text("channel"),
    text("parent_campaign_id"),
    text("objective"),
    day("start_on"),
    day("end_on"),
    number("budget"),
    text("currency"),
    text("owner_user_id"),
    text("region"),
    text("segment"),
    day("list_expected_on"),
)

content_asset = facts(
    "content_asset",
    "One row is a version of one piece of content or sales tool.",
    text("asset_id"),
    text("title"),
    text("asset_kind"),
    text("message_phase"),
    text("scope"),
    text("opportunity_id"),
    text("cycle_steps"),
    text("created_by"),
    instant("created_at"),
    instant("reviewed_at"),
    flag("is_approved"),
    instant("retired_at"),
)

channel_day = facts(
    "channel_day",
    "One row is a version of what one campaign got on one channel in one region on one day.",
    text("campaign_id"),
    text("channel"),
    text("region"),
    day("day"),
    whole("impressions"),
    whole("viewable_impressions"),
    whole("engagements"),
    whole("clicks"),
    whole("video_views"),
    number("cost"),
    text("currency"),
    number("cost_base"),
    text("category"),
    text("source_tool"),
)

reach_window = facts(
    "reach_window",
    "One row is a version of how many people one channel reached in one window; never additive.",
    text("channel"),
    text("campaign_id"),
    text("region"),
    day("window_start"),
    day("window_end"),  # the first day after the window
    whole("people"),
    text("method"),
    text("dedup_scope"),  # channel, or all for a measured figure across channels
)

brand_signal = facts(
    "brand_signal",
    "One row is a version of one brand signal of one entity in one market on one day.",
    day("day"),
    text("market"),
    text("entity"),
    text("signal_kind"),
    number("value"),
    text("sentiment"),
    text("source_tool"),
    flag("is_own_account"),
)

touch = facts(
    "touch",
    "One row is one marketing interaction of one person, or of one account when anonymous.",
    text("person_id"),
    text("account_id"),
    text("touch_type"),
    text("direction"),
    text("campaign_id"),
    text("asset_id"),
    text("channel"),
    text("utm_source"),
    text("utm_medium"),
    text("utm_campaign"),
    text("utm_content"),
    text("utm_term"),
    flag("is_anonymous"),
    flag("is_bot"),
    flag("is_internal"),
    instant("event_at"),
    text("event_precision"),
)

marketing_work_log = facts(
    "marketing_work_log",
    "One row is one stretch of marketing work by one user on one day.",
    day("day"),
    text("user_id"),
    number("hours"),
    text("work_kind"),
    text("scope"),
    text("opportunity_id"),
    text("asset_id"),
    text("cycle_step"),
    text("requested_by"),
)
