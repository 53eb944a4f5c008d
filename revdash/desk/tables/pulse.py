"""Pulse: the short survey of both sides; answers know neither their writer nor their time."""

from sqlalchemy import Boolean, Column

from revdash.desk.tables.columns import (
    anonymous,
    day,
    document,
    editable,
    flag,
    key,
    of,
    prose,
    text,
    whole,
)

survey_wave = editable(
    "survey_wave",
    "One row is one round of the pulse, with the days it is open.",
    key("wave_id"),
    text("name"),
    day("opens_on"),
    day("closes_on"),
    document("questions"),
    whole("invited_marketing"),
    whole("invited_sales"),
)

survey_question = editable(
    "survey_question",
    "One row is one question the pulse may ask: six are fixed, others optional.",
    key("question_id"),
    whole("position"),
    prose("words"),
    text("answer_kind"),  # score, open
    flag("is_fixed"),
    flag("is_active"),
)

survey_token = anonymous(
    "survey_token",
    "One row is one invitation to answer once; only the hash of its link is kept.",
    key("token_hash"),
    of("wave_id", "survey_wave.wave_id"),
    text("side"),
    text("role_class"),
    Column("is_used", Boolean(create_constraint=False), nullable=False),
)

survey_response = anonymous(
    "survey_response",
    "One row is one anonymous answer to one question of one wave, with only side and role class.",
    key("response_id"),
    of("wave_id", "survey_wave.wave_id"),
    of("question_id", "survey_question.question_id"),
    text("side"),
    text("role_class"),
    whole("score"),
    prose("words"),
)
