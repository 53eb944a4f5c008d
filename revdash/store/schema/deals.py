"""Deals: opportunities, their stages, their people and the claims on them."""

from revdash.store.schema.columns import day, facts, flag, instant, number, text

opportunity = facts(
    "opportunity",
    "One row is a version of one deal.",
    text("opportunity_id"),
    text("account_id"),
    text("account_name"),
    text("person_id"),  # the person whose lead became it, where the source says so
    text("name"),
    text("owner_user_id"),
    text("kind"),  # new, expansion, renewal
    number("amount"),
    text("currency"),
    number("amount_base"),
    day("created_on"),
    instant("created_at"),
    instant("accepted_at"),
    day("expected_close_on"),
    day("closed_on"),
    text("stage"),
    text("outcome"),
    number("probability"),
    text("lead_source"),
    text("campaign_id"),
    text("claimed_source"),
    text("claimed_by"),
    text("product"),
    text("segment"),
    text("region"),
    text("reason_code"),
    text("competitor"),
    text("close_note"),
    flag("is_test"),
)

opportunity_stage_event = facts(
    "opportunity_stage_event",
    "One row is one change of one deal's stage, amount, close date or owner.",
    text("opportunity_id"),
    text("stage"),
    text("outcome"),
    number("amount"),
    day("expected_close_on"),
    number("probability"),
    text("owner_user_id"),
    instant("event_at"),
    text("event_precision"),
)

opportunity_contact = facts(
    "opportunity_contact",
    "One row is a version of one person's role in one deal.",
    text("opportunity_id"),
    text("person_id"),
    text("contact_role"),
    flag("is_primary"),
    instant("added_at"),
)

source_claim = facts(
    "source_claim",
    "One row is a version of one team's claim to have sourced one deal.",
    text("opportunity_id"),
    text("claimed_by_team"),
    text("claim"),
    instant("claimed_at"),
    text("adjudication"),
    text("adjudication_note"),
    instant("adjudicated_at"),
)
