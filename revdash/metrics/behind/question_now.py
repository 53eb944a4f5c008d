"""Questions: what a reader sees of one."""

from revdash.metrics.behind.columns import Behind, Shows, name_of
from revdash.store.schema.followers import question_now

_t = question_now.c

BEHIND = Behind(
    table=question_now,
    key=_t.event_key,
    columns=(
        Shows("account", "Account", _t.account_name),
        Shows("person", "Lead", name_of(question_now)),
        Shows("asked_by", "Asked by", _t.asked_by_team),
        Shows("question", "Question", _t.question),
        Shows("asked_on", "Asked", _t.asked_on),
        Shows("due_at", "Due", _t.due_at),
        Shows("answered_at", "Answered", _t.answered_at),
    ),
)
