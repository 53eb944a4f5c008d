"""Facts of: the human, or the human of the deal, behind one record."""

from revdash.api.actors import Actor, Right
from revdash.api.house import house
from revdash.handoffs.story import person_behind
from revdash.metrics.catalog import find
from revdash.metrics.shapes import parts_of


def whose(actor: Actor, metric: str, part: str, record: str) -> str:
    """The human behind one record of one metric, or of one part of it; empty where unknown."""
    actor.assert_may(Right.READ)
    leaves = {leaf.name: leaf for leaf in parts_of(find(metric))}
    leaf = leaves.get(part) or list(leaves.values())[-1]
    with house().facts() as connection:
        return person_behind(connection, leaf.table, record) or ""
