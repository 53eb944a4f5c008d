"""Lifecycle: what happened to leads, who had them, what was decided."""

from revdash.store.schema.columns import day, facts, flag, instant, number, text, whole

lifecycle_event = facts(
    "lifecycle_event",
    "One row is one change of one person's stage, or one version of it.",
    text("person_id"),
    text("to_stage"),
    instant("event_at"),
    text("event_precision"),
    text("actor_user_id"),
    text("actor_kind"),
    text("reason_code"),
    text("note"),
    text("opportunity_id"),
    text("merged_into"),
    flag("is_correction"),
    flag("is_hard"),
    text("tier"),
    number("score"),
    text("scoring_version"),
    text("source"),
    text("campaign_id"),
    day("recycle_until"),
)

assignment = facts(
    "assignment",
    "One row is one handing of one person's lead to one user or queue.",
    text("person_id"),
    text("from_user_id"),
    text("to_user_id"),
    instant("event_at"),
    text("event_precision"),
    text("assigned_by"),
    text("rule_version"),
)

disposition = facts(
    "disposition",
    "One row is a version of one verdict on one person's lead, with its dispute if any.",
    text("person_id"),
    text("verdict"),
    text("reason_code"),
    text("note"),
    instant("event_at"),
    text("actor_user_id"),
    day("recycle_until"),
    instant("disputed_at"),
    text("disputed_by"),
    text("dispute_decision"),
    instant("decided_at"),
)

lead_question = facts(
    "lead_question",
    "One row is a version of one question one side asked the other about a lead.",
    text("asked_by_team"),
    text("person_id"),
    text("question"),
    instant("asked_at"),
    instant("due_at"),
    instant("answered_at"),
    text("answer"),
    text("evidence_ref"),
)

nurture_enrolment = facts(
    "nurture_enrolment",
    "One row is a version of one person's time in one nurture programme.",
    text("person_id"),
    text("programme"),
    instant("enrolled_at"),
    day("next_review_on"),
    instant("exited_at"),
)

clock_pause = facts(
    "clock_pause",
    "One row is one stretch in which what was agreed stops the clock of one person's lead.",
    text("person_id"),
    text("reason"),  # the prospect asked for later, or a legal hold
    instant("event_at"),
    instant("until_at"),
    text("evidence_ref"),
)

handoff_note = facts(
    "handoff_note",
    "One row is a version of what marketing told sales about one lead when handing it over.",
    text("person_id"),
    text("why_this_lead"),
    text("which_message"),
    whole("required_filled"),
    whole("required_total"),
    instant("event_at"),
)
