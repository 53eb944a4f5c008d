"""Trial: the leads of some days judged by other rules, on a copy of the store."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from revdash.episodes.rebuild import rebuild
from revdash.episodes.rules import Rules
from revdash.episodes.whom import Found
from revdash.handoffs import drops
from revdash.metrics.scope import Scope, within
from revdash.store.schema.drops import handoff_drop
from revdash.store.schema.episodes import lead_episode
from revdash.store.schema.followers import question_now


def judge_again(copy: Connection, since: datetime, rules: Rules, as_of: datetime) -> None:
    """Derive everybody again who was handed over, or asked about, *since*; by *rules*."""
    e, q = lead_episode.c, question_now.c
    handed_over = select(e.person_id).where(e.mql_at >= since)
    asked_about = select(q.person_id).where(q.asked_at >= since)
    rebuild(copy, (Found((handed_over, asked_about)),), rules, as_of, drops.follow)


def drops_by_rule(copy: Connection, scope: Scope, codes: Sequence[str]) -> Mapping[str, int]:
    """How often each rule found a handoff dropped in the period."""
    d = handoff_drop.c
    is_late = within(d.opened_on, scope.period) & (d.opens_at < scope.as_of)
    counted = select(d.rule, func.count()).where(is_late, d.rule.in_(codes)).group_by(d.rule)
    return {row[0]: row[1] for row in copy.execute(counted)}
