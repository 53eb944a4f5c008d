"""Health versions: weights, floors and targets that both sides draft, sign and hold to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from revdash.api.acting import moment, side_of, stamp
from revdash.api.actors import Actor, Right, rights_of
from revdash.api.asking import day_text
from revdash.api.health_views import PostsGiven, VersionView
from revdash.api.health_words import posts_grid
from revdash.api.house import House
from revdash.api.publishing import publish_soon
from revdash.desk.health import (
    PROPOSAL,
    Goalposts,
    HealthVersion,
    discard_health,
    draft_health,
    in_force,
    read_health_versions,
    sign_health,
)
from revdash.desk.people import read_members
from revdash.errors import InputError
from revdash.health.parts import PARTS, yards_of
from revdash.terms import Side


def versions_of(house: House, actor: Actor) -> tuple[VersionView, ...]:
    """Every version, the newest first; the proposal that holds until one is signed is the last."""
    with house.desk.connect() as desk:
        names = {one.member_id: one.name for one in read_members(desk, active=False)}
        found = (PROPOSAL, *read_health_versions(desk))
    holds = in_force(found[1:])[-1].version_no
    return tuple(_view(one, names, actor, holds) for one in reversed(found))


def posts_now(house: House) -> tuple[tuple[str, PostsGiven], ...]:
    """The label, weight and goalposts of each part as they are, to change in a draft."""
    with house.desk.connect() as desk:
        found = read_health_versions(desk)
    start = _draft_of(found) or in_force(found)[-1]
    return tuple(
        (
            part.label,
            PostsGiven(name=part.name, weight=y.weight, floor=y.floor, target=y.target),
        )
        for part, y in zip(PARTS, yards_of(start), strict=True)
    )


def draft(house: House, actor: Actor, given: Sequence[PostsGiven], note: str) -> str:
    """Write a draft down, or change the one there is; returns a sentence."""
    posts = {one.name: Goalposts(one.weight, one.floor, one.target) for one in given}
    with house.desk.writing() as desk:
        open_draft = _draft_of(read_health_versions(desk)) or HealthVersion()
        wanted = replace(open_draft, components=posts, note=note)
        draft_health(desk, wanted, stamp(actor, ""))
    return "The draft is saved. It comes into force once both sides have signed it."


def discard(house: House, actor: Actor, key: str, version: int) -> str:
    """Throw a draft away, as it was seen; returns a sentence."""
    with house.desk.writing() as desk:
        seen = _seen(read_health_versions(desk), key, version)
        discard_health(desk, seen, stamp(actor, ""))
    return "The draft is gone. What is in force stays."


def sign(house: House, actor: Actor, key: str, version: int) -> str:
    """Sign a draft for one's own side, as it was seen; returns a sentence."""
    with house.facts() as connection:
        now, _ = moment(house, connection)
    with house.desk.writing() as desk:
        seen = _seen(read_health_versions(desk), key, version)
        side = side_of(actor) or Side.SHARED
        is_whole = sign_health(desk, seen, side, stamp(actor, ""), since=now)
    if not is_whole:
        return f"Signed for {actor.side}. It comes into force with the other side's signature."
    publish_soon(house, actor.name)
    return "Both sides have signed: the weeks that end from now on are reckoned by it."


def _seen(found: Sequence[HealthVersion], key: str, version: int) -> HealthVersion:
    one = next((one for one in found if one.health_version_id == key), None)
    if one is None:
        raise InputError("This version is no longer there. Reload the page to see those that are.")
    return replace(one, version=version)


def _draft_of(found: Sequence[HealthVersion]) -> HealthVersion | None:
    return next((one for one in reversed(found) if not one.is_joint), None)


def _view(one: HealthVersion, names: Mapping[str, str], actor: Actor, holds: int) -> VersionView:
    is_draft = bool(one.version_no) and not one.is_joint
    side = side_of(actor) if Right.ACT in rights_of(actor.role) else None
    may_sign = is_draft and side is not None and not getattr(one, f"signed_by_{side.value}")
    return VersionView(
        key=one.health_version_id,
        version=one.version,
        title=_title(one, holds),
        signed=_signed(one, names),
        note=one.note,
        is_draft=is_draft,
        may_sign=may_sign and actor.actor_id not in {one.signed_by_marketing, one.signed_by_sales},
        posts=posts_grid(yards_of(one)),
    )


def _title(one: HealthVersion, holds: int) -> str:
    if not one.version_no:
        told = "revdash's proposal"
    else:
        since = f" since {day_text(one.valid_from.date())}" if one.valid_from else ""
        told = f"Version {one.version_no}{since if one.is_joint else ', a draft'}"
    return f"{told} · in force" if one.version_no == holds else told


def _signed(one: HealthVersion, names: Mapping[str, str]) -> str:
    if not one.version_no:
        return "Nobody has signed it: it holds until both sides sign a version of their own."
    told = (
        f"{side.value} {names.get(who, who) if who else 'not yet'}"
        for side in (Side.MARKETING, Side.SALES)
        for who in [getattr(one, f"signed_by_{side.value}")]
    )
    return f"Signed by: {', '.join(told)}."
