"""Companies: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.store.schema.followers import account_now

_t = account_now.c

BEHIND = Behind(
    table=account_now,
    key=_t.account_id,
    columns=(
        Shows("name", "Company", _t.name),
        Shows("segment", "Segment", _t.segment),
        Shows("region", "Region", _t.region),
        Shows("owner", "Owner", _t.owner),
        Shows("list", "Target list", _t.target_list_version),
    ),
)
