"""Imports: real and long files, step by step, beside DuckDB's own COPY, with their memory."""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import duckdb
import psutil

from bench.long_files import LONG_FILES
from bench.printing import milliseconds, table
from revdash.config import PROJECT_FOLDER

SAMPLES = PROJECT_FOLDER / "data" / "samples" / "maven_crm"
BIG = 5_000_000  # so many rows of spend, by the command line as somebody would import them
_STEPS = ("reading", "understanding", "merging", "deriving", "comparing", "publishing")
# Runs in a process of its own, so that the memory is the import's alone.
_IMPORT = """
import sys
from pathlib import Path
from time import perf_counter
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import move_in
from revdash.api.imports import Manner, import_paths
from revdash.config import Settings

house = move_in(Settings(data=Path(sys.argv[1])))
say = lambda step: print(perf_counter(), step, file=sys.stderr, flush=True)  # DuckDB uses stdout
import_paths(house, COMMAND_LINE, [*map(Path, sys.argv[2:])], Manner(progress=say))
say("done")
"""


def run(sizes: Sequence[int]) -> None:
    """Print the time of each step and the memory of every import."""
    header = ("file", *_STEPS, "seconds", "rows/s", "RSS MB", "own MB", "COPY", "ratio")
    title = "Imports with receipt, published (target: 1M rows 30 s, 400 MB; 5M rows 120 s, 600 MB)"
    with TemporaryDirectory() as folder:
        rows = [_row("maven_crm", sorted(SAMPLES.glob("*.csv")))]
        for size in sizes:
            for name in LONG_FILES if size < BIG else ("spend",):
                file_name, write = LONG_FILES[name]
                path = Path(folder) / file_name
                write(path, size)
                rows.append(_row(f"{size:,} {name}", [path], by_command=size >= BIG))
                path.unlink()
    table(title, header, rows)


def _row(name: str, files: Sequence[Path], *, by_command: bool = False) -> tuple[object, ...]:
    count = sum(_lines(file) - 1 for file in files)
    with TemporaryDirectory() as folder:
        steps, seconds, peaks = _imported(folder, files, by_command=by_command)
    copy = _copy(files)
    told = (steps.get(step, "-") for step in _STEPS)
    return name, *told, seconds, count / seconds, *peaks, copy, seconds / copy


def _imported(
    folder: str, files: Sequence[Path], *, by_command: bool
) -> tuple[dict[str, float], float, tuple[float, float]]:
    """Import in another process: seconds by step and in all, the most memory in all and its own."""
    names = [str(file) for file in files]
    _ran(["-m", "revdash", "init"], folder)
    if not by_command:
        said, _, peaks = _ran(["-c", _IMPORT, folder, *names], folder)
        lines = [line.split(maxsplit=2) for line in said.splitlines()]
        steps: dict[str, float] = {}
        for (begun, step, *_), (ended, *_) in pairwise(lines):
            steps[step] = steps.get(step, 0.0) + float(ended) - float(begun)
        return steps, float(lines[-1][0]) - float(lines[0][0]), peaks
    _, seconds, peaks = _ran(["-m", "revdash", "import", *names], folder)
    return {}, seconds, peaks


def _ran(given: Sequence[str], folder: str) -> tuple[str, float, tuple[float, float]]:
    """Run Python on a data folder: what it said of itself, its seconds and its most memory."""
    with TemporaryDirectory() as told:
        said, start = Path(told) / "said", perf_counter()
        with said.open("w") as stream:
            working = subprocess.Popen(  # noqa: S603  our own code
                [sys.executable, *given],
                cwd=PROJECT_FOLDER,
                stdout=subprocess.DEVNULL,
                stderr=stream,
                env={**os.environ, "REVDASH_DATA": folder},  # noqa: TID251  handed on, not read
            )
            peaks = _watched(working)
        if working.returncode:
            raise SystemExit(f"An import failed: {said.read_text()}")
        return said.read_text(), perf_counter() - start, peaks


def _watched(working: subprocess.Popen[bytes]) -> tuple[float, float]:
    """The most memory that a process and those it began took, in MB: in all, and of their own."""
    watched, most, own = psutil.Process(working.pid), 0, 0
    while working.poll() is None:
        with suppress(psutil.NoSuchProcess):
            all_of_them = (watched, *watched.children(recursive=True))
            now = [one.memory_info() for one in all_of_them]
            most = max(most, sum(one.rss for one in now))
            own = max(own, sum(one.rss - getattr(one, "shared", 0) for one in now))
        sleep(0.02)
    return most / 2**20, own / 2**20


def _lines(file: Path) -> int:
    with file.open("rb") as stream:
        return sum(1 for _ in stream)


def _copy(files: Sequence[Path]) -> float:
    """Read the same files with DuckDB's own reader into tables on disk, in seconds."""
    with TemporaryDirectory() as folder, duckdb.connect(Path(folder) / "copy.duckdb") as store:
        store.execute("SET threads = 2")

        def copy() -> None:
            for number, file in enumerate(files):
                store.from_csv_auto(str(file)).create(f"file_{number}")
            store.execute("CHECKPOINT")

        return milliseconds(copy)[0] / 1000
