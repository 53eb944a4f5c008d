"""Close dates put off: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.followers import close_date_move

_t = close_date_move.c

BEHIND = Behind(
    table=close_date_move,
    key=_t.move_id,
    columns=(
        Shows("name", "Deal", _t.name),
        Shows("account", "Account", _t.account_name),
        Shows("owner", "Owner", _t.owner),
        Shows("moved_on", "Put off", _t.moved_on),
        Shows("from", "From", _t.from_on),
        Shows("to", "To", _t.to_on),
        Shows("days", "Days", _t.days, Unit.DAYS),
    ),
)
