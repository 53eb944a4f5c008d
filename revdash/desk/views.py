"""Views: the filters people saved by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from revdash.desk.audit import Stamp
from revdash.desk.revisions import change, insert, remove
from revdash.desk.tables.views import saved_view
from revdash.errors import InputError


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """One page with its filters, under a name; a shared one is for everybody."""

    owner_id: str
    page: str
    name: str
    filters: Mapping[str, Sequence[str]]  # by the name in the address
    is_shared: bool = False
    view_id: str = ""
    version: int = 0


def read_views(connection: Connection, member_id: str, page: str = "") -> tuple[SavedView, ...]:
    """Read a member's own views and the shared ones, of one page when it is named."""
    columns = saved_view.c
    query = (
        select(saved_view)
        .where(or_(columns.owner_id == member_id, columns.is_shared))
        .order_by(columns.name, columns.view_id)
    )
    if page:
        query = query.where(columns.page == page)
    return tuple(
        SavedView(
            view_id=row.view_id,
            owner_id=row.owner_id,
            page=row.page,
            name=row.name,
            filters=row.filters or {},
            is_shared=row.is_shared,
            version=row.version,
        )
        for row in connection.execute(query)
    )


def save_view(connection: Connection, view: SavedView, by: Stamp) -> str:
    """Save a view as it was read at ``view.version``; return its id."""
    if not view.name.strip():
        raise InputError("The view has no name. Give one to find it by.")
    values = {
        "owner_id": view.owner_id,
        "page": view.page,
        "name": view.name,
        "filters": dict(view.filters),
        "is_shared": view.is_shared,
    }
    if view.version:
        change(connection, saved_view, {**values, "view_id": view.view_id}, view.version, by)
        return view.view_id
    return insert(connection, saved_view, values, by)


def forget_view(connection: Connection, view: SavedView, by: Stamp) -> None:
    """Take a view away."""
    remove(connection, saved_view, view.view_id, view.version, by)
