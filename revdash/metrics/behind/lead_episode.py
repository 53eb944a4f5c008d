"""Handoffs: what a reader sees of one."""

from sqlalchemy import func

from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.metrics.described import Unit
from revdash.metrics.worktime_now import waited_until_now, with_worktime
from revdash.store.schema.episodes import lead_episode

_t = lead_episode.c
_waited = func.coalesce(_t.wait_seconds, waited_until_now())

BEHIND = Behind(
    table=lead_episode,
    key=_t.episode_id,
    source=with_worktime(lead_episode),
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Lead", name_of(lead_episode)),
        Shows("tier", "Tier", _t.tier),
        Shows("source", "Source", _t.source),
        Shows("owner", "Owner", _t.owner),
        Shows("mql_on", "Handed over", _t.mql_on),
        Shows("waited", "Waited", _waited / 3600.0, Unit.HOURS),
        Shows("routing", "Routing", _t.routing_seconds / 3600.0, Unit.HOURS),
        Shows("response", "Response", _t.response_seconds / 3600.0, Unit.HOURS),
        Shows("due_at", "Due", _t.due_at),
        Shows("first_attempt_at", "First attempt", _t.first_attempt_at),
        Shows("attempts", "Attempts in ten days", _t.cadence_attempts, Unit.COUNT),
        Shows("stage", "Stage", _t.stage),
        Shows("reason", "Reason", _t.reason_code),
    ),
)
