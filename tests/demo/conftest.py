"""The demo's files, written once for all tests here."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from revdash.demo.files import write_demo


@dataclass(frozen=True)
class Written:
    paths: tuple[Path, ...]
    tables: dict[str, list[dict[str, str]]]


def read(paths):
    tables = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem.split("_", 1)[1]] = list(csv.DictReader(file))
    return tables


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    paths = write_demo(tmp_path_factory.mktemp("demo"))
    return Written(paths, read(paths))


@pytest.fixture(scope="session")
def short_demo(tmp_path_factory):
    paths = write_demo(tmp_path_factory.mktemp("short"), demo_since_weeks=8)
    return Written(paths, read(paths))
