"""Followers: what people did and what was done for them, brand and companies, as they stand."""

from revdash.store.schema.columns import day, derived, flag, instant, number, text, whole

_CUTS = ("source", "channel", "campaign_id", "campaign", "segment", "region", "country")
_HANDOFF_CUTS = ("tier", "kind", "owner_user_id", "owner", "team")

lead_start = derived(
    "lead_start",
    "One row is one human from the day we first knew them as a lead, however often they came.",
    text("person_id"),
    text("account_id"),
    text("account_name"),
    instant("lead_at"),
    day("lead_on"),
    flag("is_listed"),  # they came on a list, not by themselves
    instant("mql_at"),  # their first handoff
    instant("sql_at"),
    text("scoring_version"),
    *map(text, _CUTS),
    *map(text, ("owner_user_id", "owner", "team")),
)

touch_now = derived(
    "touch_now",
    "One row is one marketing touch that may count, of one human or of one anonymous account.",
    text("event_key"),
    text("person_id"),
    text("account_id"),
    text("account_name"),
    flag("is_target"),
    text("touch_type"),
    instant("event_at"),
    day("touched_on"),
    flag("is_eligible"),
    flag("is_hand_raise"),
    text("asset_id"),
    text("asset"),
    text("message_phase"),
    flag("is_first_of_asset"),  # the human's first touch of this content that may count
    instant("next_step_at"),  # lead, MQL or SQL first reached after it
    *map(text, _CUTS),
)

attempt_now = derived(
    "attempt_now",
    "One row is one thing a human did for one lead, or heard from them, cut by its last handoff.",
    text("event_key"),
    text("person_id"),
    text("episode_id"),  # while it was open
    text("account_name"),
    text("activity_type"),
    text("outcome"),
    instant("event_at"),
    instant("recorded_at"),
    day("done_on"),
    flag("is_heard"),  # they got in touch with us
    flag("is_attempt"),  # outbound, by a human, of a kind the agreement counts
    flag("is_reached"),  # connected, or a human answered within five business days
    instant("answer_due_at"),  # until when an answer counts
    flag("is_manual"),  # its source says that somebody wrote it down
    flag("is_late_logged"),  # more than a day after
    *map(text, _CUTS),
    *map(text, _HANDOFF_CUTS),
)

verdict_now = derived(
    "verdict_now",
    "One row is one refusal, recycling or putting aside of one handed-over lead.",
    text("verdict_id"),
    text("person_id"),
    text("episode_id"),
    text("account_name"),
    text("verdict"),
    instant("decided_at"),
    day("decided_on"),
    text("reason_code"),
    text("reason"),
    text("reason_class"),
    text("note"),
    flag("is_reason_valid"),
    flag("is_no_contact_required"),
    whole("attempts_before"),
    instant("dispute_due_at"),  # ten business days after a refusal
    instant("disputed_at"),
    instant("settled_at"),
    day("settled_on"),
    text("settlement"),  # upheld: marketing was right
    *map(text, _CUTS),
    *map(text, _HANDOFF_CUTS),
)

demo_now = derived(
    "demo_now",
    "One row is one demo with one human, its reschedules together.",
    text("demo_id"),
    text("person_id"),
    text("episode_id"),
    text("account_name"),
    instant("booked_at"),
    day("booked_on"),
    instant("ends_at"),  # as it was first scheduled
    day("due_on"),
    text("outcome"),  # held, no-show, cancelled; none while nobody says
    instant("held_at"),
    day("held_on"),
    instant("missing_from_at"),  # one business day after its end an outcome is missing
    instant("missed_at"),
    instant("rebook_due_at"),  # fifteen business days after it was missed
    day("rebook_due_on"),
    instant("made_up_at"),  # a later demo that was held
    instant("sql_at"),  # of its handoff; a deal is more than an SQL
    flag("is_sql_before"),  # it was held with a lead that was an SQL, or a deal, already
    *map(text, _CUTS),
    *map(text, _HANDOFF_CUTS),
)

question_now = derived(
    "question_now",
    "One row is one question one side asked the other about one human.",
    text("event_key"),
    text("person_id"),
    text("account_name"),
    text("asked_by_team"),
    text("question"),
    instant("asked_at"),
    day("asked_on"),
    instant("due_at"),  # two business days after it was asked, unless agreed otherwise
    day("due_on"),
    instant("answered_at"),
    flag("is_answered_in_time"),  # by then, and with a fact to point at
    *map(text, _CUTS),
    *map(text, _HANDOFF_CUTS),
)

close_date_move = derived(
    "close_date_move",
    "One row is one deal whose expected close was put off, on one day, by so many days.",
    text("move_id"),
    text("opportunity_id"),
    text("name"),
    text("account_name"),
    day("moved_on"),
    day("from_on"),
    day("to_on"),
    number("days"),
    text("owner_user_id"),
    text("owner"),
    text("team"),
    *map(text, _CUTS),
    text("kind"),
    text("tier"),
)

brand_day = derived(
    "brand_day",
    "One row is one brand signal of one entity in one market on one day, as it stands.",
    text("event_key"),
    day("day"),
    text("region"),  # the market
    text("entity"),
    flag("is_own"),
    text("signal_kind"),
    text("sentiment"),
    text("tool"),
    number("value"),
)

account_now = derived(
    "account_now",
    "One row is one company, with whether and since when it is one we want to reach.",
    text("account_id"),
    text("name"),
    text("segment"),
    text("region"),
    text("country"),
    text("owner"),
    text("team"),
    flag("is_target"),
    text("target_list_version"),
)

person_word = derived(
    "person_word",
    "One row is one word that one human is known by: of a name or company, an address or an id.",
    text("word"),  # small letters, without accents
    text("person_id"),
    flag("is_name"),  # no: of a company; nothing: an address or an id
)
