"""Customers: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.store.schema.clientele import customer_now

_t = customer_now.c

BEHIND = Behind(
    table=customer_now,
    key=_t.account_id,
    columns=(
        Shows("account", "Customer", _t.account_name),
        Shows("segment", "Segment", _t.segment),
        Shows("source", "Source", _t.source),
        Shows("sourced_by", "Brought by", _t.sourced_by),
        Shows("deal", "Deal", _t.deal),
        Shows("owner", "Won by", _t.owner),
        Shows("started_on", "Since", _t.started_on),
        Shows("churned_on", "Left", _t.churned_on),
    ),
)
