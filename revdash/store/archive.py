"""Archive: the one file of a backup, what it says of itself, and whether it is whole."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from revdash.errors import ForeignStoreError
from revdash.store.hashes import Content

FORMAT = 1
STORE, DESK, MANIFEST = "store.duckdb", "desk.sqlite", "manifest.json"
_PIECE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file in a backup: its size and what its bytes hash to."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup holds."""

    release: int
    schema_version: int
    made_at: datetime
    made_by: str
    tables: dict[str, Content]
    members: dict[str, Member]

    def as_json(self) -> str:
        """Write it down."""
        words = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        words["tables"] = {name: list(content) for name, content in self.tables.items()}
        return json.dumps(words, indent=1, sort_keys=True)


def add_member(archive: ZipFile, name: str, source: IO[bytes]) -> Member:
    """Put all that *source* gives into a backup."""
    digest, size = hashlib.sha256(), 0
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    with archive.open(member, "w", force_zip64=True) as sink:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            sink.write(piece)
    return Member(size=size, sha256=digest.hexdigest())


@contextmanager
def opened(file: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open a backup for reading; refuse what is none."""
    try:
        with ZipFile(file) as archive:
            manifest = _manifest(archive, file)
            yield archive, manifest
    except (BadZipFile, zlib.error, EOFError) as error:
        raise damaged(file, str(error)) from None


def extract(archive: ZipFile, manifest: Manifest, name: str, target: Path) -> None:
    """Write one member to *target*; what differs from the manifest is refused."""
    with target.open("xb") as sink:
        target.chmod(0o600)
        digest = _read_through(archive, name, sink)
    if digest != manifest.members[name].sha256:
        raise damaged(Path(archive.filename or ""), f"{name} is not what was written")


def verify(file: Path) -> Manifest:
    """Read a whole backup back; refuse it when one byte differs from what was written."""
    if not file.is_file():
        raise ForeignStoreError(
            f"There is no file {file}. Nothing was changed. Give the name of a backup that "
            "`revdash backup` wrote."
        )
    try:
        with opened(file) as (archive, manifest):
            for name, member in manifest.members.items():
                if _read_through(archive, name) != member.sha256:
                    raise damaged(file, f"{name} is not what was written")
    except (OSError, RuntimeError) as error:  # unreadable; locked by a password; another method
        raise damaged(file, str(error)) from None
    return manifest


def damaged(file: Path, reason: str) -> ForeignStoreError:
    """The refusal of a backup that is not whole."""
    return ForeignStoreError(
        f"{file.name} is damaged or no backup of revdash ({reason}). Nothing was changed. "
        "Take another backup file."
    )


def _read_through(archive: ZipFile, name: str, sink: IO[bytes] | None = None) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as source:
        while piece := source.read(_PIECE):
            digest.update(piece)
            if sink is not None:
                sink.write(piece)
    return digest.hexdigest()


def _manifest(archive: ZipFile, file: Path) -> Manifest:
    try:
        words = json.loads(archive.read(MANIFEST))
        if words["format"] > FORMAT:
            raise ForeignStoreError(
                f"{file.name} was made by a newer revdash (format {words['format']}, this one "
                f"reads {FORMAT}). Nothing was changed. Update revdash, then restore it."
            )
        return Manifest(
            release=words["release"],
            schema_version=words["schema_version"],
            made_at=datetime.fromisoformat(words["made_at"]),
            made_by=words["made_by"],
            tables={name: Content(*content) for name, content in words["tables"].items()},
            members={
                name: Member(**words["members"][name])
                for name in (STORE, DESK)
                if name in words["members"] or name == STORE
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged(file, f"its {MANIFEST} cannot be read: {error}") from None
