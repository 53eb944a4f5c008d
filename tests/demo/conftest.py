"""The demo's files, written once for all tests here, and what became of them in a store."""

import csv
from collections import defaultdict
from dataclasses import dataclass

import pytest

from revdash.api.found import found
from revdash.api.house import House
from revdash.config import read_settings
from revdash.demo.files import SHEETS, Week, write_demo
from revdash.demo.world import build_world


@dataclass(frozen=True)
class Written:
    weeks: tuple[Week, ...]
    sheets: dict[str, list[dict[str, str]]]  # every line, whichever week it is of


def read(weeks):
    names = sorted((sheet.name for sheet in SHEETS), key=len, reverse=True)
    sheets = defaultdict(list)
    for week in weeks:
        for path in week.paths:
            name = next(name for name in names if path.name.startswith(f"{name}-"))
            with path.open(encoding="utf-8", newline="") as file:
                sheets[name] += csv.DictReader(file)
    return dict(sheets)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    weeks = write_demo(tmp_path_factory.mktemp("demo_files"))
    return Written(weeks, read(weeks))


@pytest.fixture(scope="session")
def short_demo(tmp_path_factory):
    weeks = write_demo(tmp_path_factory.mktemp("short_files"), demo_since_weeks=8)
    return Written(weeks, read(weeks))


@pytest.fixture(scope="session")
def world():
    return build_world()


@pytest.fixture(scope="session")
def house(demo_folder):
    """The demo's house, for looking."""
    house = House(read_settings(data=demo_folder))
    yield house
    house.close()


@pytest.fixture(scope="session")
def facts(house):
    """A connection to the demo's store, for looking."""
    with house.facts() as connection:
        yield connection


@pytest.fixture(scope="session")
def reading(house, facts):
    """Read the number of a find."""
    return lambda find: found(house, facts, find).value
