"""Imports: real files and a long one, beside DuckDB's own COPY, with the memory they take."""

import csv
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import psutil

from bench.printing import milliseconds, table
from revdash.config import PROJECT_FOLDER

ROWS = 100_000
SAMPLES = PROJECT_FOLDER / "data" / "samples" / "maven_crm"
MAPPING = """
source = "bench"
object = "lead"

[[into]]
table = "person"
key = "{id}"

[into.fields]
full_name = "name"
source = "source"

[[into]]
table = "lifecycle_event"
key = "{id}:mql"

[into.fields]
person_id = { id = "lead:{id}" }
to_stage = { constant = "MQL" }
event_at = "created"
tier = "grade"
"""
# Runs in a process of its own, so that the memory is the import's alone.
_IMPORT = """
import sys
from pathlib import Path
from bench.printing import milliseconds
from revdash.api.actors import COMMAND_LINE
from revdash.api.house import move_in
from revdash.api.imports import Manner, import_paths
from revdash.api.set_up import init
from revdash.config import Settings

house = move_in(Settings(data=Path(sys.argv[1])))
init(house, COMMAND_LINE)
manner = Manner(mapping=Path(sys.argv[2]).read_text() if sys.argv[2] else "")
paths = [Path(name) for name in sys.argv[3:]]
print(milliseconds(lambda: import_paths(house, COMMAND_LINE, paths, manner))[0])
"""


def run() -> None:
    """Print the time and memory of two imports."""
    with TemporaryDirectory() as folder:
        long, mapping = Path(folder) / "leads.csv", Path(folder) / "leads.toml"
        _write(long)
        mapping.write_text(MAPPING, encoding="utf-8")
        rows = [
            _row("maven, 8,929 rows in 5 files", sorted(SAMPLES.glob("*.csv")), ""),
            _row(f"{ROWS:,} leads with a mapping", [long], str(mapping)),
        ]
    header = ("file", "seconds", "rows/s", "peak MB", "COPY seconds", "ratio")
    table(
        "Imports, validated, with receipt, published (target: 1M rows 30 s, 400 MB)", header, rows
    )


def _row(name: str, files: list[Path], mapping: str) -> tuple[object, ...]:
    count = sum(len(file.read_bytes().splitlines()) - 1 for file in files)
    seconds, peak = _import(files, mapping)
    copy = _copy(files)
    return name, seconds, count / seconds, peak, copy, seconds / copy


def _import(files: list[Path], mapping: str) -> tuple[float, float]:
    """Import in another process; give the seconds and the most memory it took, in MB."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _IMPORT, folder, mapping, *map(str, files)]
        working = subprocess.Popen(  # noqa: S603  our own code
            command, cwd=PROJECT_FOLDER, stdout=subprocess.PIPE, text=True
        )
        watched, peak = psutil.Process(working.pid), 0
        while working.poll() is None:
            try:
                peak = max(peak, watched.memory_info().rss)
                watched.wait(timeout=0.02)
            except (psutil.TimeoutExpired, psutil.NoSuchProcess):
                continue
        said = working.stdout.read() if working.stdout else ""
    return float(said) / 1000, peak / 2**20


def _copy(files: list[Path]) -> float:
    """Read the same files with DuckDB's own reader into tables on disk, in seconds."""
    with TemporaryDirectory() as folder, duckdb.connect(Path(folder) / "copy.duckdb") as store:

        def copy() -> None:
            for number, file in enumerate(files):
                store.from_csv_auto(str(file)).create(f"file_{number}")
            store.execute("CHECKPOINT")

        return milliseconds(copy)[0] / 1000


def _write(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "name", "source", "created", "grade"])
        for number in range(ROWS):
            day, minute = 1 + number % 28, number % 1440
            month, hour = 1 + number // 28 % 12, minute // 60
            created = f"2025-{month:02d}-{day:02d}T{hour:02d}:{minute % 60:02d}:00Z"
            writer.writerow([number, f"Person {number}", "webinar", created, "ABC"[number % 3]])
