"""Agreement: the desk's calendars, reasons and follow-up rules as this release judged by them."""

from revdash.store.schema.columns import day, derived, flag, instant, number, text, whole

worktime_day = derived(
    "worktime_day",
    "One row is one UTC day of one calendar: when it was open, and how long it had been before.",
    text("calendar_id"),
    day("day"),
    whole("seconds_before"),
    *(whole(f"{edge}_{n}") for n in range(1, 5) for edge in ("open", "close")),
)

worktime_opening = derived(
    "worktime_opening",
    "One row is one stretch that one opening of one calendar reaches into, as open time counts.",
    text("calendar_id"),
    whole("stretch"),
    instant("opens_at"),
    whole("seconds_before"),
    whole("seconds_until"),
)

calendar_used = derived(
    "calendar_used",
    "One row is one business calendar in force in this release, or as it was until an instant.",
    text("calendar_id"),  # of its own for each that was
    text("name"),  # the same for all that one calendar ever was
    instant("until_at"),  # clocks that began before it run on this one
    text("zone"),
    text("weekly"),
    text("exceptions"),
    whole("standard_day_seconds"),
    flag("is_default"),
)

reason_used = derived(
    "reason_used",
    "One row is one reason for a verdict in force in this release.",
    text("reason_code"),
    text("label"),
    text("reason_class"),
    flag("is_hard"),
    flag("is_no_contact_required"),
)

reason_before = derived(
    "reason_before",
    "One row is what one reason said from one instant to another, where it says otherwise now.",
    text("reason_code"),
    instant("since_at"),
    instant("until_at"),
    text("label"),
    text("reason_class"),
    flag("is_hard"),
    flag("is_no_contact_required"),
)

policy_used = derived(
    "policy_used",
    "One row is one follow-up target, of a tier or a part, in one version of the agreement.",
    text("policy_version"),
    instant("valid_from"),
    text("source"),
    text("region"),
    text("segment"),
    text("tier"),
    number("target_seconds"),
    number("late_log_grace_seconds"),
    text("qualifying_types"),
    text("pause_reasons"),
)

threshold_used = derived(
    "threshold_used",
    "One row is what one version of the agreement says of when one drop rule fires.",
    text("policy_version"),
    text("rule"),
    number("threshold"),  # in the rule's own unit
)

company_used = derived(
    "company_used",
    "One row: the company's zone, currency and weeks as this release counted them.",
    text("name"),
    text("zone"),
    text("currency"),
    whole("week_start"),
    whole("fiscal_year_start_month"),
    flag("is_demo"),
)
