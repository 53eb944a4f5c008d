"""People: who may use revdash, how they sign in, and who asked to be forgotten."""

from sqlalchemy import UniqueConstraint

from revdash.desk.tables.columns import (
    editable,
    flag,
    instant,
    key,
    ledger,
    maybe,
    of,
    once,
    text,
)

member = editable(
    "member",
    "One row is one person (or role account) who may use revdash, with one role.",
    key("member_id"),
    text("name"),
    maybe("email"),
    text("role"),
    maybe("side"),
    maybe("team"),
    maybe("app_user_id"),
    flag("is_active"),
)

member_identity = editable(
    "member_identity",
    "One row is one identity at a sign-in provider that stands for one member.",
    key("identity_id"),
    of("member_id", "member.member_id"),
    text("issuer"),
    text("provider_subject"),
    UniqueConstraint("issuer", "provider_subject"),
)

sign_in = ledger(
    "sign_in",
    "One row is one signed-in browser; only the hash of its cookie is kept.",
    key("cookie_hash"),
    of("member_id", "member.member_id"),
    instant("started_at"),
    instant("seen_at"),
    instant("expires_at"),
    instant("ended_at"),
)

suppression = once(
    "suppression",
    "One row is one person who was erased, known only by hash, so that no import brings them back.",
    key("suppression_id"),
    text("person_hash"),
    text("legal_ground"),
)
