"""Goals and agenda metrics: what a reader sees of one, and whom it is about."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.store.schema.joint import tagged_stay

_t = tagged_stay.c

BEHIND = Behind(
    table=tagged_stay,
    key=_t.event_key,
    columns=(
        Shows("label", "Goal or metric", _t.label),
        Shows("what", "What", _t.what),
        Shows("about", "About", _t.orientation),
        Shows("side", "Side", _t.side),
        Shows("since_on", "Since", _t.since_on),
        Shows("until_on", "Until", _t.until_on),
    ),
)
