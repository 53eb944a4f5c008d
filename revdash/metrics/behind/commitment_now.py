"""Commitments: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.joint import commitment_now

_t = commitment_now.c

BEHIND = Behind(
    table=commitment_now,
    key=_t.event_key,
    columns=(
        Shows("words", "Commitment", _t.words),
        Shows("owner", "Owner", _t.owner),
        Shows("side", "Side", _t.side),
        Shows("original_due_on", "Due at first", _t.original_due_on),
        Shows("current_due_on", "Due now", _t.current_due_on),
        Shows("done_on", "Done", _t.done_on),
        Shows("state", "State", _t.state),
        Shows("slips", "Put off", _t.slips, Unit.COUNT),
        Shows("subject", "About", _t.subject),
    ),
)
