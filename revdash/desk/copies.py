"""Copies: a desk file copied while it is used, and put back."""

from datetime import datetime
from pathlib import Path

from revdash.desk import files, migrate
from revdash.desk.engine import WAIT_SECONDS, Desk, desk_path
from revdash.desk.trouble import told_of_files
from revdash.errors import ForeignStoreError, InputError

_ON_A_SERVER = (
    "The desk is a PostgreSQL database, which revdash does not copy itself. "
    "Use the server's own pg_dump and pg_restore."
)


def backup_to(desk: Desk, target: Path) -> Path:
    """Copy the desk to *target*, whole and checked, while others go on writing."""
    if desk.path is None:
        raise InputError(_ON_A_SERVER)
    with told_of_files(str(target), desk.wait_seconds):
        files.copy_whole(desk.path, target, wait_seconds=desk.wait_seconds)
    return target


def restore_from(
    folder: Path, copy: Path, url: str = "", *, now: datetime, wait_seconds: float = WAIT_SECONDS
) -> Path | None:
    """Put a copy in the desk's place; return where the desk that was there is kept.

    Programs that have the desk open see the copy at their next read. A copy that is no
    whole desk, or a newer one, is refused before anything is touched.
    """
    path = desk_path(folder, url)
    if path is None:
        raise InputError(_ON_A_SERVER)
    if not copy.is_file():
        raise InputError(f"There is no file {copy}. Name a copy made by `revdash backup`.")
    with told_of_files(str(copy), wait_seconds):
        migrate.file_revision(copy, wait_seconds)
        files.check_pages(copy)
    with told_of_files(str(path), wait_seconds), migrate.held(path, wait_seconds):
        if not path.exists():
            files.copy_whole(copy, path, wait_seconds=wait_seconds)
            return None
        kept = path.with_name(f"desk-before-restore-{now:%Y%m%dT%H%M%S%f}.sqlite")
        try:
            with told_of_files(str(path), wait_seconds):
                files.copy_whole(path, kept, wait_seconds=wait_seconds)
        except ForeignStoreError:  # damaged: keep it as it is, and start from the copy
            files.move_aside(path, kept)
            files.copy_whole(copy, path, wait_seconds=wait_seconds)
        else:
            files.pour(copy, path, wait_seconds=wait_seconds)
        return kept
