"""Goals: what is aimed at, the plans behind it, and what each metric meant when."""

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

goal = editable(
    "goal",
    "One row is one target for one metric and scope, from one day until the next change of it.",
    key("goal_id"),
    text("metric"),
    maybe("side"),
    maybe("team"),
    maybe("owner_user_id"),
    document("scope"),  # {segment, region, tier, ...}
    text("cadence"),  # week, month, quarter, year
    text("kind"),  # at_least, at_most, reach, band
    text("orientation"),  # customer, sales, brand, internal
    number("target"),
    number("target_high"),
    day("valid_from"),
    day("valid_to"),
    maybe("replaces"),
    maybe("approved_by_marketing"),
    maybe("approved_by_sales"),
)

saved_plan = editable(
    "saved_plan",
    "One row is one saved bottom-up plan: its inputs, as they were entered.",
    key("plan_id"),
    text("name"),
    document("inputs"),
    day("starts_on"),
    day("ends_on"),
    flag("is_agreed"),
    prose("note"),
)

metric_definition = editable(
    "metric_definition",
    "One row is one version of one metric's definition, from the day it came into force.",
    key("definition_id"),
    text("metric"),
    whole("version_no"),
    text("meaning"),
    text("formula"),
    text("sql_hash"),
    day("valid_from"),
    prose("change_note"),
    maybe("approved_by_marketing"),
    maybe("approved_by_sales"),
    UniqueConstraint("metric", "version_no"),
)

annotation = editable(
    "annotation",
    "One row is one remark on some days that charts show: a holiday, a change, an incident.",
    key("annotation_id"),
    text("kind"),
    day("from_on"),
    day("until_on"),
    document("scope"),
    prose("words"),
    flag("is_rebase"),
)
