"""Health: what its page asks for: the number, a part opened, and the versions both sides sign."""

from collections.abc import Sequence
from dataclasses import replace

from revdash.api import health_versions
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.health_part import part_of
from revdash.api.health_sheet import look, sheet_of
from revdash.api.health_views import HealthView, PartDetail, PostsGiven
from revdash.api.house import house


def health(actor: Actor, week: str = "", against: str = "1") -> HealthView:
    """Alignment Health as of the end of a week, and what moved it since the one held against."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        found = sheet_of(look(house(), connection, week, against))
    return replace(
        found,
        versions=health_versions.versions_of(house(), actor),
        may_draft=Right.SET in rights_of(actor.role),
    )


def part(actor: Actor, name: str, week: str = "", against: str = "1", leaf: str = "") -> PartDetail:
    """One part opened: what each team did to it, and the records of one *leaf* of it."""
    actor.assert_may(Right.READ)
    with house().facts() as connection:
        return part_of(connection, look(house(), connection, week, against), name, leaf)


def posts(actor: Actor) -> tuple[tuple[str, PostsGiven], ...]:
    """The weights and goalposts to begin a draft from, each with its label."""
    actor.assert_may(Right.READ)
    return health_versions.posts_now(house())


def draft(actor: Actor, given: Sequence[PostsGiven], note: str = "") -> str:
    """Draft a version of the weights and goalposts; returns a sentence."""
    actor.assert_may(Right.SET)
    return health_versions.draft(house(), actor, given, note)


def discard(actor: Actor, key: str, version: int) -> str:
    """Throw a draft away; returns a sentence."""
    actor.assert_may(Right.SET)
    return health_versions.discard(house(), actor, key, version)


def sign(actor: Actor, key: str, version: int) -> str:
    """Sign a draft for one's own side; returns a sentence."""
    actor.assert_may(Right.ACT)
    return health_versions.sign(house(), actor, key, version)
