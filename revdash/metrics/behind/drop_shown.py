"""Drops shown: what a reader sees of the worst that lies open on one subject."""

from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.metrics.described import Unit
from revdash.store.schema.drops import drop_shown

_t = drop_shown.c

BEHIND = Behind(
    table=drop_shown,
    key=_t.instance_key,
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Lead", name_of(drop_shown)),
        Shows("rule", "Rule", _t.rule),
        Shows("severity", "Severity", _t.severity),
        Shows("weight", "Weight", _t.weight, Unit.RATIO),
        Shows("side", "Whose turn", _t.side),
        Shows("opens_at", "Late since", _t.opens_at),
        Shows("owner", "Owner", _t.owner),
        Shows("tier", "Tier", _t.tier),
        Shows("source", "Source", _t.source),
    ),
)
