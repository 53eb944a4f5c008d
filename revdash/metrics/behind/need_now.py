"""Needs of the market: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.store.schema.clientele import need_now

_t = need_now.c

BEHIND = Behind(
    table=need_now,
    key=_t.event_key,
    columns=(
        Shows("need", "Need", _t.need),
        Shows("theme", "Theme", _t.theme),
        Shows("heard", "Heard in", _t.source_kind),
        Shows("account", "Customer", _t.account_name),
        Shows("by", "Heard by", _t.captured_by),
        Shows("captured_on", "Heard", _t.captured_on),
        Shows("due_on", "Due", _t.due_on),
        Shows("decision", "Product's answer", _t.decision),
        Shows("why", "Reason", _t.decision_reason),
        Shows("decided_on", "Decided", _t.decided_on),
    ),
)
