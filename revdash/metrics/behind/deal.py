"""Deals: what a reader sees of one."""

from sqlalchemy import func

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.episodes import deal

_t = deal.c

BEHIND = Behind(
    table=deal,
    key=_t.opportunity_id,
    columns=(
        Shows("name", "Deal", func.coalesce(_t.name, _t.opportunity_id)),
        Shows("account", "Account", _t.account_name),
        Shows("owner", "Owner", _t.owner),
        Shows("source", "Source", _t.source),
        Shows("stage", "Stage", _t.stage),
        Shows("outcome", "Outcome", _t.outcome),
        Shows("created_on", "Created", _t.created_on),
        Shows("expected_close_on", "Expected", _t.expected_close_on),
        Shows("closed_on", "Closed", _t.closed_on),
        Shows("amount", "Amount", _t.amount_base, Unit.MONEY),
        Shows("reason", "Reason", _t.reason),
    ),
)
