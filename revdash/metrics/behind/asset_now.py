"""Material: what a reader sees of one piece."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.workshop import asset_now

_t = asset_now.c

BEHIND = Behind(
    table=asset_now,
    key=_t.asset_id,
    columns=(
        Shows("title", "Material", _t.title),
        Shows("kind", "Kind", _t.asset_kind),
        Shows("scope", "For", _t.scope),
        Shows("deal", "Deal", _t.deal),
        Shows("asked", "Asked for by", _t.requested_by),
        Shows("maker", "Made by", _t.owner),
        Shows("created_on", "Made", _t.created_on),
        Shows("deals", "Deals in 60 days", _t.deals_used, Unit.COUNT),
    ),
)
