"""Rollups: the headline numbers by week or month, read once a release, and what they were."""

from revdash.store.schema.columns import day, derived, instant, ledger, number, text, whole

series_point = derived(
    "series_point",
    "One row is one headline metric over one week, of money one month, unfiltered, as it stands.",
    text("metric"),
    day("starts_on"),
    day("ends_on"),  # the first day after it
    number("open_days"),  # business days, each calendar counting for the leads on it
    number("value"),
    whole("sample"),
    number("hits"),
    whole("pending"),
    whole("ready"),  # cases that had the time to convert
)

series_seen = ledger(
    "series_seen",
    "One row says what one headline metric was over one week from one release on, until the next.",
    text("metric"),
    day("starts_on"),
    instant("seen_at"),
    number("value"),
)
