"""Demos: what a reader sees of one."""

from sqlalchemy import case

from revdash.metrics.ages import is_past
from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.store.schema.followers import demo_now

_t = demo_now.c
_outcome = case(
    (_t.outcome.isnot(None), _t.outcome),
    (is_past(_t.missing_from_at), "missing"),
    (is_past(_t.ends_at), "not told yet"),
    else_="planned",
)

BEHIND = Behind(
    table=demo_now,
    key=_t.demo_id,
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Lead", name_of(demo_now)),
        Shows("owner", "Owner", _t.owner),
        Shows("booked_on", "Booked", _t.booked_on),
        Shows("due_on", "Planned", _t.due_on),
        Shows("outcome", "Outcome", _outcome),
        Shows("held_on", "Held", _t.held_on),
        Shows("made_up_at", "Made up for", _t.made_up_at),
        Shows("source", "Source", _t.source),
    ),
)
