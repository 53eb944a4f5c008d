"""Deals in a step: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.store.schema.workshop import step_pass

_t = step_pass.c

BEHIND = Behind(
    table=step_pass,
    key=_t.pass_id,
    columns=(
        Shows("deal", "Deal", _t.deal),
        Shows("account", "Account", _t.account_name),
        Shows("owner", "Owner", _t.owner),
        Shows("step", "Step", _t.step),
        Shows("entered_on", "Entered", _t.entered_on),
        Shows("advanced_at", "Further", _t.advanced_at),
        Shows("tool", "Tool", _t.tool),
        Shows("used_at", "Used", _t.used_at),
    ),
)
