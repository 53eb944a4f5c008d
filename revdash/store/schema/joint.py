"""Joint: what the desk tells of meetings and promises, and what is reckoned beside the facts."""

from sqlalchemy import Table

from revdash.store.schema.columns import day, derived, flag, instant, number, text, whole

commitment_now = derived(
    "commitment_now",
    "One row is one promise of a weekly, due for good on the day that was named first.",
    text("event_key"),
    text("meeting_id"),
    text("words"),
    text("owner"),
    text("team"),  # of its owner, else the side
    text("side"),
    text("state"),  # open, done, cancelled_joint
    day("original_due_on"),
    day("current_due_on"),
    day("done_on"),
    instant("due_at"),  # the end of the first due day
    whole("slips"),
    text("subject"),
)

meeting_now = derived(
    "meeting_now",
    "One row is one weekly that was to be held: held and closed, or not.",
    text("event_key"),
    text("series"),
    text("meeting_id"),  # none where nobody as much as opened it
    day("due_on"),
    instant("due_at"),  # the end of its week
    day("held_on"),
    instant("frozen_at"),
    flag("is_with_both"),
    whole("marketing_wins"),
    whole("sales_wins"),
    whole("marketing_misses"),
    whole("sales_misses"),
)

frozen_now = derived(
    "frozen_now",
    "One row is one reading that a meeting froze, and what it was four weeks later.",
    text("event_key"),
    text("meeting_id"),
    text("metric"),
    text("label"),
    text("side"),
    day("held_on"),
    day("restated_on"),  # none while the four weeks run, or nobody met again
    number("frozen"),
    number("restated"),
    number("moved_share"),
    whole("late"),
    whole("corrected"),
    whole("merged"),
    whole("defined"),
)

experiment_day = derived(
    "experiment_day",
    "One row is one day of one experiment that was written down first, with its part of the cost.",
    text("event_key"),
    text("experiment_id"),
    text("hypothesis"),
    text("source"),  # its channel
    text("decision"),
    day("day"),
    number("spend"),
)

tagged_stay = derived(
    "tagged_stay",
    "One row is one goal in force, or one metric on the agenda, and whom it is about.",
    text("event_key"),
    text("what"),  # goal, agenda
    text("metric"),
    text("label"),
    text("orientation"),  # customer, sales, brand, internal
    text("side"),
    text("team"),
    day("since_on"),
    day("until_on"),
)

told_reading = derived(
    "told_reading",
    "One row is what one metric was reckoned to be on one day, of all, of a part, or of an item.",
    text("event_key"),
    text("metric"),
    day("as_on"),
    number("value"),
    number("low"),
    number("high"),
    number("confidence"),
    whole("sample"),
    number("hits"),
    text("missing"),  # why there is no value
    text("words"),  # what is said beside it
    text("segment"),
    text("team"),
    text("side"),
    text("item"),  # what it was made of: a question, a component
)

told_from = derived(
    "told_from",
    "One row says what of the desk one teller's rows rest on.",
    text("teller"),
    text("marks"),
)

health_part = derived(
    "health_part",
    "One row is one part of Alignment Health over one week: as measured, and as it was weighed.",
    text("part"),
    day("starts_on"),  # of the week
    day("ends_on"),  # the first day after it
    instant("seen_at"),  # as of when: its end, or that of the data
    flag("is_open"),  # the week is not over
    number("value"),
    number("hits"),
    whole("sample"),
    number("low"),
    number("high"),
    number("confidence"),
    text("missing"),  # why there is no value
    text("mark"),  # of the cases that were counted: while they stay the same, so does this
    whole("version_no"),  # of the weights in force
    number("score"),
    number("weight"),
    number("effective_weight"),
)

JOINT: tuple[Table, ...] = (
    commitment_now,
    meeting_now,
    frozen_now,
    experiment_day,
    tagged_stay,
    told_reading,
    told_from,
    health_part,
)
