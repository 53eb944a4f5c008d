"""Brand signals: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.followers import brand_day

_t = brand_day.c

BEHIND = Behind(
    table=brand_day,
    key=_t.event_key,
    columns=(
        Shows("day", "Day", _t.day),
        Shows("market", "Market", _t.region),
        Shows("entity", "Brand", _t.entity),
        Shows("signal", "Signal", _t.signal_kind),
        Shows("sentiment", "Sentiment", _t.sentiment),
        Shows("tool", "Measured by", _t.tool),
        Shows("value", "Value", _t.value, Unit.COUNT),
    ),
)
