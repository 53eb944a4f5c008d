"""Revenue: what a reader sees of one customer's."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.clientele import revenue_stay

_t = revenue_stay.c

BEHIND = Behind(
    table=revenue_stay,
    key=_t.stay_id,
    columns=(
        Shows("account", "Customer", _t.account_name),
        Shows("segment", "Segment", _t.segment),
        Shows("source", "Source", _t.source),
        Shows("sourced_by", "Brought by", _t.sourced_by),
        Shows("arr_before", "A year before", _t.arr_before, Unit.MONEY),
        Shows("arr_now", "Now", _t.arr_now, Unit.MONEY),
        Shows("since_on", "Since", _t.since_on),
    ),
)
