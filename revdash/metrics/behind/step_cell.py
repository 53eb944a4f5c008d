"""Steps by segment: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.workshop import step_cell

_t = step_cell.c

BEHIND = Behind(
    table=step_cell,
    key=_t.cell_id,
    columns=(
        Shows("position", "Place", _t.position, Unit.COUNT),
        Shows("step", "Step", _t.step),
        Shows("segment", "Segment", _t.segment),
        Shows("who", "Who acts", _t.acting_role),
        Shows("since_on", "Agreed", _t.since_on),
    ),
)
