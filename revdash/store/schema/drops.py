"""Drops: each time a handoff was late in a way that somebody should have seen to, as rules say."""

from revdash.store.schema.columns import day, derived, flag, instant, number, text, whole

_RULE = (
    *("rule", "severity", "side", "subject", "person_id", "episode_id", "opportunity_id"),
    *("account_id", "account_name"),
)
_CUTS = (
    *("source", "channel", "campaign_id", "campaign", "segment", "region", "country"),
    *("tier", "kind", "owner_user_id", "owner", "team"),
)

handoff_drop = derived(
    "handoff_drop",
    "One row is one firing of one rule on one subject: late from an instant on, until resolved.",
    text("instance_key"),  # rule, subject and instant: what people's actions name it by
    *map(text, _RULE),
    number("weight"),
    whole("precedence"),  # of the rules that fire on one subject the first is the one shown
    instant("from_at"),  # the clock's start
    instant("opens_at"),  # late from the next instant on; may lie ahead
    day("opened_on"),
    instant("resolved_at"),
    day("resolved_on"),
    text("resolved_by"),
    text("calendar_id"),
    number("resolution_seconds"),  # open time from late to resolved
    number("resolution_offset_seconds"),  # unresolved: add the calendar's open seconds until now
    *map(text, _CUTS),
    number("amount_base"),
)

drop_shown = derived(
    "drop_shown",
    "One row is one stretch in which one firing was the first of its subject: the one shown.",
    text("instance_key"),
    *map(text, _RULE),
    number("weight"),
    instant("opens_at"),
    text("calendar_id"),
    instant("from_at"),
    instant("until_at"),
    day("from_on"),
    day("until_on"),
    *map(text, _CUTS),
    number("amount_base"),
)

drop_now = derived(
    "drop_now",
    "One row is one firing that is late as of the release's data and goes on, or is still ahead.",
    text("instance_key"),
    *map(text, _RULE),
    number("weight"),
    whole("precedence"),
    instant("from_at"),
    instant("opens_at"),
    text("calendar_id"),
    *map(text, _CUTS),
    number("amount_base"),
    flag("is_shown"),  # it is the first of its subject now
    flag("is_lead"),  # its subject is one lead: no other row that is shown is of the same
    flag("has_others"),  # of a lead: what is not is shown too of its episode, or of its deal
)

drop_rule_told = derived(
    "drop_rule_told",
    "One row is one rule whose facts are told at all, with a source that tells them where asked.",
    text("rule"),
    text("source_system"),
)
