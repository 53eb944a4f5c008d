"""Tools of a step: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.store.schema.workshop import step_cover

_t = step_cover.c

BEHIND = Behind(
    table=step_cover,
    key=_t.cover_id,
    columns=(
        Shows("step", "Step", _t.step),
        Shows("segment", "Segment", _t.segment),
        Shows("tool", "Tool", _t.tool),
        Shows("reviewed_on", "Reviewed", _t.reviewed_on),
        Shows("holds_until", "Holds until", _t.holds_until),
    ),
)
