"""Company: its settings, and the business calendars its clocks run on."""

from sqlalchemy import UniqueConstraint

from revdash.desk.tables.columns import (
    day,
    document,
    editable,
    flag,
    instant,
    key,
    maybe,
    of,
    once,
    text,
    whole,
)

company = editable(
    "company",
    "One row: the company this desk belongs to and how it counts time and money.",
    key("company_id"),
    text("name"),
    text("zone"),
    whole("week_start"),
    whole("fiscal_year_start_month"),
    text("currency"),
    flag("is_demo"),
    document("crm_link_templates"),
)

business_calendar = editable(
    "business_calendar",
    "One row is one calendar of opening hours by weekday in one time zone.",
    key("calendar_id"),
    text("name"),
    text("zone"),
    document("weekly"),
    maybe("region"),
    flag("is_default"),
)

calendar_exception = editable(
    "calendar_exception",
    "One row is one day of one calendar that is closed or has hours of its own.",
    key("exception_id"),
    of("calendar_id", "business_calendar.calendar_id"),
    day("day"),
    document("hours"),
    maybe("name"),
    UniqueConstraint("calendar_id", "day"),
)

calendar_past = once(
    "calendar_past",
    "One row is what one calendar was until an instant; clocks that began before keep it.",
    key("past_id"),
    text("calendar_id"),
    instant("until_at"),
    text("zone"),
    document("weekly"),
    document("exceptions"),  # {day: hours}
    UniqueConstraint("calendar_id", "until_at"),
)
