"""Sales: attempts, connects and meetings."""

from revdash.store.schema.columns import facts, flag, instant, number, text

sales_activity = facts(
    "sales_activity",
    "One row is one thing a seller, or a machine for a seller, did towards one person.",
    text("person_id"),
    text("account_id"),
    text("opportunity_id"),
    text("user_id"),
    text("activity_type"),
    text("direction"),
    text("outcome"),
    flag("is_automated"),
    text("evidence"),
    number("duration_seconds"),
    text("subject"),
    instant("event_at"),
    text("event_precision"),
)

meeting = facts(
    "meeting",
    "One row is a version of one meeting with one person.",
    text("person_id"),
    text("account_id"),
    text("opportunity_id"),
    text("meeting_kind"),
    text("chain_id"),
    instant("scheduled_at"),
    instant("start_at"),
    instant("end_at"),
    text("outcome"),
    text("host_user_id"),
    text("booked_by"),
)
