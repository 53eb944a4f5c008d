"""Attempts: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.store.schema.followers import attempt_now

_t = attempt_now.c

BEHIND = Behind(
    table=attempt_now,
    key=_t.event_key,
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Lead", name_of(attempt_now)),
        Shows("activity_type", "Kind", _t.activity_type),
        Shows("owner", "By", _t.owner),
        Shows("event_at", "When", _t.event_at),
        Shows("outcome", "Outcome", _t.outcome),
        Shows("answer_due_at", "Answer counts until", _t.answer_due_at),
        Shows("recorded_at", "Written down", _t.recorded_at),
        Shows("tier", "Tier", _t.tier),
        Shows("source", "Source", _t.source),
    ),
)
