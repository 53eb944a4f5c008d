"""Views: what people keep for themselves or send on: filters, links, schedules."""

from sqlalchemy import UniqueConstraint

from revdash.desk.tables.columns import document, editable, flag, instant, key, maybe, text

saved_view = editable(
    "saved_view",
    "One row is one named choice of page and filters, of one member or shared.",
    key("view_id"),
    text("owner_id"),
    text("page"),
    text("name"),
    document("filters"),
    flag("is_shared"),
    UniqueConstraint("owner_id", "page", "name"),
)

share_link = editable(
    "share_link",
    "One row is one link that opens one page without sign-in; only its hash is kept.",
    key("link_id"),
    text("link_hash"),
    text("page"),
    document("filters"),
    maybe("snapshot_id"),
    instant("expires_at"),
    instant("revoked_at"),
    UniqueConstraint("link_hash"),
)

schedule = editable(
    "schedule",
    "One row is one thing done on time by itself: a digest, a sync, a pulse wave.",
    key("schedule_id"),
    text("kind"),
    text("name"),
    document("timing"),
    document("content"),
    document("recipients"),
    flag("is_active"),
    instant("last_run_at"),
    maybe("last_outcome"),
)
