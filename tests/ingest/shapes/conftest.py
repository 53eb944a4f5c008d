"""Shapes: the rows that files of known shapes give, as plain values."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from revdash.ingest import Company, read_bytes, recognise, stage

SAMPLES = Path(__file__).parents[3] / "data" / "samples"
LINEAGE = ("line", "source_system", "source_id")

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]


def tables_of(name: str, content: bytes, company: Company) -> Tables:
    """The rows of a file by table, without what is blank; none is refused."""
    found: Tables = {}
    for source in read_bytes(name, content):
        mapping = recognise(source)
        assert mapping is not None, f"{name} is not recognised"
        staged = stage(source, mapping, company)
        assert staged.refused == ()
        for table, frame in staged.frames:
            rows = found.setdefault(table.name, [])
            rows += (
                {k: v for k, v in row.items() if v is not None and k not in LINEAGE}
                for row in frame.to_pylist()
            )
    return found


@pytest.fixture(scope="session")
def rows_of() -> Callable[..., Tables]:
    """The rows that a file gives: its name, and its lines."""

    def rows(*lines: str, name: str = "file.csv", company: Company | None = None) -> Tables:
        content = ("\n".join(lines) + "\n").encode()
        return tables_of(name, content, company or Company(zone="Europe/Berlin", currency="EUR"))

    return rows


@pytest.fixture(scope="session")
def sample(rows_of: Callable[..., Tables]) -> Callable[[str], Tables]:
    """The rows of a sample file, its header changed if wanted."""

    def rows(path: str, change: Callable[[str], str] = str) -> Tables:
        header, *lines = (SAMPLES / path).read_text("utf-8").splitlines()
        return rows_of(change(header), *lines, name=Path(path).name)

    return rows
