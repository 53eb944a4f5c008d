"""Meetings: the weekly CMO-CRO meeting, what it promised, and the numbers it froze."""

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint

from revdash.desk.tables.columns import (
    day,
    document,
    editable,
    flag,
    instant,
    key,
    maybe,
    number,
    of,
    once,
    packed,
    prose,
    text,
    whole,
)

meeting_series = editable(
    "meeting_series",
    "One row is one recurring meeting with its agenda template.",
    key("series_id"),
    text("name"),
    text("cadence"),
    whole("weekday"),
    document("agenda"),
    flag("is_active"),
    document("leaders"),  # {side: member_id}: without both it was no meeting of the two
)

meeting = editable(
    "meeting",
    "One row is one meeting of a series, from being prepared to being closed.",
    key("meeting_id"),
    of("series_id", "meeting_series.series_id"),
    day("held_on"),
    text("state"),  # planned, open, closed
    document("agenda"),
    document("attendees"),
    instant("opened_at"),
    instant("closed_at"),
    UniqueConstraint("series_id", "held_on"),
)

meeting_note = editable(
    "meeting_note",
    "One row is one note that one person wrote under one heading of one meeting.",
    key("note_id"),
    of("meeting_id", "meeting.meeting_id"),
    text("section"),
    prose("words"),
    maybe("said_by"),
    instant("said_at"),
)

meeting_item = editable(
    "meeting_item",
    "One row is one thing brought to a meeting: a tile, a win, an owned miss, an ask, a decision.",
    key("item_id"),
    maybe("meeting_id"),  # none while it waits for the next one
    text("kind"),
    maybe("side"),
    maybe("asked_side"),
    maybe("subject"),  # metric:win_rate, deal:hubspot:deal:42, drop:...
    document("filters"),
    prose("words"),
    prose("answer"),
    prose("dissent"),
    day("due_on"),
    instant("decided_at"),
    whole("place"),
    maybe("settled_in"),  # the meeting that answered or decided it: until then it is carried over
    maybe("settled_by"),
    ForeignKeyConstraint(["meeting_id"], ["meeting.meeting_id"]),
)

meeting_rating = editable(
    "meeting_rating",
    "One row is one attendee's rating of one meeting, 1 to 10.",
    key("rating_id"),
    of("meeting_id", "meeting.meeting_id"),
    text("member_id"),
    whole("rating"),
    UniqueConstraint("meeting_id", "member_id"),
)

commitment = editable(
    "commitment",
    "One row is one promise with an owner; slips count from its original due day.",
    key("commitment_id"),
    maybe("meeting_id"),
    prose("words"),
    text("owner"),
    text("side"),
    day("original_due_on"),
    day("current_due_on"),
    text("state"),  # open, done, cancelled_joint
    day("done_on"),
    maybe("subject"),
    whole("slips"),  # how often it was put off
    maybe("settled_in"),
    ForeignKeyConstraint(["meeting_id"], ["meeting.meeting_id"]),
)

experiment = editable(
    "experiment",
    "One row is one channel experiment with the decision rule written before its start.",
    key("experiment_id"),
    text("channel"),
    prose("hypothesis"),
    prose("decision_rule"),
    day("starts_on"),
    day("ends_on"),
    number("spend"),
    document("outcome"),  # value, interval, sample
    maybe("decision"),
    day("decided_on"),
    prose("dissent"),
    maybe("metric"),
    document("arms"),  # what is compared with what: filters by arm
    instant("registered_at"),  # written down; after its start it is no experiment
)

weekly_snapshot = once(
    "weekly_snapshot",
    "One row is one closed meeting's frozen page: what was shown, of which release, to whom.",
    key("snapshot_id"),
    of("meeting_id", "meeting.meeting_id"),
    day("week_start"),
    instant("frozen_at"),
    text("release_name"),
    instant("data_as_of"),
    text("definition_set_hash"),
    text("package_version"),
    document("filters"),
    document("agenda"),
    document("attendees"),
    document("notes"),
    document("decisions"),
    document("page"),  # all that was shown, worded, as it was shown
    UniqueConstraint("meeting_id"),
)

snapshot_metric = once(
    "snapshot_metric",
    "One row is one frozen reading of one metric with the keys of the records counted.",
    key("snapshot_metric_id"),
    of("snapshot_id", "weekly_snapshot.snapshot_id"),
    text("metric"),
    document("cuts"),
    day("from_on"),
    day("until_on"),
    number("value"),
    number("sample"),
    number("hits"),
    number("low"),
    number("high"),
    maybe("verdict"),
    whole("definition_version"),
    packed("counted_keys"),
    packed("hit_keys"),
    document("told"),  # label, meaning, unit, and each text of its tile
    packed("counted_values"),  # what each record counted adds, where that is not one
)

snapshot_restated = once(
    "snapshot_restated",
    "One row is what a later meeting found a frozen reading to have become, cause by cause.",
    key("restated_id"),
    of("snapshot_metric_id", "snapshot_metric.snapshot_metric_id"),
    of("meeting_id", "meeting.meeting_id"),
    instant("restated_at"),
    number("value"),
    document("told"),  # by side of a ratio: frozen, now, net by cause, the keys moved
    UniqueConstraint("snapshot_metric_id", "meeting_id"),
)
