"""Agreement: what each side owes the other, in dated versions, and the words it is written in."""

from sqlalchemy import UniqueConstraint

from revdash.desk.tables.columns import (
    day,
    document,
    editable,
    flag,
    instant,
    key,
    maybe,
    number,
    prose,
    text,
    whole,
)

sla_policy_version = editable(
    "sla_policy_version",
    "One row is one version of the agreement; a clock uses the version in force at its start.",
    key("policy_id"),
    whole("version_no"),
    text("name"),
    flag("is_draft"),
    instant("valid_from"),
    document("target_hours"),  # {tier: business hours}
    number("default_hours"),
    document("scoped_targets"),  # [{what, source, region, segment, tier, hours}]
    document("qualifying_types"),
    number("late_log_grace_hours"),
    document("no_contact_reasons"),
    document("pause_reasons"),
    text("calendar_rule"),  # owner, or region of the account
    number("verdict_days"),
    document("cadence"),  # attempts within business days
    document("drop_thresholds"),  # {rule: {threshold: number}}
    document("obligations"),  # what marketing owes: counts and acceptance by scope
    document("definitions"),  # junk, SQL, the headline definition of sourced pipeline
    maybe("signed_by_marketing"),
    maybe("signed_by_sales"),
    instant("signed_by_marketing_at"),
    instant("signed_by_sales_at"),
    prose("note"),
    UniqueConstraint("version_no"),
)

health_version = editable(
    "health_version",
    "One row is one signed version of Alignment Health's weights, floors and targets.",
    key("health_version_id"),
    whole("version_no"),
    instant("valid_from"),
    document("components"),  # {component: {weight, floor, target}}
    maybe("signed_by_marketing"),
    maybe("signed_by_sales"),
    prose("note"),
    UniqueConstraint("version_no"),
)

reason_code = editable(
    "reason_code",
    "One row is one reason for a verdict in one version of the reason dictionary.",
    key("reason_id"),
    text("code"),
    text("label"),
    text("reason_class"),
    flag("is_hard"),
    flag("is_no_contact_required"),
    whole("dictionary_version"),
    day("valid_from"),
    day("valid_to"),
    maybe("maps_to"),
    UniqueConstraint("code", "dictionary_version"),
)

touch_rule = editable(
    "touch_rule",
    "One row says whether one kind of touch may explain a conversion, from one day to another.",
    key("touch_rule_id"),
    text("touch_type"),
    flag("is_eligible"),
    document("condition"),
    day("valid_from"),
    day("valid_to"),
)
