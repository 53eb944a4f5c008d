"""Work: what a reader sees of some hours."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.workshop import work_now

_t = work_now.c

BEHIND = Behind(
    table=work_now,
    key=_t.event_key,
    columns=(
        Shows("worked_on", "Day", _t.worked_on),
        Shows("who", "Who", _t.owner),
        Shows("hours", "Hours", _t.hours, Unit.RATIO),
        Shows("kind", "Work", _t.work_kind),
        Shows("scope", "For", _t.scope),
        Shows("deal", "Deal", _t.deal),
        Shows("asset", "Material", _t.asset),
        Shows("asked", "Asked for by", _t.requested_by),
    ),
)
