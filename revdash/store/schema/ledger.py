"""Ledger: releases, imports, refused rows, sightings and what looked odd."""

from revdash.store.schema.columns import day, instant, ledger, text, whole

store_version = ledger(
    "store_version",
    "One row: the schema this release was written with, and which release it is.",
    whole("schema_version"),
    whole("release_no"),
    instant("published_at"),
    text("what"),
    text("by"),
    instant("data_to"),
)

load_batch = ledger(
    "load_batch",
    "One row is one import, or its undoing.",
    whole("batch_id"),
    text("what"),
    text("by"),
    instant("loaded_at"),
    instant("undone_at"),
    text("undone_by"),
    whole("files"),
    whole("rows_read"),
    whole("rows_loaded"),
    whole("rows_unchanged"),
    whole("rows_refused"),
    text("receipt"),  # JSON: what was understood, by file
)

refused_row = ledger(
    "refused_row",
    "One row is one refused row of one file: why, and what would be right.",
    whole("batch_id"),
    text("file"),
    whole("line"),
    text("column_name"),
    text("value"),
    text("reason"),
    text("remedy"),
)

load_sighting = ledger(
    "load_sighting",
    "One row says that an import saw a version that an earlier import had brought.",
    whole("batch_id"),
    text("table_name"),
    text("event_key"),
    text("row_hash"),
    text("carried"),  # the columns of which the import said nothing
)

quality_issue = ledger(
    "quality_issue",
    "One row is one odd thing about one fact that changed no state.",
    text("rule"),
    text("table_name"),
    text("event_key"),
    text("person_id"),
    instant("event_at"),
    day("first_seen_on"),
    text("detail"),
)
