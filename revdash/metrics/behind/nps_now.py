"""NPS answers: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows
from revdash.metrics.described import Unit
from revdash.store.schema.clientele import nps_now

_t = nps_now.c

BEHIND = Behind(
    table=nps_now,
    key=_t.event_key,
    columns=(
        Shows("account", "Customer", _t.account_name),
        Shows("score", "Score", _t.score, Unit.COUNT),
        Shows("theme", "Theme", _t.theme),
        Shows("role", "Who", _t.respondent_role),
        Shows("wave", "Wave", _t.wave),
        Shows("segment", "Segment", _t.segment),
        Shows("source", "Source", _t.source),
        Shows("answered_on", "Answered", _t.answered_on),
    ),
)
