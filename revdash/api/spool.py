"""Spool: dropped files on disk, who brought them and how they are to be read, until they are in."""

import json
import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from revdash.api.actors import Actor
from revdash.api.house import House
from revdash.api.understanding import UNASKED, Answers
from revdash.clock import utc_now
from revdash.desk.people import Role
from revdash.errors import InputError, StoreError
from revdash.store import files
from revdash.store.lock import is_alive

JOBS, JOB, PROGRESS, OUTCOME, LOCK, LOG = (
    *("jobs", "job.json", "progress.json", "outcome.json", "alive.lock", "log.txt"),
)
KEPT = timedelta(days=1)  # that nobody has done anything with
STARTING = timedelta(seconds=60)  # in which a process begins its work on a busy machine
PIECE = 1 << 20
LONGEST_NAME = 120

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
        self.folder = house.settings.data / JOBS / key

    @classmethod
    def fill(cls, house: House, actor: Actor, given: Sequence[tuple[str, BinaryIO]]) -> "Spool":
        """Write dropped files to a new folder, piece by piece, for this user's eyes only."""
        if not given:
            raise InputError("No file was given. Drop at least one.")
        spool = cls(house, secrets.token_hex(8))
        files.assert_writable(house.settings.data)
        try:
            with files.disk_in_words(house.settings.data):
                spool.folder.mkdir(parents=True, mode=0o700)
                names = tuple(_safe(name) for name, _ in given)
                for number, (_, stream) in enumerate(given):
                    _write(spool.folder / "files" / str(number) / names[number], stream)
                spool.save(Job(key=spool.key, actor=actor, made_at=utc_now(), names=names))
        except StoreError:
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
        return str((self.folder / JOB).stat().st_mtime_ns)

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

    def answer(self, **said: Any) -> None:
        """Keep what a person said; what was tried before no longer tells anything."""
        job = self.load()
        self.forget()
        self.save(replace(job, answers=replace(job.answers, **said)))

    def read(self, name: str) -> Any:
        """One of the job's own files, or None while it is not there."""
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def write(self, name: str, raw: Mapping[str, Any]) -> None:
        """Write one of the job's own files; who reads it sees all of the old or of the new."""
        partial = self.folder / f"{name}.part"
        with files.disk_in_words(self.folder):
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

    def forget(self) -> None:
        """Forget how the last try went."""
        for name in (PROGRESS, OUTCOME):
            (self.folder / name).unlink(missing_ok=True)

    def discard_files(self) -> None:
        """Delete the dropped files; what became of them is kept."""
        files.discard(self.folder / "files")

    def discard(self) -> None:
        """Delete all of it."""
        files.discard(self.folder)


def spools(house: House) -> list[Spool]:
    """Every job there is, the newest first; what nobody came back to is deleted."""
    found = []
    for path in (house.settings.data / JOBS).glob("*"):
        if not _KEY.fullmatch(path.name) or not (path / JOB).exists():
            continue
        spool = Spool(house, path.name)
        job = spool.load()
        if utc_now() - (job.started_at or job.made_at) > KEPT and not spool.is_running(job):
            spool.discard()
            continue
        found.append((job.made_at, spool))
    return [spool for _, spool in sorted(found, key=lambda one: one[0], reverse=True)]


def _answers(raw: Mapping[str, Any]) -> Answers:
    dates = {table: tuple(formats) for table, formats in raw["dates"].items()}
    return Answers(
        encodings=raw["encodings"],
        dates=dates,
        mappings=raw["mappings"],
        skips=tuple(raw["skips"]),
    )


def _write(path: Path, stream: BinaryIO) -> None:
    path.parent.mkdir(parents=True, mode=0o700)
    path.touch(mode=0o600)
    with path.open("wb") as sink:
        shutil.copyfileobj(stream, sink, PIECE)


def _safe(name: str) -> str:
    """A file's name without what could lead out of its folder, its end kept."""
    plain = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    return plain[-LONGEST_NAME:] or "file"


def _no_job(key: str) -> InputError:
    return InputError(
        f"There is no job '{key[:40]}': it was ended or dismissed. Drop the files again."
    )
