"""Identity: who is who, as this release judged it from the facts and from people's decisions."""

from revdash.store.schema.columns import derived, instant, text

person_identity = derived(
    "person_identity",
    "One row is one person id that another id stands for: by which rule, and since when.",
    text("person_id"),
    text("joined_to"),  # the id it was joined to itself; that one may be joined to a third
    text("root"),  # the id that stands for all of them
    text("rule"),
    text("reason"),
    instant("since_at"),
)

kept_apart = derived(
    "kept_apart",
    "One row is one decision in force that a person id is not the human it would be joined to.",
    text("person_id"),
    text("other_person_id"),
    instant("decided_at"),
)
