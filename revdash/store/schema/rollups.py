"""Rollups: the headline numbers by week, read once when a release is made, and what they were."""

from revdash.store.schema.columns import day, derived, instant, ledger, number, text, whole

week_point = derived(
    "week_point",
    "One row is one headline metric over one of the company's weeks, unfiltered, as it stands.",
    text("metric"),
    day("week_on"),  # the first day of the week
    number("value"),
    whole("sample"),
    number("hits"),
    whole("pending"),
)

week_seen = ledger(
    "week_seen",
    "One row says what a week of one headline metric was from one release on, until the next row.",
    text("metric"),
    day("week_on"),
    instant("seen_at"),
    number("value"),
)
