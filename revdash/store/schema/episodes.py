"""Episodes: the unit of the handoff, one wide row each, and the deals as they stand."""

from revdash.store.schema.columns import day, derived, flag, instant, number, text, whole

lead_episode = derived(
    "lead_episode",
    "One row is one qualification attempt of one person, from MQL to its end.",
    text("episode_id"),
    text("person_id"),
    text("account_id"),
    text("account_name"),
    whole("episode_no"),
    text("kind"),
    text("stage"),
    flag("is_open"),
    text("closed_as"),
    # when each stage was reached, in UTC; implied ones carry the instant of the stage after
    instant("lead_at"),
    instant("mql_at"),
    instant("sal_at"),
    instant("sql_at"),
    instant("opp_at"),
    instant("won_at"),
    instant("lost_at"),
    instant("rejected_at"),
    instant("recycled_at"),
    instant("disqualified_at"),
    instant("closed_at"),
    instant("verdict_at"),
    instant("last_at"),
    flag("is_impossible_order"),
    flag("is_sal_implied"),
    flag("is_sql_implied"),
    flag("is_opp_implied"),
    # the company's days, for periods
    day("lead_on"),
    day("mql_on"),
    day("sal_on"),
    day("sql_on"),
    day("opp_on"),
    day("won_on"),
    day("lost_on"),
    day("recycled_on"),
    day("verdict_on"),
    day("closed_on"),
    text("mql_precision"),
    text("reason_code"),
    text("reason_class"),
    day("recycle_until"),
    # frozen at the handoff
    text("tier"),
    number("score"),
    text("scoring_version"),
    text("source"),
    text("channel"),
    text("campaign_id"),
    text("campaign"),
    text("segment"),
    text("region"),
    text("country"),
    # whose turn, and the follow-up clock
    text("owner_user_id"),
    text("owner"),
    text("team"),
    instant("first_assigned_at"),
    number("routing_seconds"),
    instant("hand_raised_at"),
    instant("clock_start_at"),
    text("calendar_id"),
    number("clock_offset_seconds"),
    text("policy_version"),
    number("target_seconds"),
    instant("due_at"),
    day("due_on"),
    number("paused_seconds"),  # open time by which pauses moved its due time
    text("paused_for"),
    instant("clock_resumed_at"),  # after the last pause before anybody tried
    number("clock_floor_seconds"),  # the wait is never less: a pause may still run
    instant("first_attempt_at"),
    instant("credited_at"),
    number("wait_seconds"),
    day("waiting_from_on"),
    day("waiting_until_on"),
    whole("attempts"),
    flag("is_connected"),
    flag("is_clock_excluded"),
    # how it was looked after: the wait of routing and of response, one business day, the cadence
    flag("is_routing_known"),  # no: it has an owner, and no source says since when
    number("response_seconds"),  # from the first human owner to the first attempt
    instant("one_day_due_at"),  # one business day after the MQL
    day("one_day_due_on"),
    instant("connected_at"),
    day("connected_on"),
    whole("cadence_attempts"),  # at most two a day count
    whole("cadence_days"),  # different days with an attempt
    instant("cadence_due_at"),  # ten business days after the clock began
    instant("cadence_ended_at"),  # it connected, was put aside for good reason, or the days over
    day("cadence_ended_on"),
    flag("is_cadence_kept"),
    # what marketing learned of it
    text("verdict"),  # the first: accepted, refused, recycled, put aside
    flag("is_reason_valid"),  # the closing reason tells something
    instant("feedback_at"),  # the first outcome with a reason that tells something
    number("decision_seconds"),  # open time from MQL to verdict
    instant("verdict_floor_at"),  # a pause since the first attempt: no verdict is due before
    flag("is_fact_given"),  # the verdict rests on something that was done or noted
    number("decision_floor_seconds"),  # it is never less: a pause may still run
    number("decision_offset_seconds"),  # undecided: add the calendar's open seconds until now
    # what came after it was given back
    instant("nurture_due_at"),  # three business days after recycling
    day("nurture_due_on"),
    instant("nurtured_at"),  # in a programme with a day for looking again, from then on
    instant("returned_at"),  # the MQL of the person's next episode
    flag("is_met"),  # accepted, and a meeting was held before it ended
    # the demo it asked for or agreed to
    instant("demo_due_at"),  # two business days after it raised its hand
    day("demo_due_on"),
    instant("demo_booked_at"),
    instant("demo_held_at"),
    # what was handed over
    whole("packet_missing"),  # required facts that marketing did not give
    # the deal it became
    text("opportunity_id"),
    number("amount_base"),
)

deal = derived(
    "deal",
    "One row is one deal as it stands, with its source and the days of the company.",
    text("opportunity_id"),
    text("name"),
    text("account_id"),
    text("account_name"),
    text("person_id"),
    text("owner_user_id"),
    text("owner"),
    text("team"),
    text("kind"),
    text("stage"),
    text("outcome"),
    number("amount_base"),
    day("created_on"),
    day("expected_close_on"),
    day("closed_on"),
    number("cycle_days"),
    text("source"),
    text("channel"),
    text("campaign_id"),
    text("campaign"),
    text("segment"),
    text("region"),
    text("tier"),
    text("product"),
    text("reason_code"),
    flag("is_new_business"),
    text("reason"),
    text("competitor"),
    number("probability"),
    # when it was accepted as a deal, and what it was worth two weeks after it began
    day("accepted_on"),
    number("opening_amount_base"),
    # whether it moves: when the other side last spoke with us, and from when on it is stuck
    day("last_activity_on"),
    day("stalled_on"),
    day("zombie_on"),  # its close date passed more than thirty days ago
)

exposure_day = derived(
    "exposure_day",
    "One row is what one campaign got on one channel in one region on one day, as it stands.",
    day("day"),
    text("channel"),
    text("campaign_id"),
    text("campaign"),
    text("region"),
    text("segment"),
    text("category"),
    text("objective"),  # what the campaign is for: awareness, demand, conversion, retention
    whole("impressions"),
    whole("viewable_impressions"),
    whole("engagements"),
    whole("clicks"),
    number("cost_base"),
    text("event_key"),
)

reach_now = derived(
    "reach_now",
    "One row is how many people one channel reached in one window, as it stands.",
    text("channel"),
    text("campaign_id"),
    text("region"),
    day("window_start"),
    day("window_end"),
    whole("people"),
    text("method"),
    text("dedup_scope"),
    text("event_key"),
)
