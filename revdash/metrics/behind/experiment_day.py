"""Days of experiments: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.joint import experiment_day

_t = experiment_day.c

BEHIND = Behind(
    table=experiment_day,
    key=_t.event_key,
    columns=(
        Shows("day", "Day", _t.day),
        Shows("source", "Channel", _t.source),
        Shows("hypothesis", "Tests whether", _t.hypothesis),
        Shows("spend", "Spent", _t.spend, Unit.MONEY),
        Shows("decision", "Decision", _t.decision),
    ),
)
