"""Verdicts: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.metrics.described import Unit
from revdash.store.schema.followers import verdict_now

_t = verdict_now.c

BEHIND = Behind(
    table=verdict_now,
    key=_t.verdict_id,
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Lead", name_of(verdict_now)),
        Shows("verdict", "Verdict", _t.verdict),
        Shows("decided_on", "Day", _t.decided_on),
        Shows("reason", "Reason", _t.reason),
        Shows("note", "Note", _t.note),
        Shows("attempts", "Attempts before", _t.attempts_before, Unit.COUNT),
        Shows("owner", "Owner", _t.owner),
        Shows("source", "Source", _t.source),
        Shows("disputed_at", "Disputed", _t.disputed_at),
        Shows("settlement", "Settled", _t.settlement),
    ),
)
