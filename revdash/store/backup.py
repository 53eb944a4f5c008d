"""Backup: the release in force and the desk in one file, and back again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from revdash.errors import ForeignStoreError, InputError, StoreError
from revdash.store import files
from revdash.store.archive import (
    DESK,
    MANIFEST,
    STORE,
    Manifest,
    Member,
    add_member,
    damaged,
    extract,
    opened,
    verify,
)
from revdash.store.hashes import COMPARED, content_of, contents
from revdash.store.migrations import bring_forward
from revdash.store.notes import Purpose, Release, assert_this_schema, release_in
from revdash.store.releases import Building, Releases
from revdash.store.schema import SCHEMA_VERSION

Desk = Callable[[Path], None]  # writes a copy of the desk to a path, or takes it from there


def backup(
    releases: Releases, target: Path, *, by: str, now: datetime, desk: Desk | None = None
) -> Manifest:
    """Write the release in force, and what *desk* copies, to *target*.

    The file has its name only once it is whole, read back and durable: a backup that is cut
    short leaves at most a ``.partial``, which the next one to the same name replaces.
    """
    release = releases.current()
    if release is None:
        raise StoreError(
            f"There is nothing to back up in {releases.folder}: no release was ever published. "
            "Run `revdash import` or `revdash demo` first."
        )
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}. Make it, or give another name.")
    if target.exists():
        raise InputError(f"{target} is there already and is left alone. Give another name.")
    with files.disk_in_words(target.parent), _partial(target) as partial:
        files.assert_room(target.parent, 2 * release.path.stat().st_size)
        with ZipFile(partial, "w") as archive:
            members = _members(archive, release, desk, partial)
            manifest = _manifest_of(releases, release, members, Purpose(what="", by=by, now=now))
            archive.writestr(MANIFEST, manifest.as_json())
        verify(partial)
        files.sync(partial)
        partial.rename(target)
        files.sync(target.parent)
    return manifest


def restore(
    releases: Releases, file: Path, *, by: str, now: datetime, desk: Desk | None = None
) -> Release:
    """Publish the release that *file* holds as the next one, and hand its desk to *desk*.

    All of *file* is verified before anything changes. The desk is handed over last, when the
    release is ready to be put in force.
    """
    manifest = verify(file)
    if manifest.schema_version > SCHEMA_VERSION:
        raise ForeignStoreError(
            f"{file.name} was made by a newer revdash (schema {manifest.schema_version}, this one "
            f"reads {SCHEMA_VERSION}). Nothing was changed. Update revdash, then restore it."
        )
    purpose = Purpose(what=f"restore {file.name}", by=by, now=now)
    with opened(file) as (archive, _):

        def fill(path: Path) -> None:
            files.assert_room(path.parent, 2 * manifest.members[STORE].size)
            extract(archive, manifest, STORE, path)

        with releases.building_from(fill, purpose) as building:
            _assert_same(building, manifest, file)
            bring_forward(building.connection, file)
            if desk is not None and DESK in manifest.members:
                copy = releases.folder / f"{DESK}.building"
                extract(archive, manifest, DESK, copy)
                desk(copy)
    return release_in(releases.folder, building.number)


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        yield partial
    finally:
        files.discard(partial)
        files.discard(_desk_beside(partial))


def _desk_beside(partial: Path) -> Path:
    return partial.with_name(f"{partial.name}.{DESK}")


def _members(
    archive: ZipFile, release: Release, desk: Desk | None, partial: Path
) -> dict[str, Member]:
    with files.bytes_of(release.path) as source:
        members = {STORE: add_member(archive, STORE, source)}
    if members[STORE].size != release.path.stat().st_size:
        raise StoreError(
            f"{release.name} could not be read to its end. Run `revdash check --deep`."
        )
    if desk is not None:
        copy = _desk_beside(partial)
        files.discard(copy)
        desk(copy)
        with copy.open("rb") as source:
            members[DESK] = add_member(archive, DESK, source)
    return members


def _manifest_of(
    releases: Releases, release: Release, members: dict[str, Member], purpose: Purpose
) -> Manifest:
    with releases.reading(release.path) as connection:
        assert_this_schema(connection, release.path)
        tables = contents(connection)
    return Manifest(
        release=release.number,
        schema_version=SCHEMA_VERSION,
        made_at=purpose.now,
        made_by=purpose.by,
        tables=tables,
        members=members,
    )


def _assert_same(building: Building, manifest: Manifest, file: Path) -> None:
    """Refuse a file whose tables are not what its manifest says."""
    if manifest.schema_version != SCHEMA_VERSION:
        return  # its bytes are as they were written; its tables are those of another schema
    for name, table in COMPARED.items():
        if content_of(building.connection, table) != manifest.tables.get(name):
            raise damaged(file, f"its table {name} is not what was written")
