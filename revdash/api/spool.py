"""Spool: dropped files on disk, who brought them and how they are to be read, until they are in."""

import io
import json
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from revdash.api.actors import Actor
from revdash.api.house import House
from revdash.api.understanding import UNASKED, Answers
from revdash.clock import utc_now
from revdash.desk.people import Role
from revdash.errors import InputError
from revdash.store import files
from revdash.store.lock import alive, is_alive

JOBS, JOB, PROGRESS, OUTCOME = "jobs", "job.json", "progress.json", "outcome.json"
LOCK, CHANGING, LOG = "alive.lock", "changing.lock", "log.txt"
KEPT = timedelta(days=1)  # that nobody has done anything with
STARTING = timedelta(seconds=60)  # in which a process begins its work on a busy machine
PIECE = 1 << 20
MB = 1 << 20
MOST_BYTES = 2048 * MB  # of all dropped files that wait to be imported
LONGEST_NAME = 120  # bytes

_KEY = re.compile(r"[0-9a-f]{16}")
_UNSAFE = re.compile(r"[^\w .()+@-]+")


@dataclass(frozen=True, kw_only=True)
class Job:
    """Files dropped together: what is to become of them."""

    key: str
    actor: Actor
    made_at: datetime
    names: tuple[str, ...]
    answers: Answers = UNASKED
    is_dry: bool = False
    started_at: datetime | None = None


class Spool:
    """The folder of one job."""

    def __init__(self, house: House, key: str) -> None:
        """Look at the folder of *key*; raise InputError when no job can be called that."""
        if not _KEY.fullmatch(key):
            raise _no_job(key)
        self.key = key
        self.data = house.settings.data
        self.folder = self.data / JOBS / key

    @classmethod
    def fill(cls, house: House, actor: Actor, given: Sequence[tuple[str, BinaryIO]]) -> "Spool":
        """Write dropped files to a new folder, piece by piece, for this user's eyes only."""
        if not given:
            raise InputError("No file was given. Drop at least one.")
        spool = cls(house, secrets.token_hex(8))
        files.assert_writable(spool.data)
        _assert_room(house, [stream for _, stream in given])
        try:
            with files.disk_in_words(spool.data):
                spool.folder.mkdir(parents=True, mode=0o700)
                names = tuple(_safe(name) for name, _ in given)
                for number, (_, stream) in enumerate(given):
                    _write(spool.folder / "files" / str(number) / names[number], stream)
                spool.save(Job(key=spool.key, actor=actor, made_at=utc_now(), names=names))
        except BaseException:
            spool.discard()
            raise
        return spool

    @property
    def paths(self) -> list[Path]:
        """The files, in the order in which they were dropped; none once they are in."""
        return sorted((self.folder / "files").glob("*/*"), key=lambda path: int(path.parent.name))

    @property
    def version(self) -> str:
        """A text that changes whenever anything is said of the files."""
        try:
            return str((self.folder / JOB).stat().st_mtime_ns)
        except FileNotFoundError:
            raise _no_job(self.key) from None

    def load(self) -> Job:
        """Read what the job is; raise InputError when there is none."""
        raw = self.read(JOB)
        if raw is None:
            raise _no_job(self.key)
        actor = raw["actor"]
        started = raw["started_at"]
        return Job(
            key=self.key,
            actor=Actor(actor_id=actor["actor_id"], name=actor["name"], role=Role(actor["role"])),
            made_at=datetime.fromisoformat(raw["made_at"]),
            names=tuple(raw["names"]),
            answers=_answers(raw["answers"]),
            is_dry=raw["is_dry"],
            started_at=datetime.fromisoformat(started) if started else None,
        )

    def save(self, job: Job) -> None:
        """Write what the job is."""
        self.write(JOB, asdict(job))

    @contextmanager
    def changing(self) -> Iterator[Job]:
        """Be the only one to change the job for the length of a block; of two clicks one waits."""
        self.load()
        with files.disk_in_words(self.data), alive(self.folder / CHANGING):
            yield self.load()

    def keep(self, job: Job) -> None:
        """Write what the job is now; what was tried before no longer tells anything."""
        for name in (PROGRESS, OUTCOME):
            (self.folder / name).unlink(missing_ok=True)
        self.save(job)

    def told(self, problem: Exception) -> str:
        """What is wrong, without the place where the files lie."""
        return re.sub(rf"{re.escape(str(self.folder))}/files/\d+/", "", str(problem))

    def read(self, name: str) -> Any:
        """One of the job's own files, or None while it is not there, or was lost to the disk."""
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None

    def write(self, name: str, raw: Mapping[str, Any]) -> None:
        """Write one of the job's own files; who reads it sees all of the old or of the new."""
        partial = self.folder / f"{name}.part"
        with files.disk_in_words(self.data):
            partial.touch(mode=0o600)
            partial.write_text(json.dumps(raw, default=str, ensure_ascii=False), encoding="utf-8")
            partial.replace(self.folder / name)

    def is_running(self, job: Job) -> bool:
        """Whether a process is at work on it, or was only just started."""
        if job.started_at is None or (self.folder / OUTCOME).exists():
            return False
        if is_alive(self.folder / LOCK):
            return True
        is_begun = (self.folder / PROGRESS).exists()
        return not is_begun and utc_now() - job.started_at < STARTING

    def is_forgotten(self) -> bool:
        """Whether nobody came back to it for a day, also to one never dropped to its end."""
        if self.read(JOB) is None:
            touched = self.folder.stat().st_mtime
            return utc_now().replace(tzinfo=UTC).timestamp() - touched > KEPT.total_seconds()
        job = self.load()
        return utc_now() - (job.started_at or job.made_at) > KEPT and not self.is_running(job)

    def discard_files(self, left: Sequence[str] = ()) -> None:
        """Delete the dropped files but the last, which are *left*; what became of them is kept."""
        paths = self.paths
        for path in paths[: len(paths) - len(left)]:
            files.discard(path.parent)
        if left:
            self.save(replace(self.load(), names=tuple(left)))

    def discard(self) -> None:
        """Delete all of it."""
        files.discard(self.folder)


def spools(house: House) -> list[Spool]:
    """Every job there is, the newest first; what nobody came back to is deleted."""
    found = []
    for path in (house.settings.data / JOBS).glob("*"):
        if not _KEY.fullmatch(path.name):
            continue
        spool = Spool(house, path.name)
        with suppress(InputError, FileNotFoundError):  # dismissed while we look
            if spool.is_forgotten():
                spool.discard()
            else:
                found.append((spool.load().made_at, spool))
    return [spool for _, spool in sorted(found, key=lambda one: one[0], reverse=True)]


def _answers(raw: Mapping[str, Any]) -> Answers:
    dates = {table: tuple(formats) for table, formats in raw["dates"].items()}
    return Answers(
        encodings=raw["encodings"],
        dates=dates,
        mappings=raw["mappings"],
        skips=tuple(raw["skips"]),
        sources=raw.get("sources", {}),
        decimals=raw.get("decimals", {}),
    )


def _assert_room(house: House, streams: Sequence[BinaryIO]) -> None:
    """Refuse what the disk has no room for, and more than a server should keep waiting."""
    coming = 0
    for stream in streams:
        coming += stream.seek(0, io.SEEK_END)
        stream.seek(0)
    files.assert_room(house.settings.data, files.SPARE_BYTES + coming)
    waiting = sum(path.stat().st_size for spool in spools(house) for path in spool.paths)
    if waiting + coming > MOST_BYTES:
        raise InputError(
            f"{coming // MB:,} MB were dropped and {waiting // MB:,} MB wait to be imported; at "
            f"most {MOST_BYTES // MB:,} MB may wait. Import or discard what waits, or run "
            "`revdash import` with the files."
        )


def _write(path: Path, stream: BinaryIO) -> None:
    path.parent.mkdir(parents=True, mode=0o700)
    path.touch(mode=0o600)
    with path.open("wb") as sink:
        shutil.copyfileobj(stream, sink, PIECE)


def _safe(name: str) -> str:
    """A file's name without what could lead out of its folder, its end kept."""
    composed = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = _UNSAFE.sub("_", composed).encode()[-LONGEST_NAME:].decode(errors="ignore")
    return plain.strip(" .") or "file"


def _no_job(key: str) -> InputError:
    return InputError(
        f"There is no job '{key[:40]}': it was ended or dismissed. Drop the files again."
    )
