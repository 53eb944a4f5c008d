"""Touches: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.store.schema.followers import touch_now

_t = touch_now.c

BEHIND = Behind(
    table=touch_now,
    key=_t.event_key,
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Person", name_of(touch_now)),
        Shows("touch_type", "Touch", _t.touch_type),
        Shows("touched_on", "Day", _t.touched_on),
        Shows("channel", "Channel", _t.channel),
        Shows("campaign", "Campaign", _t.campaign),
        Shows("asset", "Content", _t.asset),
        Shows("next_step_at", "Next step", _t.next_step_at),
    ),
)
