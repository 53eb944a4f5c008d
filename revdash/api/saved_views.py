"""Saved views: pages with their question kept under a name, for oneself or for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from revdash.api.actors import Actor, Right
from revdash.api.explore_views import KeptView
from revdash.api.house import house
from revdash.desk.people import read_members
from revdash.desk.views import SavedView, forget_view, read_views, save_view
from revdash.errors import InputError, NotAllowedError


def views(actor: Actor) -> tuple[KeptView, ...]:
    """The actor's own views by name, then those that others share."""
    actor.assert_may(Right.READ)
    with house().desk.connect() as desk:
        found = read_views(desk, actor.actor_id)
        names = {one.member_id: one.name for one in read_members(desk, active=False)}
    kept = [_kept(view, actor, names) for view in found]
    return tuple(sorted(kept, key=lambda view: not view.is_own))


def keep(
    actor: Actor, name: str, page: str, words: Mapping[str, Sequence[str]], *, is_shared: bool
) -> str:
    """Keep a page with its question under a name, over what was there under it; says so."""
    actor.assert_may(Right.READ)
    title = " ".join(name.split())
    with house().desk.writing() as desk:
        mine = (one for one in read_views(desk, actor.actor_id, page) if _is_own(one, actor))
        before = next((one for one in mine if one.name.casefold() == title.casefold()), None)
        view = before or SavedView(owner_id=actor.actor_id, page=page, name=title, filters={})
        now = replace(view, name=title, filters=dict(words), is_shared=is_shared)
        save_view(desk, now, house().stamp(actor.actor_id))
    whom = "everybody finds it here" if is_shared else "you find it here"
    return f"“{title}” {'shows this now' if before else 'is kept'}; {whom}."


def change(actor: Actor, key: str, name: str, *, is_shared: bool) -> str:
    """Give an own view another name, or share it, or no longer."""
    actor.assert_may(Right.READ)
    title = " ".join(name.split())
    with house().desk.writing() as desk:
        view = _own(desk, actor, key)
        now = replace(view, name=title, is_shared=is_shared)
        save_view(desk, now, house().stamp(actor.actor_id))
    return f"“{title}” is {'for everybody' if is_shared else 'yours alone'}."


def forget(actor: Actor, key: str) -> str:
    """Take an own view away."""
    actor.assert_may(Right.READ)
    with house().desk.writing() as desk:
        view = _own(desk, actor, key)
        forget_view(desk, view, house().stamp(actor.actor_id))
    return f"“{view.name}” is forgotten."


def _own(desk: Connection, actor: Actor, key: str) -> SavedView:
    view = next((one for one in read_views(desk, actor.actor_id) if one.view_id == key), None)
    if view is None:
        raise InputError("This view is no longer there. Reload the page to see those that are.")
    if not _is_own(view, actor):
        raise NotAllowedError(
            f"“{view.name}” is somebody else's. Keep this page under a name of your own instead."
        )
    return view


def _is_own(view: SavedView, actor: Actor) -> bool:
    return view.owner_id == actor.actor_id


def _kept(view: SavedView, actor: Actor, names: Mapping[str, str]) -> KeptView:
    return KeptView(
        key=view.view_id,
        name=view.name,
        page=view.page,
        words={name: tuple(values) for name, values in view.filters.items()},
        by=names.get(view.owner_id, view.owner_id),
        is_own=_is_own(view, actor),
        is_shared=view.is_shared,
    )
