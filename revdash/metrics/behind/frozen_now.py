"""Frozen readings: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.joint import frozen_now

_t = frozen_now.c

BEHIND = Behind(
    table=frozen_now,
    key=_t.event_key,
    columns=(
        Shows("label", "Metric", _t.label),
        Shows("held_on", "Frozen", _t.held_on),
        Shows("restated_on", "Looked at again", _t.restated_on),
        Shows("frozen", "Was", _t.frozen),
        Shows("restated", "Became", _t.restated),
        Shows("moved_share", "Moved by", _t.moved_share, Unit.SHARE),
        Shows("late", "Late", _t.late, Unit.COUNT),
        Shows("corrected", "Corrected", _t.corrected, Unit.COUNT),
        Shows("merged", "Merged", _t.merged, Unit.COUNT),
        Shows("defined", "Defined anew", _t.defined, Unit.COUNT),
    ),
)
