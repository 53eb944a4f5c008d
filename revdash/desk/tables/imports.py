"""Imports: how a source's columns and words are read, as people decided it."""

from sqlalchemy import UniqueConstraint

from revdash.desk.tables.columns import (
    document,
    editable,
    flag,
    instant,
    key,
    maybe,
    prose,
    text,
    whole,
)

value_map = editable(
    "value_map",
    "One row says what one value of a source's field means: a stage, a channel, a tier.",
    key("value_map_id"),
    text("source_system"),
    text("field"),
    text("source_value"),
    maybe("means"),
    UniqueConstraint("source_system", "field", "source_value"),
)

import_mapping = editable(
    "import_mapping",
    "One row is one version of how files with one set of headers are read.",
    key("mapping_id"),
    text("header_signature"),
    text("source_system"),
    text("name"),
    whole("version_no"),
    document("mapping"),
    UniqueConstraint("header_signature", "version_no"),
)

identity_decision = editable(
    "identity_decision",
    "One row is one decision that two person records are, or are not, the same human.",
    key("decision_id"),
    text("person_id"),
    text("other_person_id"),
    flag("is_same"),
    prose("why"),
)

issue_dismissal = editable(
    "issue_dismissal",
    "One row says that one data-quality issue was looked at and why it may stay.",
    key("dismissal_id"),
    text("rule"),
    text("subject_id"),
    prose("why"),
    instant("until_at"),
)
