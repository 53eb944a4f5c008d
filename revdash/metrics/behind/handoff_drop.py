"""Dropped handoffs: what a reader sees of one firing."""

from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.store.schema.drops import handoff_drop

_t = handoff_drop.c

BEHIND = Behind(
    table=handoff_drop,
    key=_t.instance_key,
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Lead", name_of(handoff_drop)),
        Shows("rule", "Rule", _t.rule),
        Shows("severity", "Severity", _t.severity),
        Shows("side", "Whose turn", _t.side),
        Shows("opens_at", "Late since", _t.opens_at),
        Shows("resolved_at", "Resolved", _t.resolved_at),
        Shows("resolved_by", "Resolved by", _t.resolved_by),
        Shows("owner", "Owner", _t.owner),
        Shows("tier", "Tier", _t.tier),
        Shows("source", "Source", _t.source),
    ),
)
