"""Nobody home: by which rule leads were with nobody, with somebody away, or with one who left."""

from sqlalchemy import Connection, func, select

from revdash.metrics.scope import Scope, within
from revdash.metrics.shapes import AS_OF
from revdash.store.schema.drops import handoff_drop
from revdash.store.schema.episodes import lead_episode

CAUSES = {
    "D01": "nobody owned it",
    "D02": "its owner was away, and nobody stood in",
    "D03": "its owner had left",
}
_d, _e = handoff_drop.c, lead_episode.c


def by_cause(connection: Connection, scope: Scope) -> tuple[tuple[str, int], ...]:
    """Count the leads handed over in the period by each cause, a lead of two causes twice."""
    counted = (
        select(_d.rule, func.count(_d.episode_id.distinct()))
        .join(lead_episode, _e.episode_id == _d.episode_id)
        .where(_d.rule.in_(CAUSES), _d.opens_at < AS_OF)
        .where(within(_e.mql_on, scope.period), scope.where(lead_episode))
        .group_by(_d.rule)
    )
    found: dict[str, int] = dict(connection.execute(counted, {"as_of": scope.as_of}).all())
    return tuple((words, found.get(rule, 0)) for rule, words in CAUSES.items())
