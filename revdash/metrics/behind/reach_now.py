"""Reach: what a reader sees of one window of one channel."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.episodes import reach_now

_t = reach_now.c

BEHIND = Behind(
    table=reach_now,
    key=_t.event_key,
    columns=(
        Shows("channel", "Channel", _t.channel),
        Shows("from", "From", _t.window_start),
        Shows("until", "Until", _t.window_end),
        Shows("people", "People", _t.people, Unit.PEOPLE),
        Shows("method", "Measured by", _t.method),
    ),
)
