"""Weeklies: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.joint import meeting_now

_t = meeting_now.c

BEHIND = Behind(
    table=meeting_now,
    key=_t.event_key,
    columns=(
        Shows("series", "Meeting", _t.series),
        Shows("due_on", "Due", _t.due_on),
        Shows("held_on", "Held", _t.held_on),
        Shows("frozen_at", "Frozen", _t.frozen_at),
        Shows("marketing_wins", "Marketing's wins", _t.marketing_wins, Unit.COUNT),
        Shows("sales_wins", "Sales' wins", _t.sales_wins, Unit.COUNT),
        Shows("marketing_misses", "Marketing's misses", _t.marketing_misses, Unit.COUNT),
        Shows("sales_misses", "Sales' misses", _t.sales_misses, Unit.COUNT),
    ),
)
