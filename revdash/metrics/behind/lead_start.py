"""Leads: what a reader sees of one from its first day."""

from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.store.schema.followers import lead_start

_t = lead_start.c

BEHIND = Behind(
    table=lead_start,
    key=_t.person_id,
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Lead", name_of(lead_start)),
        Shows("source", "Source", _t.source),
        Shows("campaign", "Campaign", _t.campaign),
        Shows("region", "Region", _t.region),
        Shows("lead_on", "First seen", _t.lead_on),
        Shows("mql_at", "Handed over", _t.mql_at),
        Shows("sql_at", "SQL", _t.sql_at),
        Shows("scoring", "Scoring", _t.scoring_version),
    ),
)
