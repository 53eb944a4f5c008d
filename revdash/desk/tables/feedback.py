"""Feedback: what the sides ask, answer, dispute and do about single leads and deals."""

from sqlalchemy import Index, UniqueConstraint

from revdash.desk.tables.columns import (
    day,
    document,
    editable,
    flag,
    instant,
    key,
    maybe,
    once,
    prose,
    text,
    whole,
)

lead_question = editable(
    "lead_question",
    "One row is one question of one side to the other about one lead, and its answer.",
    key("question_id"),
    text("asked_side"),
    text("asked_of_side"),
    maybe("person_id"),
    maybe("episode_id"),
    prose("words"),
    instant("asked_at"),
    instant("due_at"),
    instant("answered_at"),
    maybe("answered_by"),
    prose("answer"),
    maybe("evidence"),  # the fact that the answer rests on
    maybe("asked_by"),
)

dispute = editable(
    "dispute",
    "One row is one disagreement about a verdict or a credit, worked to a joint decision.",
    key("dispute_id"),
    text("kind"),  # verdict, credit
    text("subject"),  # the verdict's id
    text("raised_by_side"),
    instant("raised_at"),
    instant("due_at"),
    prose("words"),
    maybe("decision"),
    instant("decided_at"),
    maybe("agreed_by_marketing"),
    maybe("agreed_by_sales"),
    prose("decision_note"),
    prose("dissent"),
    instant("reinstated_at"),  # when the lead became an MQL again; null where it did not
    maybe("raised_by"),
)

handoff_action = once(
    "handoff_action",
    "One row is one thing a person did about a dropped handoff: took, handed on, snoozed, muted.",
    key("action_id"),
    text("instance_key"),  # rule, subject, opened_at
    text("subject"),
    text("kind"),
    maybe("to_user_id"),
    instant("until_at"),
    maybe("reason_code"),
    prose("words"),
    maybe("undoes"),
    whole("place"),  # 1 is the first thing done about this firing: nobody overwrites another
    maybe("deed_id"),  # what was done to many firings at once
    instant("acted_at"),  # in the company's time: a demo lives in its own
    maybe("side"),  # for whom the person spoke
    maybe("person_id"),  # of whom it tells a fact, if it tells one
    instant("happened_at"),  # when what it tells happened; null where that is when it was told
    maybe("to_queue"),
    maybe("evidence"),
    Index(None, "instance_key", "place", unique=True),
)

drop_instance = editable(
    "drop_instance",
    "One row is one firing of one drop rule on one subject, with the life it had.",
    key("instance_key"),
    text("rule"),
    text("subject"),
    instant("opened_at"),
    instant("seen_at"),
    instant("acted_at"),
    instant("resolved_at"),
    maybe("resolved_how"),
    maybe("cause"),  # a code of the list of root causes
    flag("is_rule_mistake"),
    document("facts"),
)

market_feedback_decision = editable(
    "market_feedback_decision",
    "One row is product's answer to one need heard from the market.",
    key("decision_id"),
    text("feedback_id"),
    text("decision"),  # do, later, no
    prose("why"),
    day("promised_on"),
    instant("decided_at"),
    instant("told_back_at"),
)

root_cause = editable(
    "root_cause",
    "One row is one cause of dropped handoffs in one version of the list that both sides agreed.",
    key("cause_id"),
    text("code"),
    text("label"),
    text("cause_class"),  # marketing, sales, process, data
    whole("list_version"),
    day("valid_from"),
    day("valid_to"),
    UniqueConstraint("code", "list_version"),
)

joint_wording = editable(
    "joint_wording",
    "One row is one version of something both sides sign: the reasons, the causes, what junk is.",
    key("wording_id"),
    text("subject"),  # reasons, causes, junk
    whole("version_no"),
    day("valid_from"),
    prose("words"),
    maybe("signed_by_marketing"),
    instant("signed_by_marketing_at"),
    maybe("signed_by_sales"),
    instant("signed_by_sales_at"),
    UniqueConstraint("subject", "version_no"),
)
