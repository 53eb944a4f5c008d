"""Demos: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.store.schema.followers import demo_now

_t = demo_now.c

BEHIND = Behind(
    table=demo_now,
    key=_t.demo_id,
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Lead", name_of(demo_now)),
        Shows("owner", "Owner", _t.owner),
        Shows("booked_on", "Booked", _t.booked_on),
        Shows("due_on", "Planned", _t.due_on),
        Shows("outcome", "Outcome", _t.outcome),
        Shows("held_on", "Held", _t.held_on),
        Shows("source", "Source", _t.source),
    ),
)
